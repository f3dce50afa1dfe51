"""The addresses of the API, and what each takes."""

# ruff: noqa: A002, ARG001 - names are those in addresses, and all are read off by the framework

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from .asking import AcceptLanguage, Asked, Lang, only_known
from .envelopes import Answer, ListOf
from .identifiers import Kind
from .models import (
    Curriculum,
    Module,
    Outcome,
    Persona,
    Profile,
    Requirement,
    Skill,
    WholeCurriculum,
    WholeModule,
    WholeSkill,
)
from .paging import MOST, USUAL
from .responses import GETS, LISTS, one

router = APIRouter(dependencies=[Depends(only_known)])

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many there may be on the page.")]


def cursor_of(kind: Kind) -> Any:
    """Return the parameter that goes on with a list; a cursor is good for the list that it is from."""
    takes = "Where to go on: from links.next of the page before. It holds when the store is built anew."
    return Query(max_length=2000, description=takes, json_schema_extra={"format": f"cursor-of-{kind}"})


Id = Annotated[str, Path(min_length=1, max_length=3000, description="The id that lists and search have for it.")]
ProfileName = Annotated[
    str | None, Query(min_length=1, max_length=2000, description="Short name or IRI of a profile, e.g. supporter.")
]
CurriculumName = Annotated[
    str | None,
    Query(min_length=1, max_length=2000, description="Short name, name@version or IRI of a curriculum in the store."),
]
SkillName = Annotated[str | None, Query(min_length=1, max_length=2000, description="Id or IRI of a skill.")]


@router.get("/profiles", operation_id="listProfiles", tags=["profiles"], responses=LISTS | one(ListOf[Profile]))
async def list_profiles(
    request: Request,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.PROFILES)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the occupational profiles: supporters, workers and enablers of the reference design."""
    return await Asked(request, lang).answer(f"list {Kind.PROFILES}", limit=limit, cursor=cursor)


@router.get("/profiles/{id}", operation_id="getProfile", tags=["profiles"], responses=GETS | one(Answer[Profile]))
async def get_profile(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a profile, with its ESCO occupations."""
    return await Asked(request, lang).answer(f"one of {Kind.PROFILES}", id=id)


@router.get(
    "/requirements", operation_id="listRequirements", tags=["profiles"], responses=LISTS | one(ListOf[Requirement])
)
async def list_requirements(
    request: Request,
    profile: ProfileName = None,
    importance: Annotated[
        Literal["essential", "optional"] | None, Query(description="Only those of this importance.")
    ] = None,
    skill: SkillName = None,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.REQUIREMENTS)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the skills that profiles require, each with its level, its importance and why."""
    return await Asked(request, lang).answer(
        f"list {Kind.REQUIREMENTS}", profile=profile, importance=importance, skill=skill, limit=limit, cursor=cursor
    )


@router.get(
    "/requirements/{id}",
    operation_id="getRequirement",
    tags=["profiles"],
    responses=GETS | one(Answer[Requirement]),
)
async def get_requirement(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a requirement of a profile."""
    return await Asked(request, lang).answer(f"one of {Kind.REQUIREMENTS}", id=id)


@router.get("/personas", operation_id="listPersonas", tags=["profiles"], responses=LISTS | one(ListOf[Persona]))
async def list_personas(
    request: Request,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.PERSONAS)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the personas with what they need: published ones, and those of the reference design."""
    return await Asked(request, lang).answer(f"list {Kind.PERSONAS}", limit=limit, cursor=cursor)


@router.get("/personas/{id}", operation_id="getPersona", tags=["profiles"], responses=GETS | one(Answer[Persona]))
async def get_persona(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a persona."""
    return await Asked(request, lang).answer(f"one of {Kind.PERSONAS}", id=id)


@router.get("/curricula", operation_id="listCurricula", tags=["curricula"], responses=LISTS | one(ListOf[Curriculum]))
async def list_curricula(
    request: Request,
    profile: ProfileName = None,
    versions: Annotated[Literal["newest", "all"], Query(description="Superseded versions too, or not.")] = "newest",
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.CURRICULA)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the curricula of the reference design and those that were added."""
    return await Asked(request, lang).answer(
        f"list {Kind.CURRICULA}", profile=profile, versions=versions, limit=limit, cursor=cursor
    )


@router.get(
    "/curricula/{id}",
    operation_id="getCurriculum",
    tags=["curricula"],
    responses=GETS | one(Answer[WholeCurriculum]),
)
async def get_curriculum(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a curriculum, its newest version or the one that ``name@version`` says, with its modules and outcomes."""
    return await Asked(request, lang).answer(f"one of {Kind.CURRICULA}", id=id)


@router.get("/modules", operation_id="listModules", tags=["curricula"], responses=LISTS | one(ListOf[Module]))
async def list_modules(
    request: Request,
    curriculum: CurriculumName = None,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.MODULES)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the modules of a curriculum, or of the newest versions of all."""
    return await Asked(request, lang).answer(f"list {Kind.MODULES}", curriculum=curriculum, limit=limit, cursor=cursor)


@router.get("/modules/{id}", operation_id="getModule", tags=["curricula"], responses=GETS | one(Answer[WholeModule]))
async def get_module(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a module with its units and outcomes."""
    return await Asked(request, lang).answer(f"one of {Kind.MODULES}", id=id)


@router.get("/outcomes", operation_id="listOutcomes", tags=["curricula"], responses=LISTS | one(ListOf[Outcome]))
async def list_outcomes(
    request: Request,
    curriculum: CurriculumName = None,
    module: Annotated[str | None, Query(min_length=1, max_length=2000, description="Id or IRI of a module.")] = None,
    skill: SkillName = None,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.OUTCOMES)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List learning outcomes with the skills that they attain and at which level."""
    return await Asked(request, lang).answer(
        f"list {Kind.OUTCOMES}", curriculum=curriculum, module=module, skill=skill, limit=limit, cursor=cursor
    )


@router.get("/outcomes/{id}", operation_id="getOutcome", tags=["curricula"], responses=GETS | one(Answer[Outcome]))
async def get_outcome(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a learning outcome."""
    return await Asked(request, lang).answer(f"one of {Kind.OUTCOMES}", id=id)


@router.get("/skills", operation_id="listSkills", tags=["skills"], responses=LISTS | one(ListOf[Skill]))
async def list_skills(
    request: Request,
    digital: Annotated[bool | None, Query(description="Only those that are digital, or are not.")] = None,
    green: Annotated[bool | None, Query(description="Only those that are green, or are not.")] = None,
    within: Annotated[
        str | None,
        Query(min_length=1, max_length=2000, description="Only those below a skill or group, by its id or IRI."),
    ] = None,
    uri: Annotated[list[str] | None, Query(max_length=100, description="Only these, by IRI; repeatable.")] = None,
    limit: Limit = USUAL,
    cursor: Annotated[str | None, cursor_of(Kind.SKILLS)] = None,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """List the skills of the current ESCO version and those of the sector that it lacks."""
    return await Asked(request, lang).answer(
        f"list {Kind.SKILLS}",
        digital=digital,
        green=green,
        within=within,
        uri=tuple(uri) if uri else None,
        limit=limit,
        cursor=cursor,
    )


@router.get("/skills/{id}", operation_id="getSkill", tags=["skills"], responses=GETS | one(Answer[WholeSkill]))
async def get_skill(
    request: Request,
    id: Id,
    lang: Lang = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Show a skill or a group of skills: its place in the hierarchy, who needs it, what teaches it."""
    return await Asked(request, lang).answer(f"one of {Kind.SKILLS}", id=id)
