"""The addresses of what is worked out: search, coverage, validation, the list of questions."""
# ruff: noqa: A002, ARG001 - names are those in addresses, and all are read off by the framework

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from .asking import AcceptLanguage, Asked, Lang, Language, only_known
from .envelopes import Answer, ListOf
from .files import MULTIPART, SUFFIXES
from .index import Type
from .models import Question, Search
from .responses import BODIES, GETS, one
from .routes import ProfileName

router = APIRouter(dependencies=[Depends(only_known)])


@router.get("/search", operation_id="search", tags=["skills"], responses=GETS | one(Answer[Search]))
async def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=200, pattern=r"\S", description="A label, or a part of one.")],
    type: Annotated[list[Type] | None, Query(description="Only these kinds; repeatable.")] = None,
    languages: Annotated[
        list[Language] | None,
        Query(
            description="Languages of the labels that are searched; repeatable. Else that of the answer, and English."
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="How many hits there may be.")] = 20,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Find things by their labels: exact, as a beginning, word by word, and else by spelling."""
    asked = Asked(request, lang)
    searched = tuple(dict.fromkeys(languages or (asked.language, "en")))
    kinds = tuple(sorted({each.value for each in type})) if type else None
    return await asked.answer("search", q=q, type=kinds, languages=searched, limit=limit)


@router.get("/coverage", operation_id="getCoverage", tags=["curricula"], responses=GETS | one(Answer[Any], "Coverage"))
async def get_coverage(
    request: Request,
    curriculum: Annotated[
        str, Query(min_length=1, max_length=2000, description="Short name, name@version or IRI of one in the store.")
    ],
    profile: ProfileName = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show which skills that a profile requires a curriculum covers, at which level, and what is missing."""
    return await Asked(request, lang).answer("coverage", curriculum=curriculum, profile=profile)


_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A curriculum: a workbook, CSV files (a part each), or RDF, in any of the languages.",
        "content": {
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in SUFFIXES},
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
                    },
                    "required": ["file"],
                },
                "encoding": {"file": {"contentType": ", ".join([*SUFFIXES, "text/csv"])}},
            },
        },
    }
}


@router.post(
    "/coverage",
    operation_id="coverFile",
    tags=["curricula"],
    responses=BODIES | one(Answer[Any], "Coverage"),
    openapi_extra=_FILE,
)
async def cover_file(
    request: Request, profile: ProfileName = None, lang: Lang = None, accept_language: AcceptLanguage = None
) -> Response:
    """Hold a curriculum in a file against a profile, by default the one that it names; the file is kept nowhere."""
    return await Asked(request, lang).answer_to_file("coverage of a file", profile=profile)


@router.post(
    "/validate",
    operation_id="validateFile",
    tags=["curricula"],
    responses=BODIES | one(Answer[Any], "Validation"),
    openapi_extra=_FILE,
)
async def validate_file(
    request: Request,
    ruleset: Annotated[
        list[Literal["curriculum", "alignment", "label"]] | None,
        Query(max_length=3, description="Rules to apply; repeatable. Else curriculum and alignment."),
    ] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Hold a curriculum in a file against the rules: which are met, which are not, where; the file is kept nowhere."""
    rules = tuple(dict.fromkeys(ruleset or ("curriculum", "alignment")))
    return await Asked(request, lang).answer_to_file("validation of a file", ruleset=rules)


@router.get("/questions", operation_id="listQuestions", tags=["questions"], responses=GETS | one(ListOf[Question]))
async def list_questions(
    request: Request,
    users: Annotated[
        Literal["designer", "provider", "authority", "consumer"] | None, Query(description="Only what these ask.")
    ] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the competency questions with what each takes; texts are in English."""
    return await Asked(request, lang).answer("questions", users=users)
