"""The shape of every success, and that of every error."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Data = TypeVar("Data")

Iri = Annotated[str, Field(description="an IRI, or the name of a blank node")]
Href = Annotated[str, Field(description="where this API has more on it")]
Origin = Annotated[
    str | None, Field(description="IRI of where it comes from, e.g. …/id/origin/reference-design; null if not stated")
]
Tag = Annotated[str | None, Field(description="language tag of the text; null if it has none")]


class Model(BaseModel):
    """What all shapes have in common: names as in JSON, and nothing that is not described."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", populate_by_name=True)


class Meta(Model):
    """What has to be said beside the data."""

    attribution: Annotated[str, Field(description="the sentence that ESCO's licence asks for")]
    esco_version: str
    language: Annotated[str, Field(description="language asked for; texts are in English where there is none in it")]
    reviewed: Annotated[
        bool, Field(description="false if labels in this language are translations that nobody has reviewed")
    ]
    reference_design: Annotated[
        bool, Field(description="whether anything here is a proposal of this project, not of the B-WISE consortium")
    ]
    captions: Annotated[list[str], Field(description="sentences to show to people beside the data")]


class ListMeta(Meta):
    """What has to be said beside a list."""

    total: Annotated[int, Field(ge=0, description="how many there are on all pages")]


class Links(Model):
    """Where this is, and what follows it. Resolve them against the address that was asked."""

    self: str
    next: Annotated[str | None, Field(description="the next page; null at the end, and where there are no pages")]


class Answer(Model, Generic[Data]):
    """A success."""

    data: Data
    meta: Meta
    links: Links


class ListOf(Model, Generic[Data]):
    """A success: a page of a list."""

    data: list[Data]
    meta: ListMeta
    links: Links


class Wrong(BaseModel):
    """One thing that is wrong with a request or a file."""

    model_config = ConfigDict(extra="allow")

    where: Annotated[str, Field(description="a parameter, or a place in the file: outcomes!C14, course.ttl:3:14")]
    problem: str


class ProblemDetails(BaseModel):
    """An error (RFC 9457). Types stand in docs/service.md."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(description="IRI of the kind of problem, or about:blank")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str | None = None
    errors: list[Wrong] | None = None
