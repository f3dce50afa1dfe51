"""The files in shapes/: valid SHACL, whole, and within what both engines can run."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph as RDFGraph

from bwise_kg.validation import Rule, Severity, rules

SHAPES = Path(__file__).parents[2] / "shapes"
FILES = sorted(SHAPES.glob("*/*/*.ttl"))
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BW = "https://w3id.org/bwise/ontology#"
RULE = "https://w3id.org/bwise/id/rule/"
PREFIXES_OF_SETS = {"curriculum": "CUR", "alignment": "ALI", "profile": "PRO", "label": "LAB", "graph": "GRA"}
SEVERITIES = {"must": "Violation", "should": "Warning", "may": "Info"}
SLOTS = {"focus", "path", "value", "allowed", "count"}


def _rule(rule: Rule) -> str:
    return rule.id


def _file(path: Path) -> str:
    return str(path.relative_to(SHAPES))


def _triples(path: Path) -> list[tuple[str, str, str]]:
    """Return subject, predicate and object: IRIs as they are, blank nodes with ``_:``, literals as their text."""
    rows = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return [(_text(quad.subject), _text(quad.predicate), _text(quad.object)) for quad in rows]


def _text(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def _select(path: Path) -> str | None:
    found = [o for _, p, o in _triples(path) if p == SH + "select"]
    assert len(found) <= 1, "one sh:sparql a rule"
    return found[0] if found else None


def _head(path: Path) -> str:
    heads = [s for s, _, o in _triples(path) if o == BW + "Rule"]
    assert len(heads) == 1
    return heads[0]


def test_there_are_rules_enough() -> None:
    assert len(rules().rules) == len(FILES) >= 50
    assert {s.name for s in rules().sets} == set(PREFIXES_OF_SETS)


@pytest.mark.parametrize("rule", rules().rules, ids=_rule)
def test_rule_is_told_in_full(rule: Rule) -> None:
    texts = (rule.name, rule.description, rule.rationale, rule.remedy, rule.message, rule.templates)
    assert all(text.get("en", "").strip() for text in texts)
    assert rule.sources
    assert rule.description["en"].endswith(".")
    assert not re.search(r"[{}]", rule.message["en"]), "sh:message is plain"
    assert re.fullmatch(PREFIXES_OF_SETS[rule.rule_set] + r"-\d{3}", rule.id)


@pytest.mark.parametrize("path", FILES, ids=_file)
def test_folder_and_name_agree_with_the_rule(path: Path) -> None:
    rule_set, severity, name = path.relative_to(SHAPES).parts
    triples = _triples(path)
    assert _head(path).startswith(RULE)
    assert re.fullmatch(r"\d\d_[a-z0-9_]+\.ttl", name)
    said = {o for _, p, o in triples if p == SH + "severity"}
    assert said == {SH + SEVERITIES[severity]}, "one severity for the rule and all within it"
    assert {o for _, p, o in triples if p == BW + "ruleSet"} == {f"https://w3id.org/bwise/id/rule-set/{rule_set}"}


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=_file)
def test_files_are_numbered_in_the_order_of_their_rules(folder: Path) -> None:
    paths = sorted(folder.glob("*.ttl"))
    assert [path.name[:2] for path in paths] == [f"{number:02}" for number in range(1, len(paths) + 1)]
    assert [_head(path) for path in paths] == sorted(_head(path) for path in paths)


@pytest.mark.parametrize("path", FILES, ids=_file)
def test_shapes_have_iris_of_their_rule(path: Path) -> None:
    triples = _triples(path)
    head = _head(path)
    kinds = {SH + "NodeShape", SH + "PropertyShape", SH + "SPARQLConstraint"}
    assert all(subject.startswith(head) for subject, _, kind in triples if kind in kinds)
    # blank nodes are only those of lists and property paths
    blank = {predicate for subject, predicate, _ in triples if subject.startswith("_:")}
    assert blank <= {RDF + "first", RDF + "rest", SH + "alternativePath", SH + "inversePath"}
    # a shape that results can come from says the same as its rule
    messages = {(s, o) for s, p, o in triples if p == SH + "message"}
    (message,) = (text for shape, text in messages if shape == head)
    sources = [o for s, p, o in triples if s == head and p in {SH + "property", SH + "sparql"}]
    assert all((source, message) in messages for source in sources)


@pytest.mark.parametrize("path", [p for p in FILES if _select(p)], ids=_file)
def test_queries_stay_within_shacl_sparql(path: Path) -> None:
    query = _select(path) or ""
    assert not re.search(r"\b(MINUS|VALUES|SERVICE|GRAPH|FROM)\b", query)
    assert re.match(r"\s*SELECT\s+(DISTINCT\s+)?\$this\b", query)
    # a query inside selects $this, else engines do not bind it there
    assert all("$this" in inner for inner in re.findall(r"\{\s*SELECT([^{]*)WHERE", query))
    assert not re.search(r"\bAS\s+\$?\??this\b", query)


@pytest.mark.parametrize("rule", rules().rules, ids=_rule)
def test_templates_name_only_what_can_be_filled(rule: Rule) -> None:
    query = _select(SHAPES / rule.file)
    head = re.split(r"\bWHERE\b", query, maxsplit=1)[0] if query else ""
    variables = set(re.findall(r"\?(\w+)(?=\s|\)|$)", re.sub(r"\((?:[^()]|\([^()]*\))*\bAS\s+(\?\w+)\)", r"\1", head)))
    for template in rule.templates.values():
        assert set(re.findall(r"\{(\w+)\}", template)) <= SLOTS | variables


def test_label_rules_name_their_criteria() -> None:
    criteria = _criteria()
    named = {}
    for path in sorted((SHAPES / "label").glob("*/*.ttl")):
        subjects = [o for _, p, o in _triples(path) if p == "http://purl.org/dc/terms/subject"]
        assert len(subjects) == 1
        named[subjects[0]] = path
    assert named.keys() == criteria.keys()
    for criterion, path in named.items():
        mandatory, notation = criteria[criterion]
        assert path.parent.name == (Severity.MUST if mandatory else Severity.SHOULD)
        assert next(r for r in rules().rules if r.file == str(path.relative_to(SHAPES))).id == f"LAB-0{notation[1:]}"


def _criteria() -> dict[str, tuple[bool, str]]:
    path = SHAPES.parent / "ontology" / "reference" / "label-criteria.ttl"
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        f"SELECT ?c ?m ?n {{ ?c a <{BW}LabelCriterion> ; <{BW}mandatory> ?m ;"
        " <http://www.w3.org/2004/02/skos/core#notation> ?n }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return {row["c"].value: (row["m"].value == "true", row["n"].value) for row in rows}


def test_shapes_are_valid_shacl() -> None:
    """The shapes of shapes, as the SHACL recommendation gives them, have no objection."""
    import pyshacl

    shapes = RDFGraph()
    for path in (*FILES, SHAPES / "prefixes.ttl"):
        shapes.parse(path)
    conforms, _, _ = pyshacl.validate(RDFGraph(), shacl_graph=shapes, meta_shacl=True, do_owl_imports=False)
    assert conforms
