"""What a text in a cell names: another row, a skill of the workbook's own list, a thing of a vocabulary."""

from __future__ import annotations

import functools

from pyoxigraph import BlankNode, NamedNode

from ...content import packaged_graphs, packaged_quads
from ...namespaces import BW, GRAPH
from ...resources import name_of
from ...words import gettext_noop, tags_of
from .cells import is_iri
from .labels import Labels
from .layout import ROWS
from .names import LANGUAGES, normal
from .nearest import Near, near_in, nearest
from .rows import Cell, Row, Tables

Node = NamedNode | BlankNode

NO_LABEL = {
    "skill": gettext_noop("%(text)s is no label of a skill"),
    "requirement": gettext_noop("%(text)s is no label of a requirement"),
    "profile": gettext_noop("%(text)s is no label of a profile"),
    "target_group": gettext_noop("%(text)s is no label of a target group"),
    "country": gettext_noop("%(text)s is no label of a country"),
    "language": gettext_noop("%(text)s is no label of a language"),
    # Translators: a level of the European Qualifications Framework
    "eqf": gettext_noop("%(text)s is no label of an EQF level"),
    "credit_system": gettext_noop("%(text)s is no label of a credit system"),
    "accessible_format": gettext_noop("%(text)s is no label of an accessible format"),
    "license": gettext_noop("%(text)s is no label of a licence"),
    "origin": gettext_noop("%(text)s is no label of an origin"),
    "setting": gettext_noop("%(text)s is no label of a setting"),
    "outcome_kind": gettext_noop("%(text)s is no label of an outcome kind"),
    "level": gettext_noop("%(text)s is no label of a level"),
    "group": gettext_noop("%(text)s is no label of a group"),
    "technology": gettext_noop("%(text)s is no label of a technology"),
}
"""What is said of a text that names nothing of a vocabulary."""

MOST_NEAREST = 40
"""How many times near labels are looked for in one file: each look takes a while in a large vocabulary."""


class Resolver:
    """Finds what texts name. language: of the workbook. asked: the one that was asked for."""

    def __init__(self, tables: Tables, labels: Labels, language: str, asked: str = "en") -> None:
        self.tables = tables
        self.labels = labels
        self.language = language
        order = [
            tables.language,
            *tags_of(language),
            *tags_of(asked),
            "en",
            *LANGUAGES,
        ]
        self.languages = list(dict.fromkeys(order))
        self.rows: dict[str, dict[str, list[Node]]] = {}
        self.profiles: list[str] = []
        self._looked = 0
        self._own: dict[str, dict[str, set[str]]] = {"skill": {}, "requirement": {}}
        for row in tables.rows["required_skills"]:
            label, skill, requirement = (normal(row.text(k)) for k in ("skill", "skill_iri", "requirement_iri"))
            if label and skill:
                self._own["skill"].setdefault(label, set()).add(row.text("skill_iri"))
            if label and requirement:
                self._own["requirement"].setdefault(label, set()).add(row.text("requirement_iri"))

    def learn(self, row: Row, node: Node) -> None:
        """Remember a row by its key, its titles and its IRI."""
        names = [(0, cell.text) for _, cell in row.of("key")] + [(1, cell.text) for _, cell in row.of("title")]
        for rank, name in names:
            known = self.rows.setdefault(f"{row.layout.key} {rank}", {}).setdefault(normal(name), [])
            if node not in known:
                known.append(node)

    def learn_profile(self, head: Row) -> None:
        """Remember which profile the curriculum is for: known gaps are requirements of it."""
        for _, cell in head.of("profile"):
            self.profiles += (
                [cell.text] if is_iri(cell.text) else self.labels.find("profile", cell.text, self.languages)
            )

    def row(self, text: str, sheet: str, cell: Cell) -> Node | None:
        """Return the row that a key, title or IRI names; sheet: on which, "" for any."""
        if is_iri(text):
            return NamedNode(text)
        wording = self.tables.wording
        sheets = [sheet] if sheet else [layout.key for layout in ROWS]
        for rank in (0, 1):
            found = [node for key in sheets for node in self.rows.get(f"{key} {rank}", {}).get(normal(text), [])]
            if len(found) == 1:
                return found[0]
            if found:
                self.tables.problem(
                    cell.place,
                    wording.ngettext(
                        "%(text)s names %(count)s row", "%(text)s names %(count)s rows", len(found), text=repr(text)
                    ),
                    wording.gettext("give each row a key of its own, and use it"),
                    text,
                )
                return None
        names = {name: name for key in sheets for rank in (0, 1) for name in self.rows.get(f"{key} {rank}", {})}
        self._unknown(cell, text, gettext_noop("%(text)s is no key or title of a row"), near_in(text, names))
        return None

    def concept(self, text: str, kind: str, cell: Cell) -> Node | None:
        """Return the thing of a vocabulary that a label, code or IRI names."""
        if is_iri(text):
            return NamedNode(text)
        found = self.find(text, kind)
        if len(found) == 1:
            return NamedNode(found.pop())
        if found:
            gettext = self.tables.wording.gettext
            message = gettext("%(text)s names several: %(things)s", text=repr(text), things=", ".join(sorted(found)))
            self.tables.problem(cell.place, message, gettext("write the IRI of one of them"), text)
            return None
        near: list[Near] = []
        if self._looked < MOST_NEAREST:
            self._looked += 1
            near = self._near(text, kind)
        self._unknown(cell, text, NO_LABEL[kind], near)
        return None

    def find(self, text: str, kind: str) -> set[str]:
        """Return the IRIs that a text may name: those of the workbook's own list come first."""
        own = self._own.get(kind, {}).get(normal(text))
        if own:
            return {iri for iri in own if is_iri(iri)}
        if kind == "requirement":
            skills = self.find(text, "skill")
            required = _requirements()
            return {required[p, s] for p in self.profiles for s in skills if (p, s) in required}
        return set(self.labels.find(kind, text, self.languages))

    def _near(self, text: str, kind: str) -> list[Near]:
        own = {label: min(iris) for label, iris in self._own.get(kind, {}).items()}
        near = near_in(text, own) if own else []
        if kind != "requirement":
            near += nearest(text, self.languages[0], kind, self.labels)
        return sorted({n.iri: n for n in reversed(near)}.values(), key=lambda n: -n.score)[:3]

    def _unknown(self, cell: Cell, text: str, message: str, near: list[Near]) -> None:
        wording = self.tables.wording
        meant = [f"{n.label!r}" + (f" <{n.iri}>" if is_iri(n.iri) else "") for n in near if n.label]
        if meant:
            remedy = wording.gettext("did you mean %(labels)s?", labels=wording.either(*meant))
        else:
            remedy = wording.gettext("take it from the drop-down, or write the IRI")
        self.tables.problem(cell.place, wording.gettext(message, text=repr(text[:200])), remedy, text)


@functools.cache
def _requirements() -> dict[tuple[str, str], str]:
    """Return the requirements of the reference profiles by profile and skill."""
    paths = [path for path in packaged_graphs()[GRAPH.reference] if "/profiles/" in path]
    requires: dict[str, str] = {}
    skills: dict[str, str] = {}
    for quad in packaged_quads(GRAPH.ontology, paths):
        if quad.predicate == BW.requires:
            requires[name_of(quad.object)] = name_of(quad.subject)
        elif quad.predicate == BW.skill:
            skills[name_of(quad.subject)] = name_of(quad.object)
    return {(profile, skills[r]): r for r, profile in requires.items() if r in skills}
