from __future__ import annotations

from collections.abc import Callable

import pytest

from bwise_kg import Answer, Graph
from bwise_kg.questions import ask, read_question

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{}</text>'
"""A text that is markup if anybody forgets to escape it."""

Asked = Callable[..., Answer]


def file(columns: str, rows: str, extra: str = "") -> str:
    """Return a file of a question whose answer stands in its query."""
    headings = ", ".join(f"{name}: {name.capitalize()}" for name in columns.split())
    variables = " ".join(f"?{name}" for name in columns.split())
    return (
        "#+ title: A question of the tests\n#+ question: What is in these rows?\n#+ users: consumer\n"
        f'#+ seed: "WP3.1; #3"\n#+ data: S\n#+ columns: {{{headings}}}\n{extra}#+ example: bwise-kg ask cq77\n'
        f"SELECT {variables} WHERE {{ VALUES ({variables}) {{ {rows} }} }}\n"
    )


EU = "<http://publications.europa.eu/resource/authority/country/"
PICTURES = {
    "bar": file(
        "label value",
        '("Digital skills of enablers, supporters and workers, in a label that goes on and on until it is far too long'
        ' for one line" 12) ("green" 7.5) ("green" 1) ("none" 0) ("not stated" UNDEF)',
        "#+ picture: {kind: bar, label: label, value: value}\n",
    ),
    "stacked": file(
        "profile kind",
        '("supporter" "digital") ("supporter" "digital") ("supporter" "green") ("enabler" "both") ("enabler" "green")',
        "#+ picture: {kind: stacked, label: profile, series: kind}\n",
    ),
    "share": file(
        "origin value",
        " ".join(f'("origin {n}" {n * 10})' for n in range(1, 11)),
        "#+ picture: {kind: share, label: origin, value: value}\n",
    ),
    "timeline": file(
        "output planned actual",
        '("Curriculum" "2023-03-31"^^xsd:date "2023-09-30"^^xsd:date) ("Toolkit" "2022-06"^^xsd:gYearMonth UNDEF)'
        ' ("Course" UNDEF "2024"^^xsd:gYear) ("Map" "2024-02-01"^^xsd:date "2023-12-01"^^xsd:date)'
        ' ("Other" "soon" UNDEF)',
        "#+ picture: {kind: timeline, label: output, start: planned, end: actual}\n",
    ),
    "map": file(
        "country partner",
        f'({EU}ESP> "a") ({EU}ESP> "b") ({EU}GRC> "one") ("GB" "4") ({EU}USA> "far") ({EU}LVA> "a long name")',
        "#+ picture: {kind: map, country: country, value: partner}\n",
    ),
}  # fmt: skip
"""A question of each kind of picture."""


@pytest.fixture(scope="session")
def asked(slice_graph: Graph) -> Asked:
    """Return what answers a file of a question, on the embedded slice unless another graph is given."""

    def asked(text: str, graph: Graph | None = None, language: str = "en", **values: str) -> Answer:
        return ask(graph or slice_graph, read_question("cq77.rq", text), language, **values)

    return asked
