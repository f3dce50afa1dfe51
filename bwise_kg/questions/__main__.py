"""Write the list of questions into a page: ``python -m bwise_kg.questions docs/questions.md``."""

from __future__ import annotations

import sys
from pathlib import Path

from .model import Question, UserGroup
from .reading import questions

MARK = "<!-- What follows is written by `python -m bwise_kg.questions docs/questions.md`. -->\n"
"""What divides the page: above it stands what people write."""


def page(before: str) -> str:
    """Return a page with the list of questions after its mark, and before it what was there."""
    parts = [before.partition(MARK)[0], MARK, "\n## All questions\n"]
    for users in UserGroup:
        asked = [question for question in questions() if question.users is users]
        if asked:
            parts += [f"\n### {users.heading}\n", *map(_entry, asked)]
    return "".join(parts)


def _entry(question: Question) -> str:
    lines = [f"\n#### {question.id} {question.title}\n", question.text, ""]
    for parameter in question.parameters:
        default = f"; default `{parameter.default}`" if parameter.default is not None else ""
        lines.append(f"- `{parameter.option}` ({parameter.type}{default}): {parameter.help}")
    lines += [""] if question.parameters else []
    graphs = ", ".join(f"`{graph.rpartition('/graph/')[2]}`" for graph in question.graphs)
    lines.append(f"Columns: {', '.join(question.columns.values())}." + (f" Asks only {graphs}." if graphs else ""))
    return "\n".join([*lines, "", f"    {question.example}", ""])


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(page(target.read_text(encoding="utf-8")), encoding="utf-8")
