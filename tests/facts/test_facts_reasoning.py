"""What a reasoner makes of the facts: consistent with ontology and vocabularies, in OWL 2 DL, and wrong ones found."""

from __future__ import annotations

from pathlib import Path

import owlready2  # type: ignore[import-untyped, unused-ignore]
import pytest

from tests.facts.graph import BW, FACTS, ID
from tests.ontology.test_ontology import needs_java, needs_robot, reasoned, robot, write_facts

DATA = FACTS.serialize(format="nt")

WRONG = {
    "a task that is an output": f"<{ID['task/wp3-3']}> a <{BW.Output}> .",
    "a claim that is a topic": f"<{ID['claim/wp3-lead-seed-000']}> a <{BW.ClaimTopic}> .",
    "a plan that took place": f"<{ID['publication/output-5-final-planned']}> a <{BW.ActualPublication}> .",
    "an audience that is a target group": f"<{ID['output/5']}> <{BW.audience}> <{ID['target-group/worker']}> .",
    "a claim against itself": f"<{ID['claim/x']}> <{BW.contradicts}> <{ID['claim/x']}> .",
}


@needs_java
def test_facts_are_consistent(tmp_path: Path) -> None:
    with reasoned(DATA, tmp_path) as world:
        assert list(world.inconsistent_classes()) == []
        cesur, easpd = world[str(ID["organisation/cesur"])], world[str(ID["partner/easpd"])]
        organisation = world["http://www.w3.org/ns/org#Organization"]
        assert organisation in cesur.INDIRECT_is_a
        assert organisation in easpd.INDIRECT_is_a
        assert world[str(BW.Partner)] not in cesur.INDIRECT_is_a


@needs_java
@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_wrong_facts_are_inconsistent(data: str, tmp_path: Path) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError), reasoned(DATA + data, tmp_path):
        pass


@needs_java
@needs_robot
@pytest.mark.parametrize(
    ("wrong", "status"), [("", 0), (f"<{BW.rank}> a owl:ObjectProperty .", 1)], ids=["the facts", "a punned property"]
)
def test_facts_are_in_owl_2_dl(wrong: str, status: int, tmp_path: Path) -> None:
    facts = write_facts(DATA + wrong, tmp_path / "facts.nt")
    result = robot("validate-profile", "--profile", "DL", "--input", facts, "--output", tmp_path / "report.txt")
    assert result.returncode == status, result.stdout
