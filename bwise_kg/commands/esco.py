"""The commands ``bwise-kg esco``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import DataError
from ..outputs import require_other
from ..terminal import progress, show

app = typer.Typer(no_args_is_help=True, help="Look at ESCO releases and cut the embedded slice.")


@app.command("check", epilog="Example: `bwise-kg esco check ~/esco/v1.2.1`")
def check_release(
    paths: Annotated[list[str], typer.Argument(metavar="[VERSION=]PATH...", help="As for `build --esco`.")],
) -> None:
    """Read releases through and report what is in them, without building anything."""
    from ..esco import Release, read_releases
    from ..render.report import release_table

    with progress() as tell:
        releases = read_releases(paths)
        for release in releases:
            read = 0

            def count(size: int, release: Release = release) -> None:
                nonlocal read
                read += size
                tell(f"read ESCO {release.version}", read / release.size)

            for _ in release.quads(count):
                pass
    for release in releases:
        show(release_table(release.report))


@app.command("slice", epilog="Example: `bwise-kg esco slice --esco ~/esco/v1.1.1 -o ontology/esco/esco-1.1.1.ttl`")
def cut_slice(
    esco: Annotated[str, typer.Option("--esco", metavar="[VERSION=]PATH", help="One whole release.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Turtle file to write.")],
) -> None:
    """Cut the slice of ESCO that the package carries out of a whole release."""
    from ..esco import read_releases
    from ..esco.slice import write_slice

    require_other(output, [esco, esco.partition("=")[2] or esco])
    releases = read_releases([esco])
    if len(releases) != 1:
        raise DataError(esco, f"holds several versions ({', '.join(r.version for r in releases)}); give one")
    statements = write_slice(releases[0], output)
    show(f"{output}: {statements:,} statements of ESCO {releases[0].version}")
