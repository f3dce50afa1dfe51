"""Hold curricula, profiles and our own graphs against rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from pyoxigraph import NamedNode

from ..curriculum.source import Places
from ..errors import BwiseError
from ..graph import Graph
from ..namespaces import ID
from ..render.labels import Words, tail
from .columns.common import ONE_BATCH_AT_A_TIME, numbered
from .compiled import Compiled
from .data import Data
from .engines import EngineName, RawResult, Validator
from .findings import Gathered, Said, findings_of, gathered
from .grades import graded
from .naming import Names, learn
from .report import Report, RuleResult, nothing_found
from .rules import Rule, RuleBook, rules
from .subjects import DEFAULT, Found, Sent, Subject, subject_of
from .targets import Targets
from .writing import Written

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
    return _reported(graph, found, chosen, name, language, chosen.engine(name).validate(found.data))


def validate_all(
    graph: Graph,
    subjects: Sequence[Subject | Sent],
    rule_sets: Sequence[str] = DEFAULT,
    engine: EngineName | str = EngineName.COMPILED,
    language: str = "en",
) -> list[Report | BwiseError]:
    """Return for each subject the report that `validate` returns or the error that it raises.

    They are held against the rules together, as far as the engine can: all of them are in memory then.
    """
    chosen, name = rules().of(rule_sets, language), EngineName(engine)
    with ONE_BATCH_AT_A_TIME if len(subjects) > 1 else nullcontext():
        return _validate_all(graph, subjects, chosen, name, language)


def _validate_all(
    graph: Graph, subjects: Sequence[Subject | Sent], chosen: RuleBook, name: EngineName, language: str
) -> list[Report | BwiseError]:
    rule_sets, written = [one.name for one in chosen.sets], Written() if len(subjects) > 1 else None
    found = [_or_error(partial(subject_of, graph, subject, rule_sets, language, written)) for subject in subjects]
    validator = chosen.engine(name)
    if isinstance(validator, Compiled):
        datas = iter(numbered([one.data for one in found if isinstance(one, Found)]))
        found = [replace(one, data=next(datas)) if isinstance(one, Found) else one for one in found]
    asked = iter(_asked(validator, [one.data for one in found if isinstance(one, Found)]))

    def held(one: Found) -> _Held:
        results = next(asked)
        if isinstance(results, BwiseError):
            raise results
        return _held(graph, one, chosen, name, results)

    told = [_or_error(partial(held, one)) if isinstance(one, Found) else one for one in found]
    learn([(one.names, one.gathered.nodes) for one in told if isinstance(one, _Held)])
    return [
        _or_error(partial(_report, graph, one, chosen, name, language)) if isinstance(one, _Held) else one
        for one in told
    ]


_T = TypeVar("_T")


def _or_error(made: Callable[[], _T]) -> _T | BwiseError:
    try:
        return made()
    except BwiseError as error:
        return _without_frames(error)


def _without_frames(error: BwiseError) -> BwiseError:
    """Return an error that no longer holds what was at work when it was raised, which holds the error in turn."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        if (one := waiting.pop()) is not None and one.__traceback__ is not None:
            one.__traceback__ = None
            waiting += [one.__cause__, one.__context__]
    return error


def _asked(engine: Validator, datas: Sequence[Data]) -> Sequence[list[RawResult] | BwiseError]:
    if isinstance(engine, Compiled):
        try:
            return engine.validate_all(datas)
        except BwiseError:  # of one of them: it is found out which
            pass
    return [_or_error(partial(engine.validate, data)) for data in datas]


@dataclass(frozen=True, slots=True)
class _Held:
    """A subject that was held against rules. gathered: what these found; names: what nodes are called."""

    found: Found
    gathered: Gathered
    names: Names


def _held(graph: Graph, found: Found, chosen: RuleBook, name: EngineName, results: Sequence[RawResult]) -> _Held:
    names = Names(found.data.index, graph, None if found.origin == _OURS else found.data.own)
    return _Held(found, gathered(results, chosen, found.data, name, found.places), names)


def _reported(
    graph: Graph, found: Found, chosen: RuleBook, name: EngineName, language: str, results: Sequence[RawResult]
) -> Report:
    held = _held(graph, found, chosen, name, results)
    held.names.learn(held.gathered.nodes)
    return _report(graph, held, chosen, name, language)


def _report(graph: Graph, held: _Held, chosen: RuleBook, name: EngineName, language: str) -> Report:
    """Return the report on a subject whose nodes have names."""
    found, names = held.found, held.names
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
        results=_results(found.data, chosen, findings_of(held.gathered, names, language, found.places)),
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
    name, names = EngineName(engine), Names(data.index, graph, data.own)
    found = gathered(book.engine(name).validate(data), book, data, name, places or {})
    names.learn(found.nodes)
    return _results(data, book, findings_of(found, names, language, places or {}))


def _results(data: Data, book: RuleBook, found: Mapping[str, Said]) -> tuple[RuleResult, ...]:
    targets = book.targets
    return tuple([_result(rule, _checked(data, targets[rule.id]), found.get(rule.id)) for rule in book.rules])


def _result(rule: Rule, checked: int, said: Said | None) -> RuleResult:
    if said is None:
        return nothing_found(rule, checked)
    return RuleResult(rule, checked, said.findings, said.more, said.more_nodes)


def _checked(data: Data, targets: Sequence[Targets]) -> int:
    """Return on how many nodes a rule was checked."""
    if len(targets) == 1:
        return len(data.focus_nodes(targets[0]))
    return len({node for one in targets for node in data.focus_nodes(one)})
