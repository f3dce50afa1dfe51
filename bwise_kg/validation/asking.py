"""What a constraint asks for, in words, where its shape has no message: a part of a cause."""

from __future__ import annotations

from ..namespaces import SH
from ..render.labels import Words
from ..words import gettext_noop, words
from .causes import Tree
from .naming import Called

ASKED = {
    SH.ClassConstraintComponent: gettext_noop("of the class: %(allowed)s"),
    SH.DatatypeConstraintComponent: gettext_noop("of the datatype: %(allowed)s"),
    SH.NodeKindConstraintComponent: gettext_noop("of the kind of node: %(allowed)s"),
    SH.MinCountConstraintComponent: gettext_noop("at least so often: %(allowed)s"),
    SH.MaxCountConstraintComponent: gettext_noop("at most so often: %(allowed)s"),
    SH.QualifiedMinCountConstraintComponent: gettext_noop("at least so often: %(allowed)s"),
    SH.QualifiedMaxCountConstraintComponent: gettext_noop("at most so often: %(allowed)s"),
    SH.MinExclusiveConstraintComponent: gettext_noop("more than %(allowed)s"),
    SH.MinInclusiveConstraintComponent: gettext_noop("at least %(allowed)s"),
    SH.MaxExclusiveConstraintComponent: gettext_noop("less than %(allowed)s"),
    SH.MaxInclusiveConstraintComponent: gettext_noop("at most %(allowed)s"),
    SH.MinLengthConstraintComponent: gettext_noop("so many characters or more: %(allowed)s"),
    SH.MaxLengthConstraintComponent: gettext_noop("so many characters or fewer: %(allowed)s"),
    SH.PatternConstraintComponent: gettext_noop("in the form %(allowed)s"),
    SH.LanguageInConstraintComponent: gettext_noop("in one of the languages: %(allowed)s"),
    SH.UniqueLangConstraintComponent: gettext_noop("one text in each language"),
    SH.NotConstraintComponent: gettext_noop("has to be another"),
    SH.HasValueConstraintComponent: gettext_noop("has to be %(allowed)s"),
    SH["InConstraintComponent"]: gettext_noop("one of: %(allowed)s"),
}
"""What each component of SHACL Core asks for; follows the name of a property and a colon."""

_OTHER = gettext_noop("not as the constraint %(constraint)s asks")


def asked_by(tree: Tree, names: Called, language: str, allowed: str) -> Words:
    """Return what an inner shape asks for: its message, else the property and the constraint, e.g. ``level: of …``."""
    if tree.message:
        return Words.of(tree.message, language)
    wording, component = words(language), tree.result.component
    constraint = component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
    said = wording.gettext(ASKED.get(component, _OTHER), allowed=allowed, constraint=constraint)
    return Words(": ".join(filter(None, [names.path(tree.result.path, language), said])), wording.language)
