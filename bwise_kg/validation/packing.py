"""Curricula and reports as they go from process to process: small, and made of few objects.

Of statements, N-Triples are sent; of rules, which are the same in all processes, the identifier; of what came of rules
that found nothing, the number of nodes that they were checked on; of messages, what they are made of.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from pyoxigraph import BlankNode, Literal, NamedNode

from ..curriculum.source import CurriculumSource
from ..errors import BwiseError
from ..render.labels import Words
from .messages import Filling
from .report import Cause, Finding, Report, RuleResult, nothing_found
from .rules import Rule, rules
from .subjects import Sent, Subject
from .terms import Term, term_of
from .writing import lines_of

Outcome = Report | BwiseError
"""The report on a curriculum, or why there is none."""


def packed_subjects(subjects: Sequence[Subject]) -> bytes:
    """Return subjects as they are sent to another process."""
    return pickle.dumps([_sent(subject) for subject in subjects], pickle.HIGHEST_PROTOCOL)


def unpacked_subjects(packed: bytes) -> Sequence[Subject | Sent]:
    """Return what `packed_subjects` was given; of a curriculum that was read, what rules need."""
    found: Sequence[Subject | Sent] = pickle.loads(packed)  # noqa: S301 - it comes from a process of our own
    return found


def _sent(subject: Subject) -> Subject | Sent:
    if not isinstance(subject, CurriculumSource):
        return subject
    return Sent(lines_of(subject.quads).text, subject.places, str(subject.path), subject.problems)


def packed_outcomes(outcomes: Sequence[Outcome]) -> bytes:
    """Return outcomes as they are sent to another process. The reports are on rules of the package."""
    buffer = io.BytesIO()
    # errors are not made of what they say
    flat = [(type(o), o.args, vars(o)) if isinstance(o, BwiseError) else o for o in outcomes]
    _Packer(buffer, pickle.HIGHEST_PROTOCOL).dump(flat)
    return buffer.getvalue()


def unpacked_outcomes(packed: bytes) -> Sequence[Outcome]:
    """Return what `packed_outcomes` was given."""
    return [_error(*found) if isinstance(found, tuple) else found for found in pickle.loads(packed)]  # noqa: S301


def _error(kind: type[BwiseError], args: tuple[object, ...], said: Mapping[str, object]) -> BwiseError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(said)
    return error


def _fields(kind: type) -> Callable[[Any], tuple[type, tuple[object, ...]]]:
    """Return what takes a dataclass apart, so that it is made again of its fields at once."""
    names = [field.name for field in dataclasses.fields(kind)]
    return lambda found: (kind, tuple([getattr(found, name) for name in names]))


def _term(term: Term) -> tuple[Callable[[str], Term], tuple[str]]:
    return term_of, (str(term),)


def _words(text: Words) -> tuple[type[Words], tuple[str, str]]:
    return Words, (str(text), text.language)


def _identifier(rule: Rule) -> tuple[Callable[[str], Rule], tuple[str]]:
    return _rule, (rule.id,)


def _rule(identifier: str) -> Rule:
    return _rules()[identifier]


@functools.cache
def _rules() -> Mapping[str, Rule]:
    return {rule.id: rule for rule in rules().rules}


def _report(report: Report) -> tuple[Callable[..., Report], tuple[object, ...]]:
    checked = [result.checked for result in report.results]
    found = {n: (r.findings, r.more, r.more_nodes) for n, r in enumerate(report.results) if r.findings or r.more}
    others = {name: getattr(report, name) for name in _OTHERS}
    return _report_of, (report.rule_sets, checked, found, others)


_OTHERS = tuple(field.name for field in dataclasses.fields(Report) if field.name not in {"rule_sets", "results"})


def _report_of(
    rule_sets: tuple[str, ...],
    checked: Sequence[int],
    found: Mapping[int, tuple[tuple[Finding, ...], int, int]],
    others: Mapping[str, Any],
) -> Report:
    """Return a report. checked: of each rule; found: what rules found, by their place; others: what else it says."""
    results = [
        RuleResult(rule, count, *found[n]) if n in found else nothing_found(rule, count)
        for n, (rule, count) in enumerate(zip(rules().of(rule_sets).rules, checked, strict=True))
    ]
    return Report(rule_sets=rule_sets, results=tuple(results), **others)


class _Packer(pickle.Pickler):
    """Writes less than others, and takes things apart at less cost."""

    dispatch_table: ClassVar[dict[type, Callable[[Any], Any]]] = {  # type: ignore[misc]  # one for all is meant
        **{kind: _fields(kind) for kind in (Finding, Cause, Filling)},
        **dict.fromkeys((NamedNode, BlankNode, Literal), _term),
        Report: _report,
        Rule: _identifier,
        Words: _words,
    }
