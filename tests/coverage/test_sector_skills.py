"""Sector skills, which ESCO lacks: known, labelled, covered by themselves and in part by what is broader."""

from dataclasses import replace

from bwise_kg import Graph
from bwise_kg.coverage import Verdict
from bwise_kg.curriculum.model import AttainedSkill
from bwise_kg.namespaces import ID

SECTOR = ID["sector-skill/"].value
STEPS = ID["sector-skill/use-digital-step-by-step-instructions"].value
OPERATE_DIGITAL_HARDWARE = "http://data.europa.eu/esco/skill/6b2f8802-0cbf-436e-a37f-ca55ede41bbc"


def test_profiles_require_sector_skills_and_their_curricula_cover_them(slice_graph: Graph) -> None:
    for name, count in (("enabler", 5), ("worker", 4), ("supporter", 0)):
        coverage = slice_graph.coverage(name)
        found = [r for r in coverage.requirements if r.requirement.skill.startswith(SECTOR)]
        assert len(found) == count
        assert {r.verdict for r in found} <= {Verdict.COVERED}
        assert coverage.unknown_skills == ()
        assert all(coverage.skills[r.requirement.skill].label["en"] for r in found)


def test_broader_esco_skill_covers_a_sector_skill_in_part(slice_graph: Graph) -> None:
    curriculum = slice_graph.curriculum("worker")
    (requirement,) = (r for r in slice_graph.profile("worker").requirements if r.skill == STEPS)
    attained = AttainedSkill(OPERATE_DIGITAL_HARDWARE, requirement.level)
    outcome = replace(curriculum.modules[0].outcomes[0], attains=(attained,))
    module = replace(curriculum.modules[0], outcomes=(outcome,))
    coverage = slice_graph.coverage(replace(curriculum, modules=(module,)))
    (found,) = (r for r in coverage.requirements if r.requirement.skill == STEPS)
    assert found.verdict is Verdict.PARTIAL
    assert [a.distance for a in found.evidence] == [1]
