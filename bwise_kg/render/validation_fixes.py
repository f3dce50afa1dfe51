"""Proposed fixes as plain data, in words and as suggestions of the DASH vocabulary (http://datashapes.org/dash)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..namespaces import DASH, RDF, SH, XSD
from ..validation.fixes.fix import Fix
from ..validation.report import Finding, Report
from ..words import words


def fix_json(fix: Fix) -> dict[str, Any]:
    """Return a fix as plain data, statements as N-Triples."""
    return {
        "title": str(fix.title),
        "titleLanguage": fix.title.language,
        "certainty": round(fix.certainty, 3),
        "draft": fix.draft,
        "remove": [f"{triple} ." for triple in fix.remove],
        "add": [f"{triple} ." for triple in fix.add],
        "update": fix.update,
    }


def fix_words(fix: Fix, language: str = "en") -> str:
    """Return what a fix does, with how sure it is."""
    return f"{fix.title} [{certainty_words(fix, language)}]"


def fix_lines(report: Report, finding: Finding) -> list[str]:
    """Return what is said of the ways out of a finding: each of its fixes, or why there is none."""
    lines = [fix_words(fix, report.language) for fix in report.fixes_of(finding)]
    why = report.no_fix(finding)
    return lines if why is None else [*lines, words(report.language).gettext("none: %(why)s", why=why)]


def certainty_words(fix: Fix, language: str = "en") -> str:
    """Return how sure a fix is, e.g. ``about 85% sure``."""
    wording = words(language)
    if fix.certainty == 1:
        sure = wording.gettext("the only way")
    else:
        sure = wording.gettext("about %(share)s sure", share=wording.percent(fix.certainty))
    return wording.gettext("%(certainty)s; draft: its texts are to be rewritten", certainty=sure) if fix.draft else sure


def fix_triples(result: BlankNode, fixes: Sequence[Fix]) -> Iterator[Triple]:
    """Yield fixes as suggestions of a validation result: a ``dash:GraphUpdate`` each, the best with the highest order.

    The confidence is from 0 to 100, as DASH has it.
    """
    for order, fix in enumerate(reversed(fixes), 1):
        node = BlankNode()
        yield Triple(result, DASH.suggestion, node)
        yield Triple(node, RDF.type, DASH.GraphUpdate)
        yield Triple(node, SH.order, Literal(str(order), datatype=XSD.integer))
        yield Triple(node, SH.message, Literal(fix.title, language=fix.title.language))
        yield Triple(node, DASH.suggestionConfidence, Literal(f"{100 * fix.certainty:.1f}", datatype=XSD.decimal))
        yield Triple(node, SH.update, Literal(fix.update))
        for link, triples in ((DASH.deletedTriple, fix.remove), (DASH.addedTriple, fix.add)):
            for triple in triples:
                yield from _statement(node, link, triple)


def _statement(update: BlankNode, link: NamedNode, triple: Triple) -> Iterator[Triple]:
    said = BlankNode()
    yield Triple(update, link, said)
    yield Triple(said, RDF.type, RDF.Statement)
    yield Triple(said, RDF.subject, triple.subject)
    yield Triple(said, RDF.predicate, triple.predicate)
    yield Triple(said, RDF.object, triple.object)
