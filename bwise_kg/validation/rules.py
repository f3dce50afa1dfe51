"""The rules: named SHACL shapes in ``shapes/<rule set>/{must,should,may}/``, read once and prepared once."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from ..curriculum.model import Texts
from ..errors import DataError
from ..namespaces import BW, DCT, ID, RDF, RDFS, SH, SKOS
from ..unknown import no_rule_set
from .engines import EngineName, Validator, engine
from .paths import Index, Term
from .targets import Targets


class Severity(StrEnum):
    """How much weight a rule has (words as in RFC 2119)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"

    @property
    def node(self) -> NamedNode:
        """The severity in SHACL."""
        return _SEVERITIES[self]


_SEVERITIES = {Severity.MUST: SH.Violation, Severity.SHOULD: SH.Warning, Severity.MAY: SH.Info}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    id: e.g. ``CUR-001``. rule_set: e.g. ``curriculum``. sources: IRIs or texts that say where it comes from.
    message: what it says without any value; templates: the same with names of values in braces.
    file: where it stands below ``shapes/``. criterion: IRI of the criterion of the label that it stands for.
    """

    id: str
    iri: str
    rule_set: str
    severity: Severity
    name: Texts
    description: Texts
    rationale: Texts
    remedy: Texts
    message: Texts
    templates: Texts
    sources: tuple[str, ...]
    file: str
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that are applied together. name: e.g. ``curriculum``."""

    name: str
    label: Texts
    definition: Texts


@dataclass(frozen=True)
class RuleBook:
    """Rules with their shapes. owners: the rule that a shape belongs to; messages: what it says; both by shape."""

    rules: tuple[Rule, ...]
    sets: tuple[RuleSet, ...]
    shapes: tuple[Triple, ...]
    index: Index = field(repr=False)
    owners: Mapping[Term, Rule] = field(repr=False)
    messages: Mapping[Term, Texts] = field(repr=False)

    def engine(self, name: EngineName) -> Validator:
        """Return an engine that has these rules; it is prepared once."""
        prepared: dict[EngineName, Validator] = self.__dict__.setdefault("_engines", {})
        if name not in prepared:
            prepared[name] = engine(name, self.shapes)
        return prepared[name]

    @functools.cached_property
    def targets(self) -> Mapping[str, tuple[Targets, ...]]:
        """What the shapes of a rule are targeted at, by its id."""
        found: dict[str, list[Targets]] = {rule.id: [] for rule in self.rules}
        for shape, rule in self.owners.items():
            if targets := Targets.of(self.index, shape):
                found[rule.id].append(targets)
        return {identifier: tuple(targets) for identifier, targets in found.items()}

    def of(self, rule_sets: Iterable[str], language: str = "en") -> RuleBook:
        """Return the rules of some rule sets; raises NotFoundError, in the language, for one that there is not."""
        wanted = tuple(sorted(set(rule_sets)))
        known = {found.name for found in self.sets}
        if missing := [name for name in wanted if name not in known]:
            raise no_rule_set(missing[0], sorted(known), language)
        parts: dict[tuple[str, ...], RuleBook] = self.__dict__.setdefault("_parts", {})
        if wanted not in parts:
            parts[wanted] = self._keeping({rule.id for rule in self.rules if rule.rule_set in wanted}, wanted)
        return parts[wanted]

    def only(self, *ids: str) -> RuleBook:
        """Return some of the rules, by id."""
        return self._keeping(set(ids), {found.name for found in self.sets})

    def without(self, *ids: str) -> RuleBook:
        """Return all rules but some, by id."""
        return self.only(*(rule.id for rule in self.rules if rule.id not in ids))

    def _keeping(self, ids: set[str], rule_sets: Container[str]) -> RuleBook:
        others = {shape for shape, owner in self.owners.items() if owner.id not in ids}
        return _book(
            tuple(rule for rule in self.rules if rule.id in ids),
            tuple(found for found in self.sets if found.name in rule_sets),
            tuple(triple for triple in self.shapes if triple.subject not in others),
            self.messages,
        )


@functools.cache
def rules() -> RuleBook:
    """Return all rules of the package."""
    return read_rules(files("bwise_kg.shapes"))


def read_rules(folder: Traversable) -> RuleBook:
    """Return the rules below a folder, by id.

    Raises DataError for a file that is not Turtle, is no one rule, or says otherwise than its folder.
    """
    common: list[Triple] = []
    shapes: list[Triple] = []
    heads: list[tuple[NamedNode, str]] = []
    for path, entry in _turtle(folder, ""):
        triples = _parse(entry, path)
        if path.count("/") < 2:
            common += triples
            continue
        found = [t.subject for t in triples if t.predicate == RDF.type and t.object == BW.Rule]
        if len(found) != 1 or not isinstance(found[0], NamedNode):
            raise DataError(f"shapes/{path}", f"holds {len(found)} rules with an IRI; one is needed")
        heads.append((found[0], path))
        shapes += triples
    texts = Index([*common, *shapes])
    made = tuple(sorted((_rule(texts, iri, path) for iri, path in heads), key=lambda rule: rule.id))
    if twice := sorted({rule.id for rule in made if sum(rule.id == other.id for other in made) > 1}):
        raise DataError("shapes", f"several rules have the identifier {twice[0]}")
    sets = [node for node in texts.subjects(RDF.type, BW.RuleSet) if isinstance(node, NamedNode)]
    kept = tuple(t for t in [*shapes, *common] if _is_for_engines(t))
    messages = {node: _texts(texts, node, SH.message) for node in texts.subjects_of(SH.message)}
    return _book(made, _rule_sets(texts, sets, made), kept, messages)


def statements(folder: Traversable) -> Iterator[Triple]:
    """Yield all that stands in the files below a folder of rules.

    Raises DataError for a file that is not Turtle.
    """
    for path, entry in _turtle(folder, ""):
        yield from _parse(entry, path)


def _book(
    made: Sequence[Rule], sets: tuple[RuleSet, ...], shapes: tuple[Triple, ...], messages: Mapping[Term, Texts]
) -> RuleBook:
    index = Index(shapes)
    heads = {NamedNode(rule.iri) for rule in made}
    owners = {shape: rule for rule in made for shape in belonging(index, NamedNode(rule.iri), heads)}
    return RuleBook(tuple(made), sets, shapes, index, owners, messages)


def belonging(index: Index, head: Term, heads: set[NamedNode]) -> Iterator[Term]:
    """Yield a shape and everything below it that is no rule of its own: inner shapes, lists, constraints."""
    seen: set[Term] = {head}
    waiting: list[Term] = [head]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Literal):
            continue
        for predicate in index.predicates(node):
            for value in index.values(node, predicate):
                if value in index and value not in seen and value not in heads and predicate != SH.prefixes:
                    seen.add(value)
                    waiting.append(value)


def _rule(texts: Index, iri: NamedNode, path: str) -> Rule:
    def fail(problem: str) -> DataError:
        return DataError(f"shapes/{path}", problem)

    rule_set, folder, _ = path.split("/", 2)
    if folder not in set(Severity):
        raise fail("a rule stands in must/, should/ or may/")
    severity = Severity(folder)
    if texts.value(iri, SH.severity) != severity.node:
        raise fail(f"sh:severity has to be sh:{severity.node.value.rsplit('#', 1)[-1]} in {folder}/")
    if texts.value(iri, BW.ruleSet) != ID[f"rule-set/{rule_set}"]:
        raise fail(f"bw:ruleSet has to be <{ID[f'rule-set/{rule_set}'].value}> in {rule_set}/")
    identifier = texts.value(iri, DCT.identifier)
    if identifier is None or ID[f"rule/{identifier.value}"] != iri:
        raise fail(f"dct:identifier has to be the end of <{iri.value}>")
    criterion = texts.value(iri, DCT.subject)
    return Rule(
        id=identifier.value,
        iri=iri.value,
        rule_set=rule_set,
        severity=severity,
        name=_texts(texts, iri, SH.name),
        description=_texts(texts, iri, SH.description),
        rationale=_texts(texts, iri, BW.rationale),
        remedy=_texts(texts, iri, BW.remedy),
        message=_texts(texts, iri, SH.message),
        templates=_texts(texts, iri, BW.messageTemplate),
        sources=tuple(sorted(source.value for source in texts.values(iri, DCT.source))),
        file=path,
        criterion=criterion.value if isinstance(criterion, NamedNode) else None,
    )


def _rule_sets(texts: Index, nodes: Iterable[NamedNode], made: Iterable[Rule]) -> tuple[RuleSet, ...]:
    found = {
        (name := node.value.rsplit("/", 1)[-1]): RuleSet(
            name, _texts(texts, node, SKOS.prefLabel), _texts(texts, node, SKOS.definition)
        )
        for node in nodes
    }
    for rule in made:
        found.setdefault(rule.rule_set, RuleSet(rule.rule_set, {}, {}))
    return tuple(sorted(found.values(), key=lambda rule_set: rule_set.name))


def _texts(texts: Index, subject: Term, predicate: NamedNode) -> dict[str, str]:
    return {v.language or "": v.value for v in texts.values(subject, predicate) if isinstance(v, Literal)}


def _is_for_engines(triple: Triple) -> bool:
    """Tell whether an engine needs a statement: none of the texts, and never an import."""
    predicate = triple.predicate
    if predicate in (SH.message, SH.name, SH.description) or triple.object in (BW.Rule, BW.RuleSet):
        return False
    return predicate in SH or predicate in RDF or predicate == RDFS.subClassOf


def _parse(entry: Traversable, path: str) -> list[Triple]:
    try:
        quads = ox.parse(entry.read_bytes(), ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except SyntaxError as error:
        raise DataError(f"shapes/{path}:{error.lineno}", str(error.msg)) from error


def _turtle(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _turtle(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".ttl"):
            yield path + entry.name, entry
