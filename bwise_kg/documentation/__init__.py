"""What is generated from the ontology: the page of all terms and the JSON-LD context."""

from .context import context_text
from .page import ontology_page
from .terms import documented_ontology


def generated() -> dict[str, str]:
    """Return the generated files, by path in a checkout."""
    return {
        "docs/ontology.html": ontology_page(documented_ontology()),
        "ontology/context.jsonld": context_text(),
    }


__all__ = ["context_text", "documented_ontology", "generated", "ontology_page"]
