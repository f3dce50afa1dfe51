"""What a worker process gives up before it answers its first query."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import resource
import signal
from multiprocessing import forkserver

log = logging.getLogger("bwise_kg.api.worker")

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of sched.h
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl.h


def confine(memory: int, *, network: bool = False) -> None:
    """Bound this process, leave the network, and make sure that it ends when it has to.

    network: stay in it, for a store that is a server's.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal, for the service
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)  # a handler of Python's would wait until the engine comes back
    _let_the_starter_go()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError):  # a lower limit holds already
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DEATH_SIGNAL, int(signal.SIGKILL))
    except (OSError, AttributeError):
        log.debug("no prctl here")
        return
    if not network:
        _leave_network(libc)


def _let_the_starter_go() -> None:
    """Close what tells the process that starts workers that somebody needs it still.

    It then ends when the service does, however that ends, and takes the workers with it (see prctl).
    """
    starter = getattr(forkserver, "_forkserver", None)
    descriptor = getattr(starter, "_forkserver_alive_fd", None)
    if isinstance(descriptor, int):
        with contextlib.suppress(OSError):
            os.close(descriptor)
        setattr(starter, "_forkserver_alive_fd", None)  # noqa: B010 - its number is another's soon; forks come here, too


def _leave_network(libc: ctypes.CDLL) -> None:
    """Go where there is no network, not even loopback; where that is not permitted, the guard stands alone."""
    # what needs no privilege is a user namespace of one's own, with a network of its own
    for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK):
        if libc.unshare(flags) == 0:
            return
    log.debug("not permitted to leave the network: %s", os.strerror(ctypes.get_errno()))
