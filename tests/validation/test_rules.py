from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.validation import EngineName, RuleBook, Severity, data_of, read_rules, rules
from bwise_kg.validation.book import rule_book

from .conftest import ROOT, SHAPES


def test_rules_say_all_about_themselves(book: RuleBook) -> None:
    assert [rule.id for rule in book.rules] == ["ALI-901", "ALI-902", "CUR-901", "CUR-902"]
    rule = book.rules[2]
    assert (rule.rule_set, rule.severity) == ("curriculum", Severity.MUST)
    assert rule.name == {"en": "Four core modules", "de": "Vier Kernmodule"}
    assert rule.sources == ("A rule of the tests",)
    assert rule.templates["de"].startswith("{focus} hat {count} Kernmodule")
    assert rule.file == "curriculum/must/01_core_modules.ttl"


def test_every_inner_shape_belongs_to_its_rule(book: RuleBook) -> None:
    owned = {shape.value: rule.id for shape, rule in book.owners.items() if shape.value.startswith("https://")}
    assert owned == {iri: iri.rsplit("/", 1)[-1][:7] for iri in owned}
    assert len(owned) == 12


def test_engines_get_no_texts(book: RuleBook) -> None:
    assert not any("Made up" in str(triple) for triple in book.shapes)
    assert {t.predicate.value.rsplit("#", 1)[-1] for t in book.shapes}.isdisjoint({"message", "name", "description"})


def test_a_rule_set_alone(book: RuleBook) -> None:
    alone = book.of(["alignment"])
    assert [rule.id for rule in alone.rules] == ["ALI-901", "ALI-902"]
    assert not any("CUR-" in str(triple) for triple in alone.shapes)
    assert book.of(["alignment"]) is alone
    assert alone.engine(EngineName.SHIFTY) is alone.engine(EngineName.SHIFTY)


def test_a_rule_set_that_there_is_not(book: RuleBook) -> None:
    with pytest.raises(NotFoundError, match=r"no rule set 'labels'; there is: alignment, curriculum, graph"):
        book.of(["labels"])


def test_a_rule_less(book: RuleBook) -> None:
    assert [rule.id for rule in book.without("ALI-902").rules] == ["ALI-901", "CUR-901", "CUR-902"]
    assert not any("ALI-902" in str(triple) for triple in book.without("ALI-902").shapes)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("sh:severity sh:Violation", "sh:severity sh:Info", "sh:severity has to be sh:Violation in must/"),
        ("rule-set:curriculum ;", "rule-set:label ;", "bw:ruleSet has to be .*rule-set/curriculum"),
        ('"CUR-901"', '"CUR-900"', "dct:identifier has to be the end of"),
        ("sh:NodeShape , bw:Rule", "sh:NodeShape", "holds 0 rules"),
        ("sh:message", "sh:message :", ""),
    ],
)
def test_a_file_that_contradicts_its_folder(tmp_path: Path, old: str, new: str, problem: str) -> None:
    folder = tmp_path / "shapes"
    shutil.copytree(SHAPES, folder)
    file = folder / "curriculum" / "must" / "01_core_modules.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=f"shapes/curriculum/must/01_core_modules.ttl.*{problem}"):
        read_rules(folder)


def test_both_engines_take_all_rules_of_the_package() -> None:
    for name in EngineName:
        assert rules().engine(name).validate(data_of([])) == []


def test_rules_of_the_package_can_be_filled_and_explained() -> None:
    for rule in rules().rules:
        for texts in (rule.name, rule.description, rule.remedy, rule.message, rule.templates):
            assert texts.get("en"), rule.id
        assert rule.sources, rule.id


def test_rule_book_is_fresh() -> None:
    """Write it anew with: python -m bwise_kg.validation docs/rules.md."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rule_book(rules())
