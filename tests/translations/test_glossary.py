"""One word for one thing: every translated text keeps to the glossary, and what does not is found."""

import re
from importlib.resources import files

import pytest

from bwise_kg.errors import DataError, NotFoundError
from bwise_kg.translations import LANGUAGES
from bwise_kg.translations.glossary import Misuse, Term, glossary, misuses, read
from bwise_kg.translations.passages import EVERYWHERE, Passage, passages

TEXT = (files("bwise_kg.translations") / "glossary.toml").read_text(encoding="utf-8")
TERMS = {term.name: term for term in glossary()}

SKILL = "Choose a skill."
"""An English text with a term in it, for texts that say it right and wrong."""

WRONG = {
    "bg": "Изберете компетентност.",
    "de": "Eine Fähigkeit wählen.",
    "el": "Επιλέξτε μια ικανότητα.",
    "es": "Elija una capacidad.",
    "fr": "Choisir une aptitude.",
    "hr": "Odaberite kompetenciju.",
    "it": "Scegliere un'abilità.",
    "lv": "Izvēlieties kompetenci.",
    "nl": "Kies een competentie.",
    "pl": "Wybierz kompetencję.",
    "ro": "Alegeți o aptitudine.",
    "sl": "Izberite kompetenco.",
}
RIGHT = {
    "bg": "Изберете умение.",
    "de": "Eine Kompetenz wählen.",
    "el": "Επιλέξτε μια δεξιότητα.",
    "es": "Elija una competencia.",
    "fr": "Choisir une compétence.",
    "hr": "Odaberite vještinu.",
    "it": "Scegliere una competenza.",
    "lv": "Izvēlieties prasmi.",
    "nl": "Kies een vaardigheid.",
    "pl": "Wybierz umiejętność.",
    "ro": "Alegeți o competență.",
    "sl": "Izberite spretnost.",
}


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def texts(language: str) -> list[Passage]:
    return [passage for of in EVERYWHERE for passage in passages(language, of)]


def in_words(found: list[Misuse]) -> list[str]:
    return [f"{m.passage.file}:{m.passage.line}: {m.problem}: {m.passage.english} | {m.passage.text}" for m in found]


def of(english: str, text: str, language: str, thing: str = "") -> list[tuple[str, str]]:
    """Return the terms that a text misuses, and the words to avoid that it has."""
    passage = Passage("here.ttl", 7, thing, english, text)
    return [(misuse.term.name, misuse.found) for misuse in misuses([passage], language)]


# The texts


def test_every_text_keeps_to_the_glossary(texts: list[Passage], language: str) -> None:
    assert in_words(list(misuses(texts, language))) == []


def test_texts_are_all_that_there_are(texts: list[Passage], language: str) -> None:
    """Counted in the files themselves."""
    folders = [files(package) / "translations" for package in ("bwise_kg.ontology", "bwise_kg.shapes")]
    tag = re.compile(rf'"@{language}(?:-simple)? \.  #')
    turtle = sum(len(tag.findall((folder / f"{language}.ttl").read_text("utf-8"))) for folder in folders)
    table = (files("bwise_kg") / "curriculum/workbook/names.toml").read_text("utf-8").partition("[former-sheet]")[0]
    names = table.count(f" {language} = ")
    messages = (files("bwise_kg") / f"locale/{language}.po").read_text("utf-8")
    # A long form begins with "" and goes on in the next line; that of the header is a message, too.
    forms = re.findall(r'^msgstr(?:\[\d\])? (?:"."|"[^"]|""\n")', messages, re.MULTILINE)
    by_file = [passage.file.partition("/")[0] for passage in texts]
    assert by_file.count("ontology") + by_file.count("shapes") == turtle
    assert by_file.count("bwise_kg") == names + len(forms) - 1


def test_text_is_named_by_its_line(texts: list[Passage], language: str) -> None:
    for name, package in (("shapes", "bwise_kg.shapes"), ("ontology", "bwise_kg.ontology")):
        lines = (files(package) / f"translations/{language}.ttl").read_text("utf-8").splitlines()
        there = [passage for passage in texts if passage.file == f"{name}/translations/{language}.ttl"]
        assert there
        assert all(p.text.replace('"', '\\"') in lines[p.line - 1] and p.thing in lines[p.line - 1] for p in there)
    names = (files("bwise_kg") / "curriculum/workbook/names.toml").read_text("utf-8").splitlines()
    for passage in texts:
        if passage.file.endswith("names.toml"):
            assert f'{language} = "{passage.text}"' in names[passage.line - 1]
            assert f'en = "{passage.english}"' in names[passage.line - 1]
        elif passage.file.endswith(".po"):
            assert passage.line > 0


def test_every_term_is_met_and_its_loss_found(texts: list[Passage], language: str) -> None:
    """Each text that a term is found in, with every form of it struck out."""
    lost: dict[str, set[str]] = {name: set() for name in TERMS}
    for term in TERMS.values():
        forms = term.wordings[language].forms
        struck = [
            Passage(p.file, p.line, p.thing, p.english, forms.sub("§", p.text)) for p in texts if forms.search(p.text)
        ]
        lost[term.name] = {m.term.name for m in misuses(struck, language) if m.term == term and not m.found}
    assert {name for name, found in lost.items() if found != {name}} == set()


def test_a_word_to_avoid_is_found_beside_the_right_one(texts: list[Passage], language: str) -> None:
    skill = TERMS["skill"]
    avoid = skill.wordings[language].avoid
    assert avoid
    there = [p for p in texts if p.english == "Skill"]
    assert there
    wrong = next(word for word in re.findall(r"\w+", WRONG[language]) if avoid.search(word))
    for passage in there:
        planted = Passage(passage.file, passage.line, "", passage.english, f"{passage.text} ({wrong})")
        found = list(misuses([planted], language))
        assert [(misuse.term, misuse.passage) for misuse in found] == [(skill, planted)]
        assert wrong.casefold().startswith(found[0].found.casefold())


# The check


def test_right_and_wrong_word_in_every_language(language: str) -> None:
    assert of(SKILL, RIGHT[language], language) == []
    assert [name for name, _ in of(SKILL, WRONG[language], language)] == ["skill"]


def test_missing_word_is_found_too() -> None:
    assert of(SKILL, "Etwas wählen.", "de") == [("skill", "")]


def test_finding_says_what_to_say() -> None:
    passage = Passage("shapes/translations/de.ttl", 105, "", SKILL, WRONG["de"])
    (found,) = misuses([passage], "de")
    assert found.problem == "'Fähigkeit' stands for the term 'skill': say 'Kompetenz'"
    (found,) = misuses([Passage("x", 1, "", SKILL, "Etwas wählen.")], "de")
    assert found.problem == "there is no word for the term 'skill': say 'Kompetenz'"


@pytest.mark.parametrize(
    ("term", "english", "right", "wrong"),
    [
        ("skill-as-kind-of-outcome", "Knowledge, skill …", "Kenntnisse, Fertigkeiten …", "Kenntnisse, Kompetenzen …"),
        ("eqf", "The EQF level", "Das EQR-Niveau", "Das EQF-Niveau"),
        ("assessment", "has an assessment", "hat eine Beurteilung", "hat eine Prüfung"),
        ("entry-requirement", "Entry requirements", "Zugangsvoraussetzungen", "Voraussetzungen"),
        ("quality-label", "quality label", "Gütesiegel", "Bezeichnung"),
        ("label", "has a label", "hat eine Bezeichnung", "hat ein Gütesiegel"),
    ],
)
def test_particular_comes_before_general(term: str, english: str, right: str, wrong: str) -> None:
    assert of(english, right, "de") == []
    assert [name for name, _ in of(english, wrong, "de")] == [term]


def test_word_of_another_term_in_the_same_text_is_forgiven() -> None:
    """French says aptitude for the kind of outcome, and must not for ESCO's skills."""
    english = "knowledge, skill, and the skills of ESCO"
    assert of(english, "savoirs, aptitudes, et les compétences d'ESCO", "fr") == []
    assert ("skill", "capacité") in of(english, "savoirs, aptitudes, et les capacités d'ESCO", "fr")


def test_thing_may_be_a_term_whatever_its_english() -> None:
    kind = "https://w3id.org/bwise/id/outcome-kind/skill"
    assert of("skill", "Fertigkeiten", "de", kind) == []
    assert of("skill", "Kompetenz", "de", kind) == [("skill-as-kind-of-outcome", "Kompetenz")]
    assert of("skill", "Kompetenz", "de") == []


def test_placeholders_commands_and_names_of_terms_are_no_language() -> None:
    assert of("{skill} at %(level)s, `bwise-kg skills`, bw:hours", "{skill}, %(level)s, `bwise-kg skills`", "de") == []


def test_what_english_means_otherwise_is_left_alone() -> None:
    assert of("0031 for personal skills and development", "0031 für persönliche Fähigkeiten", "de") == []
    assert of("turn skill with apps into a role at work", "aus Geschick mit Apps eine Rolle machen", "de") == []


# The glossary


def test_what_to_say_is_known_by_its_forms_and_not_to_be_avoided() -> None:
    for term in TERMS.values():
        assert set(term.wordings) == set(LANGUAGES), term.name
        for language, wording in term.wordings.items():
            assert wording.forms.search(wording.say), (term.name, language)
            rest = wording.forms.sub("", wording.say)
            assert not (wording.avoid and wording.avoid.search(rest)), (term.name, language)


def test_every_term_has_its_source_and_kinds_of_outcome_their_own_word() -> None:
    sources = [term.source for term in TERMS.values()]
    assert all(len(source) > 10 for source in sources)
    assert "12022223-8c30-418a-8f83-658396c9fec2" in TERMS["skill"].source
    assert "2017/C 189/03" in TERMS["learning-outcome"].source
    say = {name: term.wordings for name, term in TERMS.items()}
    assert say["skill"]["de"].say == "Kompetenz"
    assert say["skill-as-kind-of-outcome"]["de"].say == "Fertigkeiten"


def one(**changed: str) -> str:
    """Return a glossary of one term; a part that is empty is left out."""
    parts = {"english": "'x'", "source": '"own"', **dict.fromkeys(LANGUAGES, '{ say = "x" }'), **changed}
    lines = [f"{key} = {value}" for key, value in parts.items() if value]
    return "\n".join(['[sources]\nown = "ours"\n[thing]', *lines])


def test_glossary_is_read() -> None:
    (term,) = read(one(english="'xs?'", things='["https://example.org/x"]'), "own.toml")
    assert isinstance(term, Term)
    assert (term.name, term.source, term.things) == ("thing", "ours", frozenset({"https://example.org/x"}))
    assert term.english.search("many XS")
    assert term.exceptions is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (one(el=""), r"own.toml: \[thing\] lacks 'el'; every term has english, one of the sources"),
        (one(english=""), r"\[thing\] lacks 'english'"),
        (one(source='"hearsay"'), r"\[thing\] lacks 'hearsay'"),
        (one(de="{ forms = 'x' }"), r"\[thing\] lacks 'say'"),
        (one(de="{ say = 'x', forms = '(x' }"), r"\[thing\] has an expression that is none: '\(x'"),
        ("[thing", "own.toml: is no TOML"),
    ],
)
def test_broken_glossary_is_refused_with_the_term(text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        read(text, "own.toml")


def test_unknown_language_is_refused() -> None:
    with pytest.raises(NotFoundError, match="no language 'pt'"):
        list(passages("pt", "rules"))
