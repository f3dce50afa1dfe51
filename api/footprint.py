"""How much memory processes take, by what they do; from what Linux tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
OTHER = "other"
"""What starts processes, and what tidies up after them."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What processes of one kind take together.

    resident: bytes in memory. proportional: the same with what is shared divided among who shares it, so that all
    kinds add up; None where that is not told, which needs the same user.
    """

    processes: int
    resident: int
    proportional: int | None


@dataclass(frozen=True, slots=True)
class Occupied:
    """Processes by kind, how many workers have the newest generation in memory and how many on disk, and its bytes."""

    kinds: dict[str, set[int]]
    in_memory: int
    on_disk: int
    size: int


def footprints(service: int, kinds: Mapping[str, Iterable[int]]) -> dict[str, Footprint]:
    """Return what the processes of a service take, by kind; descendants that no kind names are OTHER."""
    named = {kind: set(pids) for kind, pids in kinds.items()} | {"service": {service}}
    named[OTHER] = descendants(service).difference(*named.values())
    return {kind: _together(pids) for kind, pids in named.items()}


def descendants(pid: int) -> set[int]:
    """Return the processes that a process has started, and those that they have."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for task in (_PROC / str(waiting.pop()) / "task").glob("*/children"):
            children = {int(child) for child in _read(task).split()} - found
            found |= children
            waiting += children
    return found


def _together(pids: Iterable[int]) -> Footprint:
    processes = resident = proportional = 0
    all_told = True
    for pid in pids:
        told = dict(_sizes(_read(_PROC / str(pid) / "smaps_rollup")))
        whole = dict(_sizes(_read(_PROC / str(pid) / "status")))
        if "VmRSS" not in whole:  # it has just ended
            continue
        processes += 1
        resident += whole["VmRSS"]
        all_told = all_told and "Pss" in told
        proportional += told.get("Pss", 0)
    return Footprint(processes, resident, proportional if all_told else None)


def _sizes(text: str) -> Iterable[tuple[str, int]]:
    """Yield what stands there in KiB, in bytes."""
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if rest.endswith(" kB"):
            yield name, int(rest.split()[0]) * 1024


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
