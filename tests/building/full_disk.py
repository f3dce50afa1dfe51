"""What `test_disk_full` runs on a small disk that it has to itself: prints what happened, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bwise_kg.generations import open_store
from tests.api.serving import writable
from tests.api.writing import ask, update
from tests.building.courses import turtle

_CLI = (sys.executable, "-c", "from bwise_kg.cli import main; main()")
_ASKED = "ASK { GRAPH <http://example.org/g> { ?s ?p ?o } }"


class Disk:
    """A small disk, to be filled and emptied."""

    def __init__(self, place: Path) -> None:
        self.store = place / "store"
        self._filler = place / "filler"

    def fill(self, leave: int = 0) -> None:
        """Leave no more than some bytes of room."""
        with self._filler.open("wb", buffering=0) as stream:
            try:
                while stream.write(bytes(2**16)) == 2**16:
                    pass
            except OSError:
                pass
            stream.truncate(max(stream.tell() - leave, 0))

    def empty(self) -> None:
        """Make room."""
        self._filler.unlink()

    def cli(self, *arguments: str) -> dict[str, object]:
        """Run the command line on the store; returns its exit code and what it says of errors."""
        done = subprocess.run([*_CLI, *arguments], capture_output=True, text=True, check=False)
        return {"code": done.returncode, "error": done.stderr[-2000:]}

    def left(self) -> list[str]:
        """Return what is in the folder of the store."""
        return sorted(each.name for each in self.store.iterdir())


def by_command(disk: Disk, file: Path) -> dict[str, object]:
    """Build and add with and without room."""
    store = str(disk.store)
    disk.fill(leave=6 * 2**20)
    said: dict[str, object] = {"build": disk.cli("build", "--out", store), "left": disk.left()}
    disk.empty()
    said["build again"] = disk.cli("build", "--out", store)
    before = open_store(disk.store).digest()
    generations = disk.left()
    disk.fill()
    added = ("add", str(file), "--version", "1.0", "--store", store)
    said["add"], said["rebuild"] = disk.cli(*added), disk.cli("build", "--out", store)
    said["kept"] = open_store(disk.store).digest() == before and disk.left() == generations
    disk.empty()
    said["add again"] = disk.cli(*added)
    said["changed"] = open_store(disk.store).digest() != before
    return said


def by_http(disk: Disk) -> dict[str, object]:
    """Update over HTTP with and without room."""
    disk.cli("build", "--out", str(disk.store))
    text = "INSERT DATA { GRAPH <http://example.org/g> { <http://a> <http://b> 1 } }"
    with writable(disk.store) as (_, client):
        disk.fill()
        refused = update(client, text)
        said: dict[str, object] = {
            "status": refused.status_code,
            "problem": refused.json(),
            "kept": not ask(client, _ASKED),
        }
        said["answers"] = ask(client, "ASK { ?s a bw:Curriculum }")
        disk.empty()
        said["again"], said["changed"] = update(client, text).status_code, ask(client, _ASKED)
    return said


def main(place: str, way: str) -> None:
    """Run one of the two on a disk."""
    disk = Disk(Path(place))
    file = disk.store.with_name("course.ttl")
    file.write_text(turtle(), encoding="utf-8")
    sys.stdout.write(json.dumps(by_http(disk) if way == "http" else by_command(disk, file)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
