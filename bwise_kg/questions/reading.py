"""Questions out of their files: a YAML header in comment lines, then SPARQL (see ``docs/questions.md``)."""

from __future__ import annotations

import difflib
import functools
import keyword
import re
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from pyoxigraph import NamedNode, QuerySolutions, Store

from ..errors import DataError, NotFoundError
from ..guard import dataset
from ..namespaces import PREFIXES
from ..queries import slots
from .model import Parameter, ParameterType, Picture, PictureKind, Question, UserGroup

_FOLDER = files("bwise_kg.sparql") / "questions"
_HEADER = "#+"
_REQUIRED = ("title", "question", "users", "seed", "data", "columns", "example")
_OPTIONAL = ("parameters", "needs", "picture")
_RESERVED = frozenset({"format", "graph", "help", "lang", "language", "output", "question", "store"})
_DATA = frozenset("SPEN")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PREFIXED = re.compile(r"(\w+):([\w/-]+)")
_DRAWN: Mapping[PictureKind, tuple[frozenset[str], frozenset[str]]] = {
    PictureKind.BAR: (frozenset({"label"}), frozenset({"value"})),
    PictureKind.STACKED: (frozenset({"label", "series"}), frozenset({"value"})),
    PictureKind.SHARE: (frozenset({"label"}), frozenset({"value"})),
    PictureKind.TIMELINE: (frozenset({"label", "start", "end"}), frozenset()),
    PictureKind.MAP: (frozenset({"country"}), frozenset({"value"})),
}
"""The columns that each kind of picture must have, and may have."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def questions() -> tuple[Question, ...]:
    """Return all questions, by id.

    Raises DataError for a file that is not as it should be.
    """
    return tuple(map(_kept, _ids()))


def question(id_: str) -> Question:
    """Return a question by id, e.g. ``cq02``, ``CQ2`` or ``2``.

    Raises NotFoundError with a near id.
    """
    known = _ids()
    number = re.fullmatch(r"(?:cq)?0*([0-9]{1,3})", id_.strip().lower())
    name = f"cq{int(number[1]):02}" if number else id_
    if name not in known:
        near = difflib.get_close_matches(name.lower(), known, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise NotFoundError(f"no question {id_!r}; {hint}See all with: bwise-kg ask")
    return _kept(name)


def _ids() -> list[str]:
    return sorted(file.name.removesuffix(".rq") for file in _FOLDER.iterdir() if file.name.endswith(".rq"))


@functools.cache
def _kept(id_: str) -> Question:
    """Return a question as it was read first; the others need not be read, or readable."""
    return read_question(f"{id_}.rq", (_FOLDER / f"{id_}.rq").read_text(encoding="utf-8"))


def read_question(name: str, text: str) -> Question:
    """Return the question that a file holds.

    Raises DataError with the file, and the line where one is to blame.
    """
    header = [line for line in text.splitlines() if line.startswith(_HEADER)]
    if not header or text.splitlines()[: len(header)] != header:
        raise DataError(f"{name}:1", f"a question begins with its header, in lines that start with {_HEADER!r}")
    try:
        said = yaml.safe_load("\n".join(line.removeprefix(_HEADER).removeprefix(" ") for line in header))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{name}:{line}", f"the header is no YAML: {error.problem}") from error
    return _File(name, text, header).question(said)


class _File:
    """A file of a question while it is read; errors name the line of the key to blame."""

    def __init__(self, name: str, text: str, header: list[str]) -> None:
        self._name, self._text, self._header = name, text, header

    def question(self, said: object) -> Question:
        if not isinstance(said, dict):
            raise self._error("", "the header is no list of keys and values")
        for key in said:
            if key not in _REQUIRED + _OPTIONAL:
                near = difflib.get_close_matches(str(key), _REQUIRED + _OPTIONAL, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise self._error(str(key), f"the header does not take {key!r}{hint}")
        for key in _REQUIRED:
            if said.get(key) in (None, "", {}):
                raise self._error(key, f"the header has no {key!r}")
        id_ = self._name.removesuffix(".rq")
        if not re.fullmatch(r"cq[0-9]{2}", id_):
            raise self._error("", "the name of the file is not cq, two digits and .rq")
        parameters = self._parameters(said.get("parameters") or {})
        columns = self._columns(said["columns"])
        return Question(
            id=id_,
            title=self._string(said, "title"),
            text=self._string(said, "question"),
            users=self._choice(UserGroup, "users", said["users"]),
            seed=self._string(said, "seed"),
            data=self._data(self._string(said, "data")),
            parameters=parameters,
            columns=columns,
            needs=tuple(self._class(each) for each in self._list(said, "needs")),
            picture=self._picture(said["picture"], columns) if said.get("picture") else None,
            example=self._string(said, "example"),
            query=self._text,
            graphs=self._graphs(),
        )

    def _parameters(self, said: object) -> tuple[Parameter, ...]:
        found = []
        for name, described in self._map("parameters", said).items():
            if name in _RESERVED or keyword.iskeyword(name):
                raise self._error(name, f"no parameter can be named {name!r}: the options and Python take it")
            if not _NAME.fullmatch(name):
                raise self._error(name, f"the parameter {name!r} is not named as a variable: a-z, 0-9, _")
            about = self._map(name, described)
            if unknown := about.keys() - {"type", "default", "help"}:
                raise self._error(name, f"the parameter {name!r} does not take {', '.join(sorted(unknown))}")
            type_ = self._choice(ParameterType, name, about.get("type"))
            if not isinstance(about.get("help"), str):
                raise self._error(name, f"the parameter {name!r} has no help")
            default = about.get("default")
            if isinstance(default, bool | list | dict):  # NO is Norway to us and false to YAML
                raise self._error(name, f"the default of {name!r} is no text; put it into double quotes")
            found.append(Parameter(name, type_, about["help"], None if default is None else str(default)))
        if missing := {each.name for each in found} - slots(self._text):
            raise self._error(min(missing), f"the query has no VALUES ?{min(missing)} {{ UNDEF }}")
        if undeclared := slots(self._text) - {each.name for each in found}:
            raise self._error("", f"the header has no parameter {min(undeclared)!r}, which the query has a slot for")
        return tuple(found)

    def _columns(self, said: object) -> dict[str, str]:
        columns = {name: str(heading) for name, heading in self._map("columns", said).items()}
        try:
            answer = Store().query(self._text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise DataError(self._name, f"the query cannot be read: {error}") from error
        if not isinstance(answer, QuerySolutions):
            raise DataError(self._name, "the query is no SELECT")
        selected = [variable.value for variable in answer.variables]
        if list(columns) != selected:
            raise self._error("columns", f"the columns are {', '.join(columns)}; the query's {', '.join(selected)}")
        return columns

    def _picture(self, said: object, columns: Mapping[str, str]) -> Picture:
        drawn = dict(self._map("picture", said))
        kind = self._choice(PictureKind, "picture", drawn.pop("kind", None))
        must, may = _DRAWN[kind]
        if not must <= drawn.keys() <= must | may:
            raise self._error("picture", f"a picture of the kind {kind} takes {', '.join(sorted(must | may))}")
        if unknown := sorted({str(column) for column in drawn.values()} - columns.keys()):
            raise self._error("picture", f"the query has no column {', '.join(unknown)}")
        return Picture(kind, drawn)

    def _graphs(self) -> tuple[str, ...]:
        named = dataset(self._text)
        for graph in named:
            if not re.fullmatch(r"<\w+:[^<>]*>", graph):
                raise DataError(self._name, f"FROM {graph}: name graphs with their IRIs in full")
        return tuple(graph[1:-1] for graph in named)

    def _class(self, said: object) -> str:
        prefixed = _PREFIXED.fullmatch(str(said))
        if prefixed and prefixed[1] in PREFIXES:
            return PREFIXES[prefixed[1]] + prefixed[2]
        try:
            return NamedNode(str(said)).value
        except ValueError as error:
            raise self._error("needs", f"{said!r} is no class") from error

    def _data(self, said: str) -> tuple[str, ...]:
        tags = tuple(said.split())
        if not _DATA.issuperset(tags) or len(set(tags)) != len(tags):
            raise self._error("data", f"the data are {said!r}; say S, P, E, N, with blanks between")
        return tags

    def _choice(self, choices: type[_Choice], key: str, said: object) -> _Choice:
        try:
            return choices(str(said))
        except ValueError as error:
            raise self._error(key, f"{said!r} is none of {', '.join(choices)}") from error

    def _string(self, said: Mapping[str, object], key: str) -> str:
        if not isinstance(said[key], str):
            raise self._error(key, f"{key!r} is no text; put it into double quotes")
        return " ".join(str(said[key]).split())

    def _list(self, said: Mapping[str, object], key: str) -> list[object]:
        value = said.get(key) or []
        if not isinstance(value, list):
            raise self._error(key, f"{key!r} is no list: [bw:Pilot, bw:Participation]")
        return value

    def _map(self, key: str, said: object) -> dict[str, Any]:
        if not isinstance(said, dict) or not all(isinstance(name, str) for name in said):
            raise self._error(key, f"{key!r} holds no names with values")
        return said

    def _error(self, key: str, problem: str) -> DataError:
        """Return an error at the line where a key stands, the first line if it stands nowhere."""
        lines = [n for n, line in enumerate(self._header, 1) if re.match(rf"#\+\s*{re.escape(key)}\s*:", line)]
        return DataError(f"{self._name}:{lines[0] if key and lines else 1}", problem)
