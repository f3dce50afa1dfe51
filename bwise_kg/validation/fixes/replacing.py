"""One value in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from ...words import gettext_noop
from ..paths import Node, Term
from ..quoting import quoted
from .fix import Proposal
from .scene import Scene


def replaced(
    scene: Scene, subject: Node, properties: Iterable[NamedNode], old: Term, new: Term, what: str, certainty: float
) -> Proposal | None:
    """Return a proposal to replace a value wherever a resource has it; None if it has it nowhere, or has both.

    what: the title without the place.
    """
    found = [p for p in properties if old in scene.own.values(subject, p)]
    if not found or any(new in scene.own.values(subject, p) for p in found):
        return None
    return Proposal(
        scene.titled(what, subject, found[0]),
        tuple(Triple(subject, p, old) for p in found),
        tuple(Triple(subject, p, new) for p in found),
        certainty,
    )


def exchange(scene: Scene, old: Term, new: NamedNode, label: str = "", why: str = "") -> str:
    """Return what the title of a replacement says.

    label: of what is new, by default what it is called. why: what speaks for it, "" if that is clear.
    """
    known = label or scene.label(new)
    named = f"<{new.value}>" if known == new.value else f"{scene.wording.quoted(known)} <{new.value}>"
    shown = quoted(old, scene.language) if isinstance(old, Literal) else f"<{old.value}>"
    message = gettext_noop("Put %(new)s in place of %(old)s")
    if why:
        message = gettext_noop("Put %(new)s in place of %(old)s: %(why)s")
    return scene.wording.gettext(message, new=named, old=shown, why=why)
