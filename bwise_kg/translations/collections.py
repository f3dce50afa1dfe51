"""What there is to translate: the labels of the graph, and the texts of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import Literal, NamedNode, Triple

from ..content import packaged_graphs, packaged_quads
from ..namespaces import BW, DCT, GRAPH, ID, RDF, SH, SKOS
from ..validation.rules import statements
from .languages import AUTHORITY, EASY_READ

_FACTS = {BW.Output, BW.WorkPackage, BW.Task, BW.Persona}
"""What is translated of the facts; the rest are names, or passages of interest to readers of the sources."""
_INTERNAL = tuple(ID[f"{kind}/"].value for kind in ("claim-topic", "mapping", "mapping-set", "publication-field"))
"""Things that only readers of the sources and of the mappings meet."""
_OFFICIAL = ("vocabularies/digcomp.ttl", "vocabularies/wise-concepts.ttl")
"""Files whose labels have official translations, which are not ours to make, or are for maintainers only."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """An English text that is to be had in every language. easy: whether it is easy-read."""

    thing: str
    property: str
    easy: bool
    english: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts that are translated together.

    package, folder: where their files are, one a language. properties: what is translated, by prefixed name.
    describes_graph: whether a file is a named graph of the store, which it then describes.
    """

    name: str
    title: str
    package: str
    folder: str
    properties: dict[str, NamedNode]
    read: Callable[[], Iterable[Triple]]
    describes_graph: bool

    def texts(self) -> list[Text]:
        """Return the English texts, by thing."""
        return sorted(
            {
                Text(thing.value, triple.predicate.value, value.language != "en", value.value)
                for triple in self.read()
                if triple.predicate in self.properties.values()
                and isinstance(value := triple.object, Literal)
                and value.language in {"en", "en" + EASY_READ}
                and isinstance(thing := triple.subject, NamedNode)
                and thing.value.startswith((ID.base, AUTHORITY))
                and not thing.value.startswith(_INTERNAL)
            }
        )

    def file(self, language: str) -> Traversable:
        """Return the file of a language, which may not be there."""
        return files(self.package) / self.folder / f"{language}.ttl"


def _labelled() -> Iterator[Triple]:
    for graph, paths in packaged_graphs().items():
        is_facts = graph.value.startswith(GRAPH["facts/"].value)
        if graph not in {GRAPH.ontology, GRAPH.reference} and not is_facts:
            continue
        quads = list(packaged_quads(graph, [path for path in paths if path != "bwise.ttl" and path not in _OFFICIAL]))
        wanted = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object in _FACTS}
        yield from (quad.triple for quad in quads if not is_facts or quad.subject in wanted)


def _of_rules() -> Iterator[Triple]:
    said = list(statements(files("bwise_kg.shapes")))
    schemes = {
        triple.subject for triple in said if triple.predicate == RDF.type and triple.object == SKOS.ConceptScheme
    }
    return (triple for triple in said if triple.subject not in schemes)


LABELS = Collection(
    "labels",
    "Labels",
    "bwise_kg.ontology",
    "translations",
    {"skos:prefLabel": SKOS.prefLabel, "dct:title": DCT.title},
    _labelled,
    describes_graph=True,
)

RULES = Collection(
    "rules",
    "Texts of the rules",
    "bwise_kg.shapes",
    "translations",
    {
        "bw:messageTemplate": BW.messageTemplate,
        "bw:remedy": BW.remedy,
        "sh:description": SH.description,
        "sh:message": SH.message,
        "sh:name": SH.name,
        "skos:definition": SKOS.definition,
        "skos:prefLabel": SKOS.prefLabel,
    },
    _of_rules,
    describes_graph=False,
)

COLLECTIONS = {collection.name: collection for collection in (LABELS, RULES)}
"""All collections, by name."""
