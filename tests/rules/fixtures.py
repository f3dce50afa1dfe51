"""The fixtures of the rules: a small base that meets every rule, and one change each that breaks a rule or does not.

See README.md for what a fixture file says.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from bwise_kg.validation import Data, RuleBook, data_of, rules

HERE = Path(__file__).parent
VOCABULARIES = HERE.parents[1] / "ontology" / "vocabularies"
BASES = {"curriculum": "course", "alignment": "course", "label": "course", "profile": "profile", "graph": "graph"}
"""The base of each rule set, a file in base/."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """A change to a base. finds: nodes that the rule finds, as prefixed names; says: its messages, sorted."""

    rule: str
    rule_set: str
    path: Path
    finds: frozenset[str]
    says: tuple[str, ...]

    @property
    def bad(self) -> bool:
        """Whether it breaks its rule."""
        return self.path.name.startswith("bad")

    @property
    def data(self) -> Data:
        """The base with the change."""
        return changed(self.rule_set, self.path.read_text(encoding="utf-8"))


def fixtures() -> list[Fixture]:
    """Return all fixtures, by rule and name."""
    sets = {rule.id: rule.rule_set for rule in rules().rules}
    found = []
    for path in sorted(HERE.glob("???-???/*.ru")):
        text = path.read_text(encoding="utf-8")
        said = {
            name: tuple(sorted(re.findall(rf"^#\+ {name}: (.+)$", text, re.MULTILINE))) for name in ("finds", "says")
        }
        rule = path.parent.name
        found.append(Fixture(rule, sets.get(rule, ""), path, frozenset(said["finds"]), said["says"]))
    return found


@functools.cache
def prefixes(rule_set: str) -> dict[str, str]:
    """Return the prefixes of a base, which its fixtures use too."""
    return dict(re.findall(r"^@prefix (\S*): <(\S*)> \.$", _text(rule_set), re.MULTILINE))


def changed(rule_set: str, update: str = "") -> Data:
    """Return the base of a rule set after an update."""
    store = ox.Store()
    store.bulk_extend(_base(rule_set))
    if update:
        store.update("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(rule_set).items()) + update)
    return data_of(store)


def short(rule_set: str, iri: str) -> str:
    """Return an IRI as a prefixed name, or the text "a blank node"."""
    if iri.startswith("_:"):
        return "a blank node"
    for name, base in prefixes(rule_set).items():
        if iri.startswith(base) and re.fullmatch(r"[\w.-]+", iri.removeprefix(base)):
            return f"{name}:{iri.removeprefix(base)}"
    return f"<{iri}>"


@functools.cache
def one_set(rule_set: str) -> RuleBook:
    """Return the rules of one set."""
    return rules().of([rule_set])


@functools.cache
def _base(rule_set: str) -> tuple[ox.Quad, ...]:
    text = _text(rule_set)
    others = re.search(r"^#\+ with: (.+)$", text, re.MULTILINE)
    read = [text.encode(), *((VOCABULARIES / f"{n}.ttl").read_bytes() for n in (others[1].split() if others else ()))]
    return tuple(quad for data in read for quad in ox.parse(data, ox.RdfFormat.TURTLE, rename_blank_nodes=True))


def _text(rule_set: str) -> str:
    return (HERE / "base" / f"{BASES[rule_set]}.ttl").read_text(encoding="utf-8")
