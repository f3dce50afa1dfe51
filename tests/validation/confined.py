"""Runs commands of bwise-kg in processes of bounded memory and time; ``python -m tests.validation.confined``.

Each line of standard input is a command as a JSON list; the answer is a line with the exit code (minus a signal's
number) and what the command wrote. The libraries are loaded once: a command is a fork of this process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import traceback

import openpyxl  # noqa: F401 - loaded here and not in every fork

import bwise_kg.curriculum.workbook.reading
import bwise_kg.graph
import bwise_kg.render.validation_text
import bwise_kg.validation  # noqa: F401
from bwise_kg import cli

MEMORY = 3 << 30
"""Bytes of address space that a command may take; one that is in order takes a quarter of it."""
SECONDS = 120
"""How long it may run: what blows up takes hours, a busy machine a few seconds."""


def run(command: list[str]) -> tuple[int, str]:
    """Run a command to its end or to a bound."""
    with tempfile.TemporaryFile() as written:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.dup2(written.fileno(), 1)
            os.dup2(written.fileno(), 2)
            os._exit(_ended_with(command))
        end = time.monotonic() + SECONDS
        done, status = os.waitpid(child, os.WNOHANG)
        while not done:
            if time.monotonic() > end:
                os.kill(child, 9)
            time.sleep(0.01)
            done, status = os.waitpid(child, os.WNOHANG)
        written.seek(0)
        return os.waitstatus_to_exitcode(status), written.read().decode(errors="backslashreplace")


def _ended_with(command: list[str]) -> int:
    sys.argv = ["bwise-kg", *command]
    code = 0
    try:
        cli.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - a traceback is what no user should see: the test looks for it
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
