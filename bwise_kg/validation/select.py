"""What SPARQL SELECT queries of rules are made of (SPARQL 1.1 Query, W3C, 21 March 2013)."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from .numbering import Term


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, without its mark."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator with what it is applied to."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over a group (section 11)."""

    name: str
    distinct: bool
    argument: Expression


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a group has a solution, or has none."""

    group: Group
    wanted: bool


Expression = Variable | Call | Aggregate | Exists | NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path from its end to its start."""

    path: Path


@dataclass(frozen=True, slots=True)
class Chain:
    """Paths, one behind the other."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Paths of which each will do."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path walked any number of times. least: 0 or 1; once: not more than one time."""

    path: Path
    least: int
    once: bool


Path = NamedNode | Inverse | Chain | Alternatives | Repeated


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern."""

    subject: Variable | Term
    path: Path | Variable
    value: Variable | Term


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition of a group."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    """A value that a variable is given."""

    value: Expression
    name: str


@dataclass(frozen=True, slots=True)
class OptionalGroup:
    """A group that need not have a solution."""

    group: Group


@dataclass(frozen=True, slots=True)
class UnionOf:
    """Groups of which each will do; one alone is a group inside of another."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in braces, in its order."""

    items: tuple[Pattern | Filter | Bind | OptionalGroup | UnionOf | Select, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A query, or one inside of another. columns: names, with what they are if that is more than a variable."""

    columns: tuple[tuple[str, Expression | None], ...]
    distinct: bool
    group: Group
    keys: tuple[str, ...] | None
    having: Expression | None
