"""Options that several commands have."""

from __future__ import annotations

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
