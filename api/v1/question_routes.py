"""An address for every competency question, whose parameters are those that the question itself declares."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from bwise_kg.questions import Parameter, ParameterType, Question, questions

from .asking import CSV, JSON, AcceptLanguage, Asked, Lang, only_known
from .envelopes import Answer
from .responses import GETS, one

_FORMATS = {ParameterType.DATE: "date", ParameterType.IRI: "iri"}
_COMMON: dict[str, Any] = {"lang": Lang, "accept_language": AcceptLanguage}


def router() -> APIRouter:
    """Return the routes of all questions."""
    made = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Depends(only_known)])
    for question in questions():
        answers = GETS | one(Answer[Any], "Answer")
        answers[200]["content"] = {CSV: {"schema": {"type": "string"}}}
        made.add_api_route(
            f"/{question.id}",
            _endpoint(question),
            operation_id=f"answer{question.id.capitalize()}",
            summary=question.title,
            description=question.text,
            responses=answers,
        )
    return made


def _endpoint(question: Question) -> Any:
    """Return what answers a question, with a signature that the framework reads the parameters off."""

    async def answer(
        request: Request,
        lang: str | None,
        accept_language: str | None,  # noqa: ARG001 - read where all headers are
        **values: str | None,
    ) -> Response:
        asked = Asked(request, lang, (JSON, CSV))
        format_ = asked.media_type.rpartition("/")[2]
        return await asked.answer("answer", id=question.id, format=format_, **values)

    shaped: Any = answer
    optional = {parameter.name: _annotation(parameter) for parameter in question.parameters} | _COMMON
    shaped.__signature__ = inspect.Signature(
        [
            inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
            *(
                inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
                for name, annotation in optional.items()
            ),
        ],
        return_annotation=Response,
    )
    shaped.__annotations__ = {"request": Request, **optional, "return": Response}
    return shaped


def _annotation(parameter: Parameter) -> Any:
    takes = parameter.help
    if parameter.default is not None:
        takes += f" By default {parameter.default}."
    if parameter.type in _FORMATS:
        said = {"format": _FORMATS[parameter.type]}
        return Annotated[str | None, Query(description=takes, min_length=1, max_length=2000, json_schema_extra=said)]
    if parameter.default is not None:
        takes += " Empty means any."
    return Annotated[str | None, Query(description=takes, max_length=2000)]
