"""What the store knows of skills, kept once asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from .curriculum.model import Texts
from .namespaces import BW, ESCO, ESCO_DATA
from .queries import Row, select
from .store import Store


@dataclass(frozen=True, slots=True)
class SkillInfo:
    """A skill.

    known: whether ESCO has it, or the reference design as a skill of the sector that ESCO lacks.
    groups: IRIs of its groups at the second level of the hierarchy.
    """

    iri: str
    label: Texts
    known: bool
    digital: bool
    green: bool
    groups: tuple[str, ...]


class Skills:
    """Skills of one ESCO version in a store; each is asked for once.

    graphs: the graphs of the version, with what is inferred from it. own: those with skills that are not ESCO's,
    asked only for these: a list of graphs costs the engine a look into each.
    """

    def __init__(self, store: Store, graphs: Sequence[NamedNode], own: Sequence[NamedNode] = ()) -> None:
        self._store = store
        self._graphs = list(graphs)
        self._own = list(own)
        self._infos: dict[str, SkillInfo] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._above: dict[str, Mapping[str, int]] = {}
        self._needs: tuple[frozenset[str], dict[str, list[tuple[str, int]]]] = (frozenset(), {})

    def infos(self, skills: Iterable[str]) -> dict[str, SkillInfo]:
        """Return what is known of skills, also of those that the store does not have."""
        wanted = sorted(set(skills))
        self._fetch([skill for skill in wanted if skill not in self._infos])
        return {skill: self._infos[skill] for skill in wanted}

    def distances(self, required: Iterable[str], attained: Iterable[str]) -> dict[tuple[str, str], int]:
        """Return the steps between required and attained skills where one is broader than the other.

        Steps follow ``skos:broader`` between skills, never through groups; a skill is at 0 from itself.
        """
        needs, haves = frozenset(required), set(attained)
        self._fetch_parents([skill for skill in sorted(needs | haves) if skill not in self._parents])
        if needs != self._needs[0]:
            below: dict[str, list[tuple[str, int]]] = {}
            for need in needs:
                for skill, steps in self._ancestors(need).items():
                    below.setdefault(skill, []).append((need, steps))
            self._needs = (needs, below)
        below = self._needs[1]
        found: dict[tuple[str, str], int] = {}
        for have in haves:
            for need, steps in below.get(have, ()):
                found[need, have] = steps
            for skill, steps in self._ancestors(have).items():
                if skill in needs:
                    found[skill, have] = min(steps, found.get((skill, have), steps))
        return found

    def labels(self, concepts: Iterable[str]) -> dict[str, tuple[str | None, dict[str, str]]]:
        """Return code and preferred labels of concepts such as skill groups."""
        found: dict[str, tuple[str | None, dict[str, str]]] = {}
        nodes = [NamedNode(concept) for concept in concepts]
        for row in select(self._store, "labels.rq", self._graphs, concept=nodes):
            _, texts = found.setdefault(row.name("concept"), (row.text("code") or None, {}))
            if label := row.literal("label"):
                texts[label.language or ""] = label.value
        return found

    def _fetch(self, skills: Sequence[str]) -> None:
        if not skills:
            return
        labels: dict[str, dict[str, str]] = {skill: {} for skill in skills}
        groups: dict[str, list[str]] = {skill: [] for skill in skills}
        types: dict[str, set[NamedNode]] = {skill: set() for skill in skills}
        for row in self._rows("skills.rq", "skill", skills, self._own):
            skill = row.name("skill")
            if label := row.literal("value"):
                labels[skill][label.language or ""] = label.value
            elif row.node("property") == BW.skillGroup:
                groups[skill].append(row.name("value"))
            else:
                types[skill].add(row.node("value"))
        for skill in skills:
            self._infos[skill] = SkillInfo(
                iri=skill,
                label=labels[skill],
                known=not types[skill].isdisjoint({ESCO.Skill, BW.SectorSkill}),
                digital=BW.DigitalSkill in types[skill],
                green=BW.GreenSkill in types[skill],
                groups=tuple(sorted(groups[skill])),
            )

    def _fetch_parents(self, skills: Sequence[str]) -> None:
        if not skills:
            return
        links: dict[str, list[str]] = {skill: [] for skill in skills}
        for row in self._rows("skill_parents.rq", "start", skills, [*self._graphs, *self._own]):
            links.setdefault(row.name("skill"), []).append(row.name("parent"))
            links.setdefault(row.name("parent"), [])
        for skill, parents in links.items():
            self._parents.setdefault(skill, tuple(parents))

    def _rows(self, view: str, slot: str, skills: Sequence[str], of_own: Sequence[NamedNode]) -> Iterator[Row]:
        """Ask a view of ESCO's skills in ESCO's graphs, of others in the ones given for them."""
        nodes = [NamedNode(skill) for skill in skills if not skill.startswith("_:")]
        esco = [node for node in nodes if node.value.startswith(ESCO_DATA)]
        others = [node for node in nodes if not node.value.startswith(ESCO_DATA)]
        for asked, graphs in ((esco, self._graphs), (others, of_own)):
            if asked:
                yield from select(self._store, view, graphs, **{slot: asked})

    def _ancestors(self, skill: str) -> Mapping[str, int]:
        """Return the skill itself and all broader ones, with the fewest steps to each."""
        known = self._above.get(skill)
        if known is None:
            steps = {skill: 0}
            level = [skill]
            while level:
                above = {parent for child in level for parent in self._parents.get(child, ())} - steps.keys()
                steps |= dict.fromkeys(above, steps[level[0]] + 1)
                level = list(above)
            known = self._above[skill] = steps
        return known
