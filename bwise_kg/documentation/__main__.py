"""Write what is generated from the ontology: ``python -m bwise_kg.documentation`` in a checkout."""

from __future__ import annotations

from pathlib import Path

from . import generated

if __name__ == "__main__":
    for path, text in generated().items():
        (Path(__file__).parents[2] / path).write_text(text, encoding="utf-8")
