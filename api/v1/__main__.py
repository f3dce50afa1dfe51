"""Write the OpenAPI document, with the schemas of results from the folder: ``python -m bwise_kg.api.v1 docs``."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bwise_kg.build import build

from ..app import create_app
from .application import FILE, PATH, application
from .openapi import course, document, example_of, operations, written


async def answers(store: Path) -> Mapping[str, Any]:
    """Return what the examples of all operations are answered on a store."""
    import httpx  # noqa: PLC0415 - a tool of those who change this project

    app = create_app(store)
    found = {}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1{PATH}", timeout=60) as client,
    ):
        for path, method, operation in operations(application().openapi()):
            address, parameters = example_of(operation, path)
            sent = {"content": course(), "headers": {"Content-Type": "text/turtle"}} if method == "post" else {}
            response = await client.request(method, address, params=parameters, **sent)  # type: ignore[arg-type]
            response.raise_for_status()
            found[operation["operationId"]] = response.json()
    return found


def main(docs: Path) -> None:
    """Write the document into a folder with the schemas of results, and beside the code that serves it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build(store)
        text = written(document(docs, asyncio.run(answers(store))))
    for target in (docs / FILE, Path(__file__).parent / FILE):
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
