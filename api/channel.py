"""Messages between the service and its processes: pickled, each with its length before it, over a pair of sockets.

The service's end belongs to the event loop, so that an answer takes no thread; the process's end waits.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import struct
from contextlib import suppress
from typing import Any, Self, cast

_LENGTH = struct.Struct("!Q")
_PART = 256 * 2**10


class Ended(Exception):  # noqa: N818 - an event, not a mistake
    """A process has ended; its answer will never come. idle: it had ended before it began."""

    def __init__(self, *, idle: bool) -> None:
        super().__init__()
        self.idle = idle


class Line:
    """A process's end: all methods wait."""

    def __init__(self, end: socket.socket) -> None:
        self.socket = end

    def send(self, message: object) -> None:
        """Send a message."""
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self.socket.sendall(_LENGTH.pack(len(packed)) + packed)

    def receive(self) -> Any:
        """Return the next message; raises EOFError when there will be none."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return pickle.loads(self._exactly(length))  # noqa: S301 - of our own processes

    def _exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            try:
                part = self.socket.recv(min(size - len(found), _PART))
            except ConnectionResetError:
                part = b""
            if not part:
                raise EOFError
            found += part
        return bytes(found)

    def close(self) -> None:
        """Let go of the socket."""
        self.socket.close()


class Channel(asyncio.Protocol):
    """The service's end: one message is answered by one message."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Any] | None = None
        self._lost: Ended | None = None

    @classmethod
    async def over(cls, end: socket.socket) -> Self:
        """Return a channel over a connected socket, which it closes in the end."""
        end.setblocking(False)
        _, channel = await asyncio.get_running_loop().create_unix_connection(cls, sock=end)
        return channel

    def ask(self, message: object, handed: socket.socket | None = None) -> asyncio.Future[Any]:
        """Send a message; returns what will be its answer, or Ended when the process ends instead.

        handed: a socket that the process gets after the message, with a byte.
        """
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self._transport is None or self._lost is not None:
            answer.set_exception(Ended(idle=True))
            return answer
        self._answer = answer
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self._transport.write(_LENGTH.pack(len(packed)) + packed)
        if handed is not None:
            self._hand_over(self._transport, handed)
        return answer

    def _hand_over(self, transport: asyncio.WriteTransport, handed: socket.socket) -> None:
        # by another socket on the same connection: that of a transport cannot do it
        with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as end, suppress(OSError):
            socket.send_fds(end, [b"\0"], [handed.fileno()])

    def close(self) -> None:
        """Let go of the socket; what is asked is not answered any more."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.WriteTransport", transport)  # of a stream

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer."""
        self._received += data
        if len(self._received) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack_from(self._received)
        if len(self._received) < _LENGTH.size + length:
            return
        with memoryview(self._received) as received:
            message = pickle.loads(received[_LENGTH.size :])  # noqa: S301 - of our own processes
        self._received.clear()
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(message)

    def connection_lost(self, error: Exception | None) -> None:
        """See the process's end.

        A socket that is closed before all was read from it resets the connection, and nothing can be sent to one that
        is closed: the process has not begun, then.
        """
        self._lost = Ended(idle=isinstance(error, ConnectionResetError | BrokenPipeError))
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(self._lost)
        with suppress(BufferError):
            self._received.clear()


def pair() -> tuple[socket.socket, socket.socket]:
    """Return the service's end and the process's."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
