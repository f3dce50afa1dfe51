"""Validation: rules as SHACL shapes, two engines behind one port, and a report that says where and why."""

from .checking import check, validate
from .data import Data, data_of
from .engines import EngineName, RawResult, Validator, engine
from .grades import Criterion, CriterionResult, CriterionVerdict, Grade, GradeLevel
from .many import validate_many
from .report import Cause, Finding, Group, Report, RuleResult, State
from .rules import Rule, RuleBook, RuleSet, Severity, read_rules, rules
from .subjects import DEFAULT

__all__ = [
    "DEFAULT",
    "Cause",
    "Criterion",
    "CriterionResult",
    "CriterionVerdict",
    "Data",
    "EngineName",
    "Finding",
    "Grade",
    "GradeLevel",
    "Group",
    "RawResult",
    "Report",
    "Rule",
    "RuleBook",
    "RuleResult",
    "RuleSet",
    "Severity",
    "State",
    "Validator",
    "check",
    "data_of",
    "engine",
    "read_rules",
    "rules",
    "validate",
    "validate_many",
]
