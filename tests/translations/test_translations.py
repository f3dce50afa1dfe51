"""Labels and texts of rules in thirteen languages: complete, current, in the language that they say they are in."""

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped, unused-ignore]
from rdflib import DCTERMS, Graph, Literal, URIRef

from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.translations import (
    COLLECTIONS,
    LABELS,
    LANGUAGES,
    RULES,
    Collection,
    Text,
    placeholders,
    save,
    table,
    translations,
    turtle,
)
from bwise_kg.validation import rules

ROOT = Path(__file__).parents[2]
FOLDERS = {"labels": ROOT / "ontology" / "translations", "rules": ROOT / "shapes" / "translations"}
BW = "https://w3id.org/bwise/ontology#"
ALL = ["en", *LANGUAGES]
TEXTS = {name: collection.texts() for name, collection in COLLECTIONS.items()}
NAMES = re.compile(r"(ESCO|EQF|DigComp|EQAVET|B-WISE|WISEs?|MOOC|Digi\+|ABZ\S*|Utildeco|ERP|NEETs?|VET)")

DETECTOR = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
DETECTOR.set_languages(ALL)


def likely(text: str) -> list[tuple[str, float]]:
    """Return the thirteen languages by how likely a text is in them, names left out."""
    ranked = DETECTOR.rank(NAMES.sub("", text))
    return [(language, float(share)) for language, share in ranked]


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=list(COLLECTIONS.values()), ids=list(COLLECTIONS))
def of(request: pytest.FixtureRequest) -> Collection:
    collection: Collection = request.param
    return collection


def test_every_text_has_a_current_translation(language: str, of: Collection) -> None:
    there = translations(language, of)
    wanted = {(text.thing, text.property, text.easy): text.english for text in TEXTS[of.name]}
    assert {key: translation.english for key, translation in there.items()} == wanted


def test_file_is_turtle_and_says_that_it_is_unreviewed(language: str) -> None:
    graph = Graph().parse(FOLDERS["labels"] / f"{language}.ttl")
    about = URIRef(f"https://w3id.org/bwise/graph/translations/{language}")
    assert str(graph.value(about, URIRef(BW + "reviewStatus"))).endswith("/review-status/unreviewed")
    assert str(graph.value(about, DCTERMS.language)).endswith(LANGUAGES[language])
    literals = [value for value in graph.objects() if isinstance(value, Literal)]
    assert {value.language for value in literals} == {language, f"{language}-simple"}
    assert len(literals) == len(TEXTS["labels"])


def test_file_of_rule_texts_is_turtle_and_says_that_nobody_has_reviewed_it(language: str) -> None:
    path = FOLDERS["rules"] / f"{language}.ttl"
    literals = list(Graph().parse(path).objects())
    assert {value.language for value in literals if isinstance(value, Literal)} == {language}
    assert len(literals) == len(TEXTS["rules"])
    assert "Nobody who speaks the language has reviewed" in path.read_text(encoding="utf-8")


def test_rules_are_read_in_every_language(language: str) -> None:
    book = rules()
    for rule in book.rules:
        for texts in (rule.name, rule.description, rule.message, rule.templates, rule.remedy):
            assert texts.keys() == {"en", *LANGUAGES}, rule.id
    assert all(texts.keys() >= {"en", language} for texts in book.messages.values())
    assert all(found.label.keys() == found.definition.keys() == {"en", *LANGUAGES} for found in book.sets)


def test_no_text_of_a_rule_reaches_the_engines() -> None:
    assert not [t for t in rules().shapes if isinstance(t.object, ox.Literal) and t.object.language]


def test_numbers_and_placeholders_are_those_of_the_english(language: str, of: Collection) -> None:
    for key, translation in translations(language, of).items():
        assert placeholders(translation.text) == placeholders(translation.english), key
        assert not re.search(r"TODO|TRANSLATE|\?\?|XXX|�|  |^\s|\s$", translation.text), key


def test_texts_are_in_their_language(language: str, of: Collection) -> None:
    """Long ones surely, short ones (often the same word in several languages) at least not surely in another."""
    wrong = []
    for key, translation in translations(language, of).items():
        ranked = likely(translation.text)
        share = dict(ranked)[language]
        words = len(translation.text.split())
        if ranked[0][0] != language and (ranked[0][1] > 0.9 if words < 6 else share < 0.2):
            wrong.append((key[0], translation.text, ranked[0]))
    assert len(wrong) <= len(TEXTS[of.name]) * 0.02, wrong
    assert [w for w in wrong if w[2][0] == "en" and len(w[1].split()) >= 6] == []


def test_language_as_a_whole_is_told_from_the_others(language: str, of: Collection) -> None:
    whole = " ".join(translation.text for translation in translations(language, of).values())
    assert likely(whole)[0][0] == language


def test_same_english_is_mostly_not_left_as_it_is(language: str, of: Collection) -> None:
    same = [
        t.english for t in translations(language, of).values() if t.text == t.english and len(t.english.split()) > 2
    ]
    assert same == []


# The tools of translators


def test_table_is_complete_and_gives_the_same_file(language: str, of: Collection, tmp_path: Path) -> None:
    path = save(language, table(language, of), "table", tmp_path, of)
    assert path.read_bytes() == (FOLDERS[of.name] / f"{language}.ttl").read_bytes()


def rows_of(language: str, of: Collection = LABELS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table(language, of))))


def written(rows: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def test_countries_come_from_cldr() -> None:
    names = {row["thing"]: row["de"] for row in rows_of("de")}
    assert names["http://publications.europa.eu/resource/authority/country/GRC"] == "Griechenland"
    assert names["http://publications.europa.eu/resource/authority/language/ELL"] == "Griechisch"


def test_empty_cell_is_refused_with_its_place() -> None:
    rows = rows_of("fr")
    rows[3]["fr"] = "  "
    with pytest.raises(DataError, match=re.escape("fr.csv:5")):
        turtle("fr", written(rows), "fr.csv")


def test_english_that_has_changed_is_refused() -> None:
    rows = rows_of("fr")
    rows[0]["english"] += " and more"
    with pytest.raises(DataError, match="another one now"):
        turtle("fr", written(rows), "fr.csv")


def test_other_numbers_are_refused() -> None:
    rows = rows_of("fr")
    rows[0]["fr"] += " 17"
    with pytest.raises(DataError, match="numbers or placeholders"):
        turtle("fr", written(rows), "fr.csv")


def test_missing_rows_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="1 texts are missing"):
        save("fr", written(rows_of("fr")[1:]), "fr.csv", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_quotes_and_backslashes_survive() -> None:
    rows = rows_of("it")
    rows[5]["it"] = 'una "prova" con \\ dentro' + " ".join(["", *placeholders(rows[5]["english"])])
    graph = Graph().parse(data=turtle("it", written(rows), "it.csv"), format="turtle")
    assert Literal(rows[5]["it"], lang=rows[5]["language"]) in set(graph.objects(URIRef(rows[5]["thing"])))


def test_unknown_language_names_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="bg, de, el"):
        table("pt")


def test_translated_placeholders_are_refused_when_they_differ() -> None:
    rows = rows_of("de", RULES)
    row = next(row for row in rows if "{focus}" in row["de"])
    row["de"] = row["de"].replace("{focus}", "{fokus}")
    with pytest.raises(DataError, match="numbers or placeholders"):
        turtle("de", written(rows), "de.csv", RULES)


def test_english_texts_are_those_that_users_meet() -> None:
    things = {text.thing.removeprefix("https://w3id.org/bwise/id/") for text in TEXTS["labels"]}
    assert {"profile/supporter", "module/worker-1", "target-group/enabler", "output/5", "persona/founders"} <= things
    assert all(
        isinstance(text, Text) and text.english.strip() == text.english for found in TEXTS.values() for text in found
    )
