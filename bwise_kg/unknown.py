"""Names that mean nothing in a store: the error says which there are, in the language that is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from .errors import DataError, NotFoundError
from .words import gettext_noop, words

_CURRICULUM = (
    gettext_noop("no curriculum %(name)s. There is: %(names)s"),
    gettext_noop("no curriculum %(name)s; did you mean %(near)s? There is: %(names)s"),
)
_PROFILE = (
    gettext_noop("no profile %(name)s. There is: %(names)s"),
    gettext_noop("no profile %(name)s; did you mean %(near)s? There is: %(names)s"),
)


def no_curriculum(name: str, known: Sequence[str], language: str) -> NotFoundError:
    """Return the error for a curriculum that is not in the store. known: the names that there are."""
    return NotFoundError(_told(_CURRICULUM, name, known, language))


def no_profile(name: str, known: Sequence[str], language: str) -> NotFoundError:
    """Return the error for an occupational profile that is not in the store. known: the names that there are."""
    return NotFoundError(_told(_PROFILE, name, known, language))


def no_added_curriculum(name: str, version: str | None, known: Sequence[str], language: str) -> NotFoundError:
    """Return the error for a curriculum that nobody has added. known: names with versions of those that were added."""
    gettext = words(language).gettext
    wanted = f"{name!r} {version}" if version else repr(name)
    if not known:
        return NotFoundError(gettext("no added curriculum %(name)s; none has been added", name=wanted))
    names = ", ".join(known)
    return NotFoundError(gettext("no added curriculum %(name)s; there is: %(names)s", name=wanted, names=names))


def no_rule_set(name: str, known: Sequence[str], language: str) -> NotFoundError:
    """Return the error for a set of rules that there is not. known: the names that there are."""
    names = ", ".join(sorted(known))
    return NotFoundError(
        words(language).gettext("no rule set %(name)s; there is: %(names)s", name=repr(name), names=names)
    )


def no_profile_named(place: str, example: str, language: str) -> DataError:
    """Return the error for a curriculum that does not say which profile it is for.

    place: what errors name it by. example: how to say it where it was asked for, e.g. ``--profile supporter``.
    """
    problem = words(language).gettext("names no profile (bw:forProfile); say which: %(example)s", example=example)
    return DataError(place, problem)


def _told(messages: tuple[str, str], name: str, known: Sequence[str], language: str) -> str:
    plain, with_near = messages
    gettext = words(language).gettext
    names = ", ".join(sorted(set(known))) or "–"
    if near := difflib.get_close_matches(name, known, n=1):
        return gettext(with_near, name=repr(name), near=repr(near[0]), names=names)
    return gettext(plain, name=repr(name), names=names)
