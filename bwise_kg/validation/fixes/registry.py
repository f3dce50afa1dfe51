"""Which rule's findings have a way out that can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..paths import Index
from ..report import Finding
from .essentials import cover_essential
from .fix import Proposal
from .gaps import drop_gap, gap_of_other_profile
from .hours import missing_hours, missing_total, module_hours, total_hours, unit_hours
from .hours_in_range import hours_in_range, no_hours_in_range
from .levels import level_of_outcome, level_of_skill, levels_in_outcome
from .listing import list_outcome, one_of_same_skill, renumber
from .only_values import COMPONENTS, only_value
from .profiles import profile, target_group
from .scene import Scene
from .skill_links import skill_mistyped, skill_named_by_label, skill_replaced
from .texts import language_of_title
from .vocabularies import field_of_education, from_vocabulary

Proposer = Callable[[Scene, Finding], Iterator[Proposal | None]]
Reason = Callable[[Scene, Finding], str]

PROPOSERS: Mapping[str, Proposer] = {
    "ALI-003": skill_named_by_label,
    "ALI-006": skill_mistyped,
    "ALI-007": skill_replaced,
    "ALI-009": cover_essential,
    "ALI-010": drop_gap,
    "ALI-012": gap_of_other_profile,
    "ALI-020": one_of_same_skill,
    "CUR-002": hours_in_range,
    "CUR-003": missing_total,
    "CUR-004": missing_hours,
    "CUR-005": total_hours,
    "CUR-006": module_hours,
    "CUR-007": unit_hours,
    "CUR-008": target_group,
    "CUR-009": profile,
    "CUR-010": target_group,
    "CUR-013": language_of_title,
    "CUR-014": language_of_title,
    "CUR-015": from_vocabulary,
    "CUR-016": level_of_outcome,
    "CUR-017": from_vocabulary,
    "CUR-018": level_of_skill,
    "CUR-027": list_outcome,
    "CUR-028": renumber,
    "CUR-029": from_vocabulary,
    "CUR-032": field_of_education,
    "CUR-033": from_vocabulary,
    "CUR-041": from_vocabulary,
    "CUR-048": from_vocabulary,
    "CUR-050": from_vocabulary,
    "CUR-054": from_vocabulary,
    "LAB-002": hours_in_range,
    "LAB-003": levels_in_outcome,
    "LAB-006": cover_essential,
    "LAB-009": skill_mistyped,
}
"""The proposer of each rule that has one; of any rule, values that are the only ones allowed are proposed as well."""


REASONS: Mapping[str, Reason] = {"CUR-002": no_hours_in_range, "LAB-002": no_hours_in_range}
"""What says why nothing can be computed for a finding, in the language of the report, "" if it does not know."""


def reason(scene: Scene, finding: Finding) -> str:
    """Return why there is nothing to propose for a finding, "" if nothing is known."""
    return REASONS[finding.rule.id](scene, finding) if finding.rule.id in REASONS else ""


def proposals(scene: Scene, finding: Finding, shapes: Index) -> Iterator[Proposal]:
    """Yield what may clear a finding, the best first; nothing of it has been tried."""
    proposer = PROPOSERS.get(finding.rule.id)
    if proposer:
        yield from (proposal for proposal in proposer(scene, finding) if proposal is not None)
    if finding.component in COMPONENTS:
        yield from only_value(scene, finding, shapes)
