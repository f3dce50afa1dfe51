"""Values of which a rule allows one only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from ...namespaces import SH
from ..bindings import allowed
from ..engines import RawResult
from ..paths import Index
from ..report import Finding
from .fix import Proposal
from .scene import Scene

COMPONENTS = {SH.HasValueConstraintComponent.value, SH.InConstraintComponent.value}


def only_value(scene: Scene, finding: Finding, shapes: Index) -> Iterator[Proposal]:
    """Propose the one value that a constraint asks for or allows, at a property of the node itself."""
    focus, old = finding.focus_term, finding.value_term
    match = re.fullmatch(r"<([^>]*)>", finding.path)
    if match is None or isinstance(focus, Literal) or finding.shape.startswith("_:"):
        return
    result = RawResult(focus, NamedNode(finding.component), NamedNode(finding.shape), finding.path, old)
    values = allowed(shapes, result)
    if len(values) == 1:
        property_ = NamedNode(match[1])
        remove = (Triple(focus, property_, old),) if old is not None else ()
        title = scene.wording.gettext(
            "State for %(part)s: %(property)s %(value)s",
            part=scene.called(focus),
            property=finding.path_label,
            value=scene.called(values[0]),
        )
        yield Proposal(scene.titled(title, focus, property_), remove, (Triple(focus, property_, values[0]),))
