from __future__ import annotations

from decimal import Decimal

import pytest

from bwise_kg import AttainedSkill, Curriculum, Graph, Module, Outcome, Profile, SkillRequirement
from bwise_kg.namespaces import ESCO_DATA, ID
from bwise_kg.render.html import coverage_page
from bwise_kg.render.labels import labels_for

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'
"""A text that is markup if anybody forgets to escape it."""

SCRIPT_IRI = "javascript:alert(3)"
"""An IRI that must not become a link."""

STRESS = f"{ESCO_DATA}skill/d15f8745-28f8-4abf-a7b6-6cb8a304efd2"
COPING = f"{ESCO_DATA}skill/7a147904-22b3-498a-b4d9-7bceeb86b45d"
"""Tolerate stress, and the broader cope with stress."""


@pytest.fixture(scope="session")
def page(slice_graph: Graph) -> str:
    """Return the page of the reference curriculum."""
    coverage = slice_graph.coverage("supporter")
    return coverage_page(coverage, labels_for(slice_graph, coverage))


@pytest.fixture(scope="session")
def french_page(slice_graph: Graph) -> str:
    """Return the same in French as far as there is any."""
    coverage = slice_graph.coverage("supporter")
    return coverage_page(coverage, labels_for(slice_graph, coverage, "fr"), "fr")


@pytest.fixture(scope="session")
def odd_page(slice_graph: Graph) -> str:
    """Return the page of a curriculum with everything that the reference one has not.

    Twelve modules, markup in every text, skills that ESCO does not have, IRIs that are no web
    addresses, outcomes in no module, all verdicts, levels of no known scale, missing hours.
    """
    esco = [r.skill for r in slice_graph.profile("supporter").requirements[:8]]
    level = {name: ID[f"level/{name}"].value for name in ("foundation", "intermediate", "digcomp-4")}

    def outcome(number: int, *attains: tuple[str, str | None]) -> Outcome:
        attained = tuple(AttainedSkill(skill, at) for skill, at in attains)
        return Outcome(f"{ID.base}outcome/{number}", {"en": f"{HOSTILE} {number}"}, None, attained)

    modules = [
        Module(f"{ID.base}module/{n}", {"nl": f"{HOSTILE} {n}"}, n % 2 == 0, Decimal("12.50") if n else None, (found,))
        for n, found in enumerate([
            outcome(1, (esco[0], level["intermediate"]), (esco[1], level["foundation"])),
            outcome(2, (esco[2], None), (esco[0], level["foundation"])),
            outcome(3, (esco[3], "http://data.europa.eu/snb/eqf/5"), (COPING, level["intermediate"])),
            outcome(4, (SCRIPT_IRI, f"{SCRIPT_IRI}#level")),
            *(outcome(n) for n in range(5, 13)),
        ])
    ]  # fmt: skip
    profile = Profile(
        f"{ID.base}profile/odd",
        {"de": HOSTILE},
        tuple(
            SkillRequirement(f"{ID.base}requirement/{n}", skill, n < 4, needed, {"en": HOSTILE}, (SCRIPT_IRI,))
            for n, (skill, needed) in enumerate([
                (esco[0], level["intermediate"]),
                (esco[1], level["intermediate"]),
                (esco[2], level["intermediate"]),
                (esco[3], level["digcomp-4"]),
                (STRESS, None),
                (esco[4], None),
                (SCRIPT_IRI, f"{SCRIPT_IRI}#level"),
            ])
        ),
    )  # fmt: skip
    curriculum = Curriculum(
        SCRIPT_IRI, {"en": HOSTILE}, profile.iri, None, tuple(modules), (outcome(13, (esco[1], None)),), HOSTILE
    )
    coverage = slice_graph.coverage(curriculum, profile)
    return coverage_page(coverage, labels_for(slice_graph, coverage))


@pytest.fixture(scope="session")
def empty_page(slice_graph: Graph) -> str:
    """Return the page of a curriculum with nothing in it against a profile that requires nothing."""
    nothing = Curriculum("https://example.org/c", {}, None, None, (), ())
    coverage = slice_graph.coverage(nothing, Profile("https://example.org/p", {}, ()))
    return coverage_page(coverage, labels_for(slice_graph, coverage))
