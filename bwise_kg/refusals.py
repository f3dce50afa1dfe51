"""Why a curriculum cannot be added as it is, or under the version or name that is asked for, in a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from .curriculum import Curriculum
from .errors import DataError, VersionExistsError
from .namespaces import GRAPH, inferred_graph
from .queries import select
from .store import Store
from .words import Wording

if TYPE_CHECKING:
    from .curricula import Entry

_ADDED = (GRAPH["curricula/"].value, inferred_graph(GRAPH["curricula/"]).value)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def require_version(version: str, wording: Wording) -> None:
    """Raise DataError for what cannot be a version."""
    if not _VERSION.fullmatch(version):
        raise DataError(
            wording.gettext("version %(version)s", version=repr(version)),
            wording.gettext("use letters, digits and . + _ - (at most 64), e.g. 1.0"),
        )


def require_iri(curriculum: Curriculum, place: str, wording: Wording) -> None:
    """Raise DataError for a curriculum without an IRI. place: its file."""
    if curriculum.iri.startswith("_:"):
        raise DataError(place, wording.gettext("its curriculum is a blank node; give it an IRI"))


def require_name(name: str, wording: Wording) -> None:
    """Raise DataError for what cannot be a short name."""
    if not _NAME.fullmatch(name):
        example = "--name green-coach"
        problem = wording.gettext("use small letters, digits and single hyphens, e.g. %(example)s", example=example)
        raise DataError(_named(name, wording), problem)


def refuse_concept(store: Store, curriculum: Curriculum, wording: Wording) -> None:
    """Raise DataError for an IRI that something else has: a skill, a profile, a term."""
    others = [graph for graph in store.graphs() if not graph.value.startswith(_ADDED)]
    for row in select(store, "types_of.rq", others, resource=NamedNode(curriculum.iri)):
        problem = wording.gettext(
            "is a <%(kind)s> in the store; give your curriculum an IRI of its own", kind=row.name("type")
        )
        raise DataError(f"<{curriculum.iri}>", problem)


def refuse_clash(entry: Entry, curriculum: Curriculum, name: str, wording: Wording) -> None:
    """Raise DataError where a curriculum of the store, another one, has the IRI or the short name."""
    gettext, place = wording.gettext, _named(name, wording)
    if entry.iri == curriculum.iri and entry.graph == GRAPH.reference:
        problem = gettext("belongs to the reference design; give your curriculum an IRI of its own")
        raise DataError(f"<{entry.iri}>", problem)
    if entry.iri == curriculum.iri and entry.name != name:
        option = f"--name {entry.name}"
        known = gettext(
            "<%(iri)s> is in the store as %(name)s: %(option)s", iri=entry.iri, name=repr(entry.name), option=option
        )
        raise DataError(place, known)
    if entry.name == name and entry.iri != curriculum.iri:
        taken = gettext(
            "belongs to <%(iri)s>; give this curriculum another: %(option)s", iri=entry.iri, option="--name ..."
        )
        raise DataError(place, taken)


def version_exists(name: str, version: str, wording: Wording) -> VersionExistsError:
    """Return the error for a version that is in the store with another content."""
    return VersionExistsError(
        wording.gettext(
            "%(name)s %(version)s is in the store with another content, and versions are never changed; "
            "give this one a new version, or remove the old: %(command)s",
            name=name,
            version=version,
            command=f"bwise-kg remove {name} --version {version}",
        )
    )


def _named(name: str, wording: Wording) -> str:
    return wording.gettext("name %(name)s", name=repr(name))
