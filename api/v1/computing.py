"""Coverage, validation, questions and search. Runs in a worker; the objects are those that the command line shows."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from bwise_kg.coverage import Coverage
from bwise_kg.curriculum import find_curriculum
from bwise_kg.curriculum.source import CurriculumSource
from bwise_kg.errors import DataError
from bwise_kg.questions import Question, ask
from bwise_kg.questions import question as question_of
from bwise_kg.questions import questions as all_questions
from bwise_kg.render.data import coverage_json
from bwise_kg.render.labels import labels_for
from bwise_kg.render.question_data import answer_csv, answer_json
from bwise_kg.render.validation_data import RULES_CAPTION, validation_json
from bwise_kg.unknown import no_profile_named
from bwise_kg.validation import validate

from .desk import Desk
from .files import read_upload, require_whole, unreadable
from .index import Type
from .listing import Given
from .shown import Json, Shown


def coverage(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    """Hold a curriculum of the store against a profile."""
    entry = desk.graph.entry(str(given["curriculum"]), shown.language)  # of the store: a name must not open a file
    found = desk.graph.coverage(desk.curriculum(entry), _text(given.get("profile")), shown.language)
    return _covered(desk, shown, given, found)


def coverage_of_file(desk: Desk, shown: Shown, given: Given, upload: Path | None) -> Json:
    """Hold a curriculum that was sent in against a profile."""
    source = _read(desk, shown, given, upload)
    require_whole(source)
    try:
        found = find_curriculum(source.quads, str(source.path), language=shown.language)
        profile = _text(given.get("profile"))
    except DataError as error:
        raise unreadable(error, source.path) from error
    if profile is None and found.profile is None:
        raise unreadable(no_profile_named(str(source.path), "?profile=supporter", shown.language), source.path)
    return _covered(desk, shown, given, desk.graph.coverage(found, profile, shown.language))


def validation_of_file(desk: Desk, shown: Shown, given: Given, upload: Path | None) -> Json:
    """Hold a curriculum that was sent in against rules."""
    source = _read(desk, shown, given, upload)
    rule_sets = given["ruleset"]
    try:
        report = validate(
            desk.graph, source, rule_sets if isinstance(rule_sets, tuple) else (), language=shown.language
        )
    except DataError as error:
        raise unreadable(error, source.path) from error
    answer = shown.envelope(validation_json([report]), _links(shown, given, "validate"))
    answer["meta"]["captions"].append(RULES_CAPTION)
    return answer


def questions(_desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    """List the questions with what they take."""
    users = given.get("users")
    found = [_question(shown, each) for each in all_questions() if users in {None, each.users.value}]
    return shown.envelope(found, _links(shown, given, "questions"), total=len(found))


def _question(shown: Shown, question: Question) -> Json:
    return {
        "id": question.id,
        "href": f"{shown.root}/questions/{question.id}",
        "title": question.title,
        "text": question.text,
        "users": question.users.value,
        "seed": question.seed,
        "data": list(question.data),
        "parameters": [
            {"name": each.name, "type": each.type.value, "help": each.help, "default": each.default}
            for each in question.parameters
        ],
        "columns": [{"name": name, "heading": heading} for name, heading in question.columns.items()],
    }


def answer(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json | str:
    """Answer a question, as JSON or as CSV."""
    question = question_of(str(given["id"]))
    values = {each.name: _text(given.get(each.name)) for each in question.parameters}
    found = ask(desk.graph, question, shown.language, **values)
    if given["format"] == "csv":
        return answer_csv(found)
    shown.reference_design = found.reference_design
    return shown.envelope(answer_json(found), _links(shown, given, f"questions/{question.id}"))


def search(desk: Desk, shown: Shown, given: Given, _: Path | None) -> Json:
    """Find things by their labels."""
    types, languages = given.get("type"), given["languages"]
    found = desk.index.search(
        str(given["q"]),
        languages if isinstance(languages, tuple) else (),
        [Type(each) for each in types] if isinstance(types, tuple) else [],
        int(str(given["limit"])),
    )
    shown.fetch(hit.iri for hit in found.hits)
    hits = [
        {
            **shown.ref(hit.iri),
            "type": hit.type.value,
            "matched": {"label": hit.label, "language": hit.language, "preferred": hit.preferred},
            "match": hit.match.value,
            "score": hit.score,
        }
        for hit in found.hits
    ]
    return shown.envelope({"hits": hits, "suggestion": found.suggestion}, _links(shown, given, "search"))


def _covered(desk: Desk, shown: Shown, given: Given, found: Coverage) -> Json:
    for origin in (found.curriculum.origin, found.profile.origin):
        shown.saw(origin)
    labels = labels_for(desk.graph, found, shown.language)
    return shown.envelope(coverage_json(found, labels, shown.language), _links(shown, given, "coverage"))


def _read(desk: Desk, shown: Shown, given: Given, upload: Path | None) -> CurriculumSource:
    if upload is None:
        raise DataError("file", "there is none")
    return read_upload(upload, str(given["content_type"]), shown.language, desk.file_labels)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _links(shown: Shown, given: Given, path: str) -> dict[str, str | None]:
    asked: list[tuple[str, str]] = []
    for name, value in sorted(given.items()):
        if name not in {"root", "language", "asked", "content_type", "format", "id"} and value is not None:
            values = value if isinstance(value, tuple) else (value,)
            asked += [(name, str(each)) for each in values]
    if given.get("asked"):
        asked.append(("lang", shown.language))
    return {"self": f"{shown.root}/{path}" + (f"?{urlencode(asked)}" if asked else ""), "next": None}
