"""What an answer of the API shows: resources by name, texts with their language, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from bwise_kg.curriculum.model import Texts, text_in
from bwise_kg.graph import Graph
from bwise_kg.namespaces import ESCO_ATTRIBUTION, UNREVIEWED_LABELS
from bwise_kg.questions.asking import Names
from bwise_kg.questions.model import REFERENCE_DESIGN
from bwise_kg.render.question_data import REFERENCE_DESIGN_CAPTION

from .identifiers import Kind, identifier, kind_of

Json = dict[str, Any]


class Shown:
    """Puts resources into the words of a language for one answer, and knows what it has shown.

    root: address of the API, e.g. ``/api/v1``.
    """

    def __init__(self, graph: Graph, language: str, root: str) -> None:
        self.graph = graph
        self.language = language
        self.root = root
        self.reference_design = False
        self._names: dict[str, Json] = {}

    def fetch(self, iris: Iterable[str | None]) -> None:
        """Look up what some resources are called and where they are from, all at once."""
        wanted = sorted({iri for iri in iris if iri and not iri.startswith("_:")} - self._names.keys())
        names = Names.of(self.graph, map(NamedNode, wanted), self.language)
        for iri in wanted:
            found = names.resource(iri)
            self._names[iri] = {
                "iri": iri,
                "label": found.label,
                "language": found.language or None,
                "origin": found.origin,
            }

    def ref(self, iri: str, kind: Kind | None = None) -> Json:
        """Return a resource as one that another names; it has been fetched, or is now.

        kind: the list that it is in, where its IRI does not say that.
        """
        if iri.startswith("_:"):
            return {"iri": iri, "label": iri, "language": None, "origin": None, "href": None}
        self.fetch([iri])
        found = self._names[iri]
        self.saw(found["origin"])
        return {**found, "href": self.href(iri, kind)}

    def refs(self, iris: Iterable[str], kind: Kind | None = None) -> list[Json]:
        """Return several, by label and IRI."""
        listed = list(iris)
        self.fetch(listed)
        return sorted(
            (self.ref(iri, kind) for iri in listed), key=lambda each: (str(each["label"]).casefold(), each["iri"])
        )

    def some(self, iris: Sequence[str], most: int, kind: Kind | None = None) -> Json:
        """Return the first of many, with how many there are."""
        return {"total": len(iris), "items": self.refs(sorted(iris)[:most], kind)}

    def maybe(self, iri: str | None, kind: Kind | None = None) -> Json | None:
        """Return a resource, or None where there is none."""
        return self.ref(iri, kind) if iri else None

    def href(self, iri: str, kind: Kind | None = None) -> str | None:
        """Return where the API has more on a resource, None if it has not."""
        kind = kind or kind_of(iri)
        return f"{self.root}/{kind.value}/{identifier(kind, iri)}" if kind else None

    def saw(self, origin: str | None) -> None:
        """Note the origin of something that is shown."""
        self.reference_design = self.reference_design or origin == REFERENCE_DESIGN

    def text(self, texts: Texts) -> Json | None:
        """Return a text with the language that it is in, None if there is none."""
        if not texts:
            return None
        tag = text_in({each: each for each in texts}, self.language)
        return {"text": texts[tag], "language": tag or None}

    def title(self, texts: Texts, iri: str) -> Json:
        """Return label and language of something whose texts are known."""
        found = self.text(texts)
        return {"label": found["text"] if found else iri, "language": found["language"] if found else None}

    def envelope(self, data: object, links: Mapping[str, str | None], **more: object) -> Json:
        """Return an answer whole. links: addresses; more: what else there is to say of the answer."""
        reviewed = self.graph.is_reviewed(self.language)
        captions = [REFERENCE_DESIGN_CAPTION] if self.reference_design else []
        return {
            "data": data,
            "meta": {
                "attribution": ESCO_ATTRIBUTION,
                "escoVersion": self.graph.esco_version,
                "language": self.language,
                "reviewed": reviewed,
                "referenceDesign": self.reference_design,
                "captions": captions if reviewed else [*captions, UNREVIEWED_LABELS],
                **more,
            },
            "links": dict(links),
        }
