"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="The store: a folder, or the URL of a SPARQL endpoint; by default the one that `build` writes "
        "(or BWISE_STORE).",
    ),
]

OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of the terminal.")
]

LabelsOption = Annotated[
    str | None, typer.Option("--lang", help="Language of labels, e.g. fr; English where there is none (or BWISE_LANG).")
]
