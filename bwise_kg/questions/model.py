"""What a competency question is, and what its answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..namespaces import GRAPH, ID, XSD

REFERENCE_DESIGN = ID["origin/reference-design"].value
"""The origin of what this project proposes."""


class UserGroup(StrEnum):
    """Who asks."""

    DESIGNER = "designer"
    PROVIDER = "provider"
    AUTHORITY = "authority"
    CONSUMER = "consumer"

    @property
    def heading(self) -> str:
        """The group in words, e.g. ``Curriculum designers``."""
        return {
            "designer": "Curriculum designers",
            "provider": "Training providers",
            "authority": "Certification authorities",
            "consumer": "Data consumers",
        }[self.value]


class ParameterType(StrEnum):
    """What a parameter takes."""

    PROFILE = "profile"
    CURRICULUM = "curriculum"
    COUNTRY = "country"
    LANGUAGE = "language"
    SKILL = "skill"
    GROUP = "group"
    PERSONA = "persona"
    SCENARIO = "scenario"
    MODULE = "module"
    UNIT = "unit"
    OUTCOME = "outcome"
    IRI = "iri"
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    VERSION = "version"


class PictureKind(StrEnum):
    """How an answer is drawn."""

    BAR = "bar"
    STACKED = "stacked"
    SHARE = "share"
    TIMELINE = "timeline"
    MAP = "map"


class Status(StrEnum):
    """What an answer amounts to."""

    ANSWERED = "answered"
    NONE = "none"
    NOT_PUBLISHED = "not published"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes.

    default: as a user would write it; None leaves the question open.
    """

    name: str
    type: ParameterType
    help: str
    default: str | None = None

    @property
    def option(self) -> str:
        """The name of the option on the command line, e.g. ``--target-group``."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw of an answer.

    columns: what a column is drawn as (``label``, ``value``, …), and the variable of the column.
    """

    kind: PictureKind
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    id: ``cq`` and two digits. text: as users ask it. seed: the task of the project plan that it comes from.
    data: what the answer rests on: S seeds, P publications, E ESCO, N what nobody has published.
    columns: the variables of the query and their headings. needs: IRIs of the classes without whose instances
    nobody can answer. graphs: IRIs of the graphs that the query names; without any it is asked of all.
    """

    id: str
    title: str
    text: str
    users: UserGroup
    seed: str
    data: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    needs: tuple[str, ...]
    picture: Picture | None
    example: str
    query: str
    graphs: tuple[str, ...]

    @property
    def for_facts(self) -> bool:
        """Whether the reference design is out of reach."""
        return bool(self.graphs) and GRAPH.reference.value not in self.graphs


@dataclass(frozen=True, slots=True)
class Resource:
    """A cell that names something.

    label: in ``language`` ("" where the text has none), at worst the IRI in short. origin: IRI, None where none is
    stated.
    """

    iri: str
    label: str
    language: str = ""
    origin: str | None = None

    @property
    def of_reference_design(self) -> bool:
        """Whether this project made it up."""
        return self.origin == REFERENCE_DESIGN


@dataclass(frozen=True, slots=True)
class Value:
    """A cell that holds a value. datatype: IRI; language: tag, "" if the text has none."""

    text: str
    datatype: str = XSD.string.value
    language: str = ""


Cell = Resource | Value | None


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter as it was used; no value means that the question was left open there."""

    parameter: Parameter
    value: Cell


@dataclass(frozen=True, slots=True)
class Note:
    """What is open, or another remark on an answer. language: of the text. sources: documents or texts."""

    text: str
    language: str = "en"
    sources: tuple[Resource | Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph says to a question.

    language: the one that labels were asked for in. columns: variable and heading, as in the rows.
    reference_design: whether the answer rests in part on what this project made up.
    """

    question: Question
    language: str
    parameters: tuple[Given, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    status: Status
    notes: tuple[Note, ...]
    reference_design: bool
    esco_version: str
