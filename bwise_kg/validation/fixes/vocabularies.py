"""Words and mistyped IRIs where a thing of a vocabulary belongs: levels, kinds, groups, languages, licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ...curriculum.workbook.layout import ISCED_F, SHEETS, Form
from ...curriculum.workbook.nearest import nearest
from ...namespaces import ELM
from ...render.labels import tail
from ..paths import Term
from ..report import Finding
from .fix import Proposal
from .replacing import exchange, replaced
from .scene import Scene
from .skill_links import LEAST_SCORE, MOST_SLIPS

_KINDS = {
    column.property: column.kind
    for layout in SHEETS
    for column in layout.columns
    if column.form is Form.CONCEPT and column.property is not None and column.kind != "skill"
}
"""The vocabulary that the values of a property are from, as workbooks have it."""

_FIELD = re.compile(r"(?<![0-9])[0-9]{2,4}(?![0-9])")


def from_vocabulary(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the thing of a vocabulary that a word, code or IRI means, else those with the nearest labels."""
    value, focus = finding.value_term, finding.focus_term
    property_ = _property(finding)
    kind = _KINDS.get(property_) if property_ is not None else None
    if value is None or property_ is None or kind is None or isinstance(focus, Literal):
        return
    for iri, certainty in _meant(scene, kind, value):
        new = NamedNode(iri)
        label, wording = scene.labels.label(kind, iri, scene.language), scene.wording
        why = ""
        if certainty < 1:
            why = wording.gettext("what stands there is %(share)s like it", share=wording.percent(certainty))
        title = exchange(scene, value, new, label or "", why)
        yield replaced(scene, focus, [property_], value, new, title, certainty)


def field_of_education(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose the EU's URI for an ISCED-F code that is written otherwise."""
    value, focus = finding.value_term, finding.focus_term
    if value is None or isinstance(focus, Literal):
        return
    text = value.value if isinstance(value, Literal) else tail(value.value)
    codes = set(_FIELD.findall(text))
    if len(codes) == 1:
        new = NamedNode(ISCED_F + codes.pop())
        title = exchange(scene, value, new, new.value, scene.wording.gettext("that is the EU's URI"))
        yield replaced(scene, focus, [ELM.ISCEDFCode], value, new, title, 1.0 if text.isdigit() else 0.9)


def _property(finding: Finding) -> NamedNode | None:
    match = re.fullmatch(r"<([^>]*)>", finding.path)
    return NamedNode(match[1]) if match else None


def _meant(scene: Scene, kind: str, value: Term) -> list[tuple[str, float]]:
    text = value.value if isinstance(value, Literal) else tail(value.value)
    words = " ".join(re.split(r"[\s_+]+", unquote(text))).strip()
    for wanted in dict.fromkeys([words, words.replace("-", " ")]):
        exact = scene.labels.find(kind, wanted, scene.languages)
        if exact:
            return [(min(exact), 1.0)] if len(exact) == 1 else []
    known = sorted(set(scene.labels.candidates(kind, "en").values()))
    ends = [iri for iri in known if tail(iri).casefold() == words.casefold()]
    if len(ends) == 1:
        return [(ends[0], 1.0)]
    if isinstance(value, NamedNode):
        alike = process.extract(value.value, known, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=3)
        if alike:
            return [(iri, 1 - slips / len(iri)) for iri, slips, _ in alike]
    found: dict[str, float] = {}
    for language in scene.languages:
        for near in nearest(words.replace("-", " "), language, kind, scene.labels):
            if near.score >= LEAST_SCORE:
                found[near.iri] = max(near.score / 100, found.get(near.iri, 0.0))
        if found:
            break
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
