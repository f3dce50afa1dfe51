"""The rule book: ``docs/rules.md``, written from the shapes."""

from __future__ import annotations

from collections.abc import Iterator

from ..curriculum.model import text_in
from .rules import Rule, RuleBook, Severity

_HEAD = """# The rules

Written from the shapes with: `python -m bwise_kg.validation docs/rules.md`.
How to apply them: [validation](validation.md).

The rules are this project's own: the B-WISE consortium has published none. Those with the weight *must* decide whether
a curriculum conforms; those with *should* are expected unless there is a reason; those with *may* are worth having.
"""


def rule_book(book: RuleBook) -> str:
    """Return all rules as Markdown, by rule set and weight."""
    return "\n".join(_lines(book))


def _lines(book: RuleBook) -> Iterator[str]:
    yield _HEAD
    yield "| rule set | " + " | ".join(Severity) + " | about |"
    yield "|---|" + "---|" * (len(Severity) + 1)
    for found in book.sets:
        counts = [sum(r.rule_set == found.name and r.severity is s for r in book.rules) for s in Severity]
        about = _cell(text_in(found.definition))
        yield f"| [{found.name}](#{found.name}) | " + " | ".join(map(str, counts)) + f" | {about} |"
    for found in book.sets:
        yield f"\n## {found.name}"
        for severity in Severity:
            chosen = [r for r in book.rules if r.rule_set == found.name and r.severity is severity]
            if chosen:
                yield f"\n### {found.name}: {severity.value}"
                for rule in chosen:
                    yield from _rule(rule)
    yield ""


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n#### {rule.id}: {text_in(rule.name)}"
    yield f"\n{text_in(rule.description)}"
    if rule.rationale:
        yield f"\n- **Why:** {text_in(rule.rationale)}"
    yield f"- **What to do:** {text_in(rule.remedy)}"
    yield f"- **From:** {'; '.join(map(_source, rule.sources))}"
    yield f"- **Shape:** `shapes/{rule.file}`"


def _source(source: str) -> str:
    return f"<{source}>" if source.startswith(("http://", "https://")) else source


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
