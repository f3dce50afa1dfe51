"""How much memory there is: the machine's, or what a container is given of it."""

from __future__ import annotations

from pathlib import Path

_CONTROL_GROUPS = (
    ("memory.max", "memory.current", "inactive_file"),  # version 2, as seen from inside
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
)


def available(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Return the bytes of memory that may still be used without harm to others; 0 where nobody tells."""
    try:
        lines = (proc / "meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    told = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    return min([*told, *_of_groups(groups)], default=0)


def _of_groups(groups: Path) -> list[int]:
    """Return what control groups leave: the bound without what is used, except for files that can be read again."""
    found = []
    for bound, used, files in _CONTROL_GROUPS:
        try:
            most = int((groups / bound).read_text(encoding="ascii"))
            now = int((groups / used).read_text(encoding="ascii"))
            lines = (groups / used).with_name("memory.stat").read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):  # there is none, or its bound is "max"
            continue
        again = sum(int(line.split()[1]) for line in lines if line.split()[0] == files)
        found.append(max(most - now + again, 0))
    return found
