"""Write the rule book: ``python -m bwise_kg.validation docs/rules.md``."""

import sys
from pathlib import Path

from .book import rule_book
from .rules import rules

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rule_book(rules()), encoding="utf-8")
