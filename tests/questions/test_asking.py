"""Answers: what users write as typed terms, labels in a language, and "none" told from "not published"."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bwise_kg import DataError, EmbeddedStore, Graph, NotFoundError
from bwise_kg.namespaces import BW, DCT, ESCO, GRAPH, ID, RDF, RDFS, SKOS, UNREVIEWED_LABELS, XSD
from bwise_kg.questions import Answer, Given, Resource, Status, Value
from bwise_kg.store import CATALOG

from .conftest import HOSTILE, Asked, file

SUPPORTER = ID["profile/supporter"].value
LISTEN = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"
ENGLISH = "protect the environment from the impact of the digital technologies"
PROTECT = "http://data.europa.eu/esco/skill/c4ba12d1-4698-42fa-8abb-789462ea2586"
EU = "http://publications.europa.eu/resource/authority/"
FACTS, PUBLISHED = GRAPH["facts/seeds"], GRAPH["facts/published"]


def taking(type_: str, default: str = "") -> str:
    """Return a file of a question that answers with the value of its parameter, and a row without one."""
    return (
        "#+ title: A value\n#+ question: Which value?\n#+ users: consumer\n#+ seed: all\n#+ data: S\n"
        f"#+ parameters:\n#+   it: {{type: {type_}, help: A value.{default and f', default: {default}'}}}\n"
        "#+ columns: {it: Value}\n#+ example: bwise-kg ask cq77\nSELECT ?it { VALUES ?it { UNDEF } }\n"
    )


def only(answer: Answer) -> object:
    ((cell,),) = answer.rows
    assert answer.parameters == (Given(answer.question.parameters[0], cell),)
    return getattr(cell, "iri", cell)


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        ("profile", "supporter", SUPPORTER),
        ("profile", "Supporter", SUPPORTER),
        ("profile", SUPPORTER, SUPPORTER),
        ("profile", "bwid:profile/supporter", SUPPORTER),
        ("profile", "supporter (job coach) in a work integration social enterprise", SUPPORTER),
        ("curriculum", "supporter", ID["curriculum/supporter"].value),
        ("group", "supporter", ID["target-group/supporter"].value),
        ("skill", "a17286c5-238d-4f0b-bc24-29e9121345de", LISTEN),
        ("skill", LISTEN, LISTEN),
        ("skill", "listen actively", LISTEN),
        ("skill", "Listen Actively".lower(), LISTEN),
        ("country", "ES", EU + "country/ESP"),
        ("country", "es", EU + "country/ESP"),
        ("country", "ESP", EU + "country/ESP"),
        ("country", "EL", EU + "country/GRC"),
        ("country", "GR", EU + "country/GRC"),
        ("country", EU + "country/ESP", EU + "country/ESP"),
        ("language", "es", EU + "language/SPA"),
        ("language", "es-ES", EU + "language/SPA"),
        ("language", "SPA", EU + "language/SPA"),
        ("language", EU + "language/SPA", EU + "language/SPA"),
        ("iri", "http://example.org/a", "http://example.org/a"),
        ("iri", "bw:Pilot", BW.Pilot.value),
        ("text", HOSTILE, Value(HOSTILE)),
        ("text", "} DROP ALL # {", Value("} DROP ALL # {")),
        ("version", "1.0", Value("1.0")),
        ("integer", "-012", Value("-12", XSD.integer.value)),
        ("date", "2024-02-29", Value("2024-02-29", XSD.date.value)),
    ],
)
def test_values_become_terms(asked: Asked, type_: str, text: str, expected: object) -> None:
    assert only(asked(taking(type_), it=text)) == expected


@pytest.mark.parametrize(
    ("type_", "text", "error", "expected"),
    [
        ("profile", "suporter", NotFoundError, "--it: no profile 'suporter'; did you mean 'supporter'"),
        ("profile", 'supporter"> } #', NotFoundError, "There is: "),
        ("profile", "{x}\\", NotFoundError, "There is: "),
        ("profile", "http://example.org/supporter", NotFoundError, "did you mean 'supporter'"),
        ("profile", "http://example.org/<>", NotFoundError, "no profile"),
        ("skill", "juggling chainsaws", NotFoundError, "no skill 'juggling chainsaws'"),
        ("country", "ESX", NotFoundError, "no country 'ESX'; write an ISO 3166 code such as ES; did you mean ES"),
        ("language", "xx", NotFoundError, "no language 'xx'"),
        ("iri", "no iri", DataError, "--it: 'no iri' is no IRI"),
        ("iri", "bw:a>b", DataError, "is no IRI"),
        ("integer", "12.5", DataError, "--it: '12.5' is no whole number"),
        ("integer", "٣", DataError, "is no whole number"),
        ("integer", "9" * 30, DataError, "is no whole number"),
        ("date", "2023-02-29", DataError, "--it: '2023-02-29' is no date"),
        ("date", "today", DataError, "is no date"),
    ],
)
def test_what_a_parameter_does_not_take(
    asked: Asked, type_: str, text: str, error: type[Exception], expected: str
) -> None:
    with pytest.raises(error) as caught:
        asked(taking(type_), it=text)
    assert expected in str(caught.value)


def test_default_and_its_absence(asked: Asked) -> None:
    assert only(asked(taking("profile", "supporter"))) == SUPPORTER
    assert only(asked(taking("profile", "supporter"), it="")) is None
    assert only(asked(taking("profile"))) is None
    with pytest.raises(DataError, match="cq77: no parameter that; it takes it"):
        asked(taking("profile"), that="x")


def test_labels_are_in_the_language_or_else_english(asked: Asked) -> None:
    rows = file("it", f"(<{PROTECT}>) (bwid:origin\\/fact) (<http://example.org/nothing>) (<{SUPPORTER}>)")

    def labels(language: str) -> list[tuple[str, str]]:
        return [(c.label, c.language) for (c,) in asked(rows, language=language).rows if isinstance(c, Resource)]

    assert labels("en")[0] == (ENGLISH, "en")
    assert labels("fr")[0] == ("protéger l’environnement des effets de technologies numériques", "fr")
    assert labels("xx")[0] == (ENGLISH, "en")
    assert labels("fr")[2] == ("example.org/nothing", "")
    origins = [cell.origin for (cell,) in asked(rows).rows if isinstance(cell, Resource)]
    assert origins[0] is None
    assert origins[3] == ID["origin/reference-design"].value


def test_labels_come_from_the_best_property() -> None:
    a, b, c = (NamedNode(f"http://example.org/{name}") for name in "abc")
    graph = small([
        Quad(a, RDFS.label, Literal("label", language="en"), FACTS),
        Quad(a, DCT.title, Literal("title", language="en"), FACTS),
        Quad(b, SKOS.altLabel, Literal("other", language="en"), FACTS),
        Quad(c, SKOS.altLabel, Literal("other", language="en"), FACTS),
        Quad(c, SKOS.prefLabel, Literal("preferred", language="de"), FACTS),
    ])  # fmt: skip
    answer = ask_small(graph, file("it", f"({a}) ({b}) ({c})"))
    assert [cell.label for (cell,) in answer.rows if isinstance(cell, Resource)] == ["title", "other", "preferred"]


# What an answer amounts to


def small(quads: list[Quad]) -> Graph:
    """Return a graph with an ESCO version, the name of a class, and some statements."""
    store = EmbeddedStore()
    store.load([
        Quad(CATALOG, BW.currentESCO, GRAPH["esco/1.1.1"], CATALOG),
        Quad(GRAPH["esco/1.1.1"], RDF.type, ESCO.Skill, CATALOG),
        Quad(BW.Pilot, RDFS.label, Literal("pilot", language="en"), GRAPH.ontology),
        *quads,
    ])  # fmt: skip
    return Graph(store)


def ask_small(graph: Graph, text: str, language: str = "en") -> Answer:
    from bwise_kg.questions import ask, read_question

    return ask(graph, read_question("cq77.rq", text), language)


PILOT = NamedNode("http://example.org/pilot/1")
A_PILOT = Quad(PILOT, RDF.type, BW.Pilot, FACTS)
PILOTS = (
    "#+ title: Pilots\n#+ question: Which pilots have hours?\n#+ users: provider\n#+ seed: WP4.1\n#+ data: S\n"
    "#+ columns: {pilot: Pilot}\n#+ needs: [bw:Pilot]\n#+ example: bwise-kg ask cq77\n"
    f"SELECT ?pilot FROM {FACTS} FROM {PUBLISHED} {{ ?pilot a bw:Pilot ; bw:hours ?hours }}\n"
)


def test_answered_none_and_not_published() -> None:
    answered = ask_small(small([A_PILOT, Quad(PILOT, BW.hours, Literal(4), PUBLISHED)]), PILOTS)
    assert (answered.status, answered.notes, len(answered.rows)) == (Status.ANSWERED, (), 1)
    none = ask_small(small([A_PILOT]), PILOTS)
    assert (none.status, none.notes, none.rows) == (Status.NONE, (), ())
    unknown = ask_small(small([]), PILOTS)
    assert (unknown.status, unknown.rows) == (Status.NOT_PUBLISHED, ())
    assert [note.text for note in unknown.notes] == ["The graph holds no pilot yet."]


def test_what_the_sources_leave_open_is_told_in_their_words() -> None:
    topic, source = ID["topic/pilots"], NamedNode("https://easpd.eu/en/content/b-wise")
    graph = small([
        Quad(topic, RDF.type, BW.UnpublishedTopic, PUBLISHED),
        Quad(topic, BW.concernsClass, BW.Pilot, PUBLISHED),
        Quad(topic, DCT.description, Literal("No pilot report is public.", language="en"), PUBLISHED),
        Quad(topic, DCT.description, Literal("Kein Bericht ist öffentlich.", language="de"), PUBLISHED),
        Quad(topic, DCT.source, source, PUBLISHED),
        Quad(topic, DCT.source, Literal("a page"), PUBLISHED),
        Quad(ID["topic/own"], RDF.type, BW.UnpublishedTopic, GRAPH["curricula/x/1"]),
        Quad(ID["topic/own"], BW.concernsClass, BW.Pilot, GRAPH["curricula/x/1"]),
        Quad(ID["topic/own"], DCT.description, Literal("Not a fact."), GRAPH["curricula/x/1"]),
    ])  # fmt: skip
    (note,) = ask_small(graph, PILOTS).notes
    assert (note.text, note.language) == ("No pilot report is public.", "en")
    assert set(note.sources) == {Resource(source.value, "easpd.eu/en/content/b-wise"), Value("a page")}
    (note,) = ask_small(graph, PILOTS, "de").notes
    assert (note.text, note.language) == ("Kein Bericht ist öffentlich.", "de")


def test_a_question_for_facts_does_not_reach_the_reference_design() -> None:
    design = [
        Quad(PILOT, RDF.type, BW.Pilot, GRAPH.reference),
        Quad(PILOT, BW.hours, Literal(4), GRAPH.reference),
        Quad(PILOT, BW.origin, ID["origin/reference-design"], GRAPH.reference),
    ]
    answer = ask_small(small(design), PILOTS)
    assert (answer.status, answer.rows, answer.reference_design) == (Status.NOT_PUBLISHED, (), False)
    everywhere = ask_small(small(design), PILOTS.replace(f"FROM {FACTS} FROM {PUBLISHED} ", ""))
    assert (everywhere.status, len(everywhere.rows), everywhere.reference_design) == (Status.ANSWERED, 1, True)


def test_counts_over_the_reference_design_say_so() -> None:
    counted = file("number", "(4)")
    assert not ask_small(small([]), counted).reference_design
    assert ask_small(small([]), counted.replace("data: S", "data: E N")).reference_design


def test_questions_as_methods_of_a_graph(slice_graph: Graph, tmp_path: Path) -> None:
    answer = slice_graph.ask("cq02", profile="supporter", language="fr")
    assert (answer.status, answer.language, answer.esco_version) == (Status.ANSWERED, "fr", "1.1.1")
    assert answer.reference_design
    assert {str(getattr(row[4], "text", "")) for row in answer.rows} >= {"2423.2"}


def test_labels_that_nobody_reviewed_are_said_to_be_so(slice_graph: Graph) -> None:
    said = [note.text for note in slice_graph.ask("cq02", language="de").notes]
    assert said == [UNREVIEWED_LABELS]
    assert slice_graph.ask("cq02").notes == ()
