"""Hold curricula, profiles and our own graphs against rules."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from ..curriculum.source import Places
from ..graph import Graph
from ..namespaces import ID
from ..render.labels import Words, tail
from .data import Data
from .engines import EngineName
from .findings import Said, findings_of
from .grades import graded
from .naming import Names
from .report import Report, RuleResult, nothing_found
from .rules import Rule, RuleBook, rules
from .subjects import DEFAULT, Sent, Subject, subject_of

_OURS = ID["origin/reference-design"].value


def validate(
    graph: Graph,
    subject: Subject | Sent | None = None,
    rule_sets: Sequence[str] = DEFAULT,
    engine: EngineName | str = EngineName.COMPILED,
    language: str = "en",
    book: RuleBook | None = None,
) -> Report:
    """Hold something against rules.

    subject: a curriculum that was read, its file, its IRI or short name (as for `Graph.curriculum`); a profile's IRI
    or short name for the rule set ``profile``; None for the rule set ``graph``, which is about the package's graphs.
    book: other rules than those of the package.

    Raises NotFoundError for a name or rule set that there is not, DataError for what cannot be read.
    """
    found = subject_of(graph, subject, rule_sets, language)
    chosen, name = (book or rules()).of(rule_sets, language), EngineName(engine)
    names = Names(found.data.index, graph, None if found.origin == _OURS else found.data.own)
    titles = found.title
    if found.origin == _OURS:
        names.learn([NamedNode(found.iri)])
        titles = {**names.texts(NamedNode(found.iri)), **titles}
    report = Report(
        subject=found.iri,
        title=Words.of(titles, language, tail(found.iri)),
        place=found.place,
        origin=found.origin,
        rule_sets=tuple(rule_set.name for rule_set in chosen.sets),
        esco_version=graph.esco_version,
        engine=name,
        language=language,
        reviewed=graph.is_reviewed(language),
        results=_check(found.data, chosen, name, language, names, found.places),
        problems=found.problems,
    )
    return graded(report, graph)


def check(
    data: Data,
    book: RuleBook,
    engine: EngineName | str = EngineName.COMPILED,
    language: str = "en",
    graph: Graph | None = None,
    places: Places | None = None,
) -> tuple[RuleResult, ...]:
    """Return the result of every rule on a graph that is whole as it is, by id."""
    return _check(data, book, EngineName(engine), language, Names(data.index, graph, data.own), places or {})


def _check(
    data: Data, book: RuleBook, name: EngineName, language: str, names: Names, places: Places
) -> tuple[RuleResult, ...]:
    results = book.engine(name).validate(data)
    found = findings_of(results, book, data, names, name, language, places)
    return tuple(_result(rule, _checked(book, data, rule), found.get(rule.id)) for rule in book.rules)


def _result(rule: Rule, checked: int, said: Said | None) -> RuleResult:
    if said is None:
        return nothing_found(rule, checked)
    return RuleResult(rule, checked, said.findings, said.more, said.more_nodes)


def _checked(book: RuleBook, data: Data, rule: Rule) -> int:
    """Return on how many nodes a rule was checked."""
    targets = book.targets[rule.id]
    if len(targets) == 1:
        return len(data.focus_nodes(targets[0]))
    return len({node for one in targets for node in data.focus_nodes(one)})
