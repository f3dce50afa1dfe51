"""Run all benchmarks: ``make bench ESCO=path/to/esco/v1.1.1``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import rdflib
from rich.console import Console

from . import asking, building, covering, querying, validating
from .measure import table
from .serving import Comparison


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--esco", action="append", default=[], metavar="[VERSION=]PATH", help="an ESCO release; else the embedded slice"
    )
    options = parser.parse_args()
    console = Console(width=160)
    with tempfile.TemporaryDirectory() as folder:
        store, dump = Path(folder) / "store", Path(folder) / "store.nq"
        dataset = rdflib.Dataset(default_union=True)
        lines = []
        servers = Comparison()
        for measured in (
            building.lines(store, dump, dataset, options.esco),
            covering.lines(store, dataset),
            querying.lines(store, dataset),
            asking.lines(store),
            validating.lines(store, dataset),
            servers.lines(store, dataset, Path(folder)),
        ):
            for line in measured:
                console.print(f"measured: {line.what}", style="dim")
                lines.append(line)
    if not options.esco:
        console.print("On the embedded slice; the bars are meant for all of ESCO: make bench ESCO=...")
    console.print(table(lines))
    console.print(servers.table())


if __name__ == "__main__":
    main()
