"""The commands ``bwise-kg mappings``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import DataError
from ..terminal import show, write
from .options import StoreOption

app = typer.Typer(no_args_is_help=True, help="Write and check mapping sets (SSSOM).")

EXIT_FINDINGS = 1
"""Exit code for files that could be read and have something wrong with them."""


@app.command(
    epilog="Examples: `bwise-kg mappings export` · `bwise-kg mappings export -o ontology/alignments --store store`"
)
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = Path(),
    store: StoreOption = None,
) -> None:
    """Write the mapping sets of the reference design as SSSOM TSV, a file each.

    What they map is read from the store; how sure each mapping is, who made and who reviewed it, from the sets
    that come with the package. A mapping that is not in them yet starts with the confidence of its predicate.
    """
    from ..graph import open_graph
    from ..mappings.sets import mappings_of
    from ..mappings.sssom import write as to_tsv

    if not output.is_dir():
        raise DataError(str(output), "is no folder; make it first")
    for mapping_set in mappings_of(open_graph(store)):
        path = output / f"{mapping_set.name}.sssom.tsv"
        write(to_tsv(mapping_set), path)
        unreviewed = sum(not mapping.reviewers for mapping in mapping_set.mappings)
        show(f"{path}: {len(mapping_set.mappings)} mappings, {unreviewed} unreviewed")


@app.command(
    epilog="Examples: `bwise-kg mappings check ours.sssom.tsv` · `bwise-kg mappings check *.sssom.tsv --without-store`"
)
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Mapping sets as SSSOM TSV.")],
    store: StoreOption = None,
    without_store: Annotated[
        bool, typer.Option("--without-store", help="Do not look up the concepts, check the files alone.")
    ] = False,
) -> None:
    """Check mapping sets: the SSSOM in them, and that their concepts are in the store with the labels stated.

    The ESCO version that a mapping cites has to be in the store. Ends with 0 when all is well, 1 when something
    was found, 2 when a file cannot be read.
    """
    from ..graph import open_graph
    from ..mappings.checking import check as findings_of
    from ..mappings.sssom import read

    graph = None if without_store else open_graph(store)
    found = 0
    for path in paths:
        mapping_set, findings = read(_text(path), str(path))
        findings += findings_of(mapping_set, graph.store if graph else None)
        for finding in sorted(findings, key=lambda finding: finding.line or 0):
            place = [str(path), *([str(finding.line)] if finding.line else [])]
            about = [finding.slot] if finding.slot else []
            write(": ".join([":".join(place), *about, finding.problem]) + "\n", None)
        found += len(findings)
        if not findings:
            write(f"{path}: {len(mapping_set.mappings)} mappings, nothing found\n", None)
    if found:
        raise typer.Exit(EXIT_FINDINGS)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), "is not UTF-8 text") from error
    except OSError as error:
        raise DataError(str(path), f"cannot be read ({error.strerror or error})") from error
