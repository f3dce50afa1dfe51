"""Questions out of their files: whole, or refused with the file and the line."""

from __future__ import annotations

import pytest

from bwise_kg import DataError, NotFoundError
from bwise_kg.questions import ParameterType, PictureKind, UserGroup, question, read_question

GOOD = """#+ title: Pilots of a country
#+ question: Which pilots ran
#+   in my country?
#+ users: provider
#+ seed: "WP4.1; #8"
#+ data: S N
#+ parameters:
#+   country: {type: country, default: ES, help: "Country, e.g. ES."}
#+   text: {type: text, help: Words in the title.}
#+ columns: {pilot: Pilot, hours: Hours}
#+ needs: [bw:Pilot, "http://example.org/Class"]
#+ picture: {kind: bar, label: pilot, value: hours}
#+ example: bwise-kg ask cq21 --country ES
SELECT ?pilot ?hours
FROM <https://w3id.org/bwise/graph/facts/seeds>
WHERE {
  VALUES ?country { UNDEF } VALUES ?text { UNDEF } ?pilot bw:country ?country ; bw:hours ?hours ; dct:title ?text
}
"""


def test_every_part_of_a_header_is_read() -> None:
    read = read_question("cq21.rq", GOOD)
    assert (read.id, read.title, read.users) == ("cq21", "Pilots of a country", UserGroup.PROVIDER)
    assert (read.text, read.seed, read.data) == ("Which pilots ran in my country?", "WP4.1; #8", ("S", "N"))
    assert [(p.name, p.type, p.default) for p in read.parameters] == [
        ("country", ParameterType.COUNTRY, "ES"),
        ("text", ParameterType.TEXT, None),
    ]
    assert dict(read.columns) == {"pilot": "Pilot", "hours": "Hours"}
    assert read.needs == ("https://w3id.org/bwise/ontology#Pilot", "http://example.org/Class")
    assert read.picture is not None
    assert (read.picture.kind, read.picture.columns) == (PictureKind.BAR, {"label": "pilot", "value": "hours"})
    assert (read.graphs, read.for_facts) == (("https://w3id.org/bwise/graph/facts/seeds",), True)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("#+ title: Pilots of a country\n", "", "cq21.rq:1: the header has no 'title'"),
        ("#+ users: provider", "#+ users: teacher", "cq21.rq:4: 'teacher' is none of designer, provider"),
        ("#+ users:", "#+ user:", "cq21.rq:4: the header does not take 'user'; did you mean 'users'?"),
        ("#+ title: Pilots", "#+ title: Pilots: all", "cq21.rq:1: the header is no YAML"),
        ("#+ data: S N", "#+ data: S X", "cq21.rq:6: the data are 'S X'"),
        ("#+ data: S N", "#+ data: S S", "cq21.rq:6: the data are 'S S'"),
        ("type: country", "type: land", "cq21.rq:8: 'land' is none of profile"),
        (", help: Words in the title.", "", "cq21.rq:9: the parameter 'text' has no help"),
        ("default: ES", "default: NO", "cq21.rq:8: the default of 'country' is no text; put it into double quotes"),
        ("default: ES", "defualt: ES", "cq21.rq:8: the parameter 'country' does not take defualt"),
        ("#+   text:", "#+   store:", "cq21.rq:9: no parameter can be named 'store'"),
        ("#+   text:", "#+   from:", "cq21.rq:9: no parameter can be named 'from'"),
        ("#+   text:", "#+   Text:", "cq21.rq:9: the parameter 'Text' is not named as a variable"),
        ("VALUES ?text { UNDEF } ", "", "cq21.rq:9: the query has no VALUES ?text { UNDEF }"),
        ("#+   text: {type: text, help: Words in the title.}\n", "", "cq21.rq:1: the header has no parameter 'text'"),
        ("hours: Hours}", "time: Hours}", "cq21.rq:10: the columns are pilot, time; the query's pilot, hours"),
        ("{pilot: Pilot, hours: Hours}", "[pilot]", "cq21.rq:10: 'columns' holds no names with values"),
        ("[bw:Pilot,", "[pilot,", "cq21.rq:11: 'pilot' is no class"),
        ('[bw:Pilot, "http://example.org/Class"]', "bw:Pilot", "cq21.rq:11: 'needs' is no list"),
        ("value: hours", "value: time", "cq21.rq:12: the query has no column time"),
        ("label: pilot, ", "", "cq21.rq:12: a picture of the kind bar takes label, value"),
        ("kind: bar", "kind: pie", "cq21.rq:12: 'pie' is none of bar, stacked"),
        ("SELECT ?pilot ?hours", "ASK", "cq21.rq: the query is no SELECT"),
        ("dct:title ?text\n}", "dct:title\n}", "cq21.rq: the query cannot be read: error at "),
        ("FROM <https://w3id.org/bwise/graph/facts/seeds>", "FROM bwg:reference", "cq21.rq: FROM bwg:reference"),
    ],
)
def test_mistakes_name_the_file_and_the_line(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        read_question("cq21.rq", GOOD.replace(old, new))
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("cq21.rq", "SELECT * {}", "cq21.rq:1: a question begins with its header"),
        ("cq21.rq", "\n" + GOOD, "cq21.rq:1: a question begins with its header"),
        ("cq21.rq", "#+ words\nSELECT * {}", "cq21.rq:1: the header is no list"),
        ("question.rq", GOOD, "question.rq:1: the name of the file"),
    ],
)
def test_what_is_no_question_at_all(name: str, text: str, expected: str) -> None:
    with pytest.raises(DataError) as caught:
        read_question(name, text)
    assert str(caught.value).startswith(expected)


def test_header_never_runs_code() -> None:
    with pytest.raises(DataError, match=r"^cq21\.rq:1: the header is no YAML"):
        read_question("cq21.rq", GOOD.replace("Pilots of a country", "!!python/object/apply:os.getcwd []"))


def test_questions_are_found_by_number() -> None:
    assert question("cq02") is question("2") is question(" CQ002 ")
    with pytest.raises(NotFoundError, match=r"^no question 'cq99'; .*See all with: bwise-kg ask"):
        question("cq99")
    with pytest.raises(NotFoundError, match="no question 'skills'"):
        question("skills")
