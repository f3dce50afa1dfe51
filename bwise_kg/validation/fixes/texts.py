"""Titles that do not say which language they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ...curriculum.workbook.names import LANGUAGES
from ...namespaces import DCT, XSD
from ..report import Finding
from .fix import Proposal
from .replacing import replaced
from .scene import Scene


def language_of_title(scene: Scene, finding: Finding) -> Iterator[Proposal | None]:
    """Propose for a title without language that of the curriculum's other texts, else the one that it is taught in."""
    value, focus = finding.value_term, finding.focus_term
    if not isinstance(value, Literal) or value.datatype != XSD.string or isinstance(focus, Literal):
        return
    found = _language(scene)
    if found is not None and value.value.strip():
        tag, why, certainty = found
        title = scene.wording.gettext(
            "Say that the title %(title)s is in the language %(language)s: %(why)s",
            title=scene.called(value),
            language=tag,
            why=why,
        )
        yield replaced(scene, focus, [DCT.title], value, Literal(value.value, language=tag), title, certainty)


def _language(scene: Scene) -> tuple[str, str, float] | None:
    gettext = scene.wording.gettext
    tags = Counter(
        triple.object.language
        for triple in scene.data.own
        if isinstance(triple.object, Literal) and triple.object.language
    )
    whole = {tag: count for tag, count in tags.items() if not tag.endswith("-simple")}
    if whole:
        tag = max(sorted(whole), key=lambda tag: whole[tag])
        share = whole[tag] / sum(whole.values())
        if share == 1:
            return tag, gettext("all other texts of the curriculum are"), share
        part = scene.wording.percent(share)
        return tag, gettext("%(share)s of the curriculum's other texts are", share=part), share
    taught = {v.value for v in scene.own.values(scene.curriculum, DCT.language) if isinstance(v, NamedNode)}
    tags_taught = [tag for tag in LANGUAGES if scene.labels.find("language", tag, []) == taught]
    return (tags_taught[0], gettext("the curriculum is taught in it"), 0.9) if len(tags_taught) == 1 else None
