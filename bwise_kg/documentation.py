"""Write what is generated from the ontology: ``python -m bwise_kg.documentation`` in a checkout.

``docs/ontology.html`` is the page of all terms, ``ontology/context.jsonld`` the JSON-LD context.
"""

from __future__ import annotations

from pathlib import Path

from .jsonld_context import context_text
from .render.ontology import ontology_page
from .terms import documented_ontology


def generated() -> dict[str, str]:
    """Return the generated files, by path in a checkout."""
    return {
        "docs/ontology.html": ontology_page(documented_ontology()),
        "ontology/context.jsonld": context_text(),
    }


def main() -> None:
    """Write the generated files into the checkout that this module is in."""
    root = Path(__file__).parents[1]
    for path, text in generated().items():
        (root / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
