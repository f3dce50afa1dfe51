"""The ontology and its vocabularies: every term documented and declared, levels in order, OWL 2 DL, consistent.

What they forbid is tested with data that is wrong in one thing each, which the reasoner has to find.
"""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import owlready2  # type: ignore[import-untyped, unused-ignore]
import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

FOLDER = Path(__file__).parents[2] / "ontology"
VOCABULARIES = sorted((FOLDER / "vocabularies").glob("*.ttl"))
IRI = URIRef("https://w3id.org/bwise/ontology")
BW = Namespace(f"{IRI}#")
ID = Namespace("https://w3id.org/bwise/id/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")  # rdflib's own warns when pytest looks at its attributes
EQF = URIRef("http://data.europa.eu/snb/eqf/25831c2")

TERM_KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
BUILT_IN = tuple(str(namespace) for namespace in (OWL, RDF, RDFS, XSD))
TERM_POSITIONS = {RDF.type, RDF.first, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
TERM_POSITIONS |= {OWL.equivalentClass, OWL.disjointWith, OWL.inverseOf, OWL.differentFrom, OWL.onProperty, OWL.onClass}
TERM_POSITIONS |= {OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.onDatatype}
OUTSIDE_OWL = {XSD.date, XSD.gYear, XSD.gYearMonth, XSD.duration, XSD.dayTimeDuration, XSD.yearMonthDuration}


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


ONTOLOGY = read(FOLDER / "bwise.ttl")
CONCEPTS = read(*VOCABULARIES)
REFERENCE = read(*sorted((FOLDER / "reference").rglob("*.ttl"))).serialize(format="nt")
DECLARED = {term for kind in TERM_KINDS for term in ONTOLOGY.subjects(RDF.type, kind) if isinstance(term, URIRef)}
TERMS = sorted(term for term in DECLARED if term in BW)


# The ontology itself


def test_imports_nothing_and_is_versioned() -> None:
    (version,) = ONTOLOGY.objects(IRI, OWL.versionIRI)
    (number,) = ONTOLOGY.objects(IRI, OWL.versionInfo)
    assert version == URIRef(f"{IRI}/{number}")
    assert not list(ONTOLOGY.objects(None, OWL.imports))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).removeprefix(str(BW)))
def test_term_is_documented(term: URIRef) -> None:
    for text in (RDFS.label, SKOS.definition):
        assert [value.language for value in ONTOLOGY.objects(term, text) if isinstance(value, Literal)] == ["en"]
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [IRI]
    assert all(str(source).strip() for source in ONTOLOGY.objects(term, DCTERMS.source))
    for needed in (SKOS.example, DCTERMS.source):
        assert (term, needed, None) in ONTOLOGY


def test_labels_and_definitions_tell_terms_apart() -> None:
    for text in (RDFS.label, SKOS.definition):
        values = [str(ONTOLOGY.value(term, text)) for term in TERMS]
        assert sorted(set(values)) == sorted(values)


def test_terms_of_other_vocabularies_name_them() -> None:
    for term in DECLARED - set(TERMS):
        home = str(ONTOLOGY.value(term, RDFS.isDefinedBy))
        assert str(term).startswith(home), f"{term} is not defined by {home}"
        assert (term, RDFS.label, None) in ONTOLOGY


def test_declares_all_that_it_uses() -> None:
    individuals = set(ONTOLOGY.subjects(RDF.type, OWL.NamedIndividual))
    used = set(ONTOLOGY.predicates()) | {o for _, p, o in ONTOLOGY if p in TERM_POSITIONS and isinstance(o, URIRef)}
    foreign = {term for term in used if not str(term).startswith(BUILT_IN)}
    assert foreign - DECLARED - individuals == set()


def test_no_file_uses_an_undeclared_term() -> None:
    undeclared = {
        (str(path.relative_to(FOLDER)), part.value)
        for path in sorted(FOLDER.rglob("*.ttl"))
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)
        for part in (quad.subject, quad.predicate, quad.object)
        if isinstance(part, pyoxigraph.NamedNode) and part.value.startswith(str(BW)) and part.value != str(BW)
        if URIRef(part.value) not in DECLARED
    }
    assert undeclared == set()


def test_properties_with_one_value_are_functional() -> None:
    functional = {str(term).removeprefix(str(BW)) for term in ONTOLOGY.subjects(RDF.type, OWL.FunctionalProperty)}
    per_requirement, per_outcome = {"skill", "importance", "requiredLevel"}, {"outcomeKind", "level"}
    of_curricula = {"hours", "requirement", "uncoveredEssentials"}
    of_pilots = {"participantGroup", "persons", "completed", "score", "bestScore", "fromVersion", "toVersion"}
    of_labels = {"decision", "criterion", "criterionVerdict", "points", "mandatory", "sufficientPoints"}
    of_graphs = {"inDefaultGraph", "currentESCO"}
    others = {"rank", "greenShare", "digitalLevel"}
    assert functional == per_requirement | per_outcome | of_curricula | of_pilots | of_labels | of_graphs | others


# The vocabularies


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_vocabulary_is_complete(path: Path) -> None:
    graph = read(path)
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    schemes, concepts = set(graph.subjects(RDF.type, SKOS.ConceptScheme)), set(graph.subjects(RDF.type, SKOS.Concept))
    collections = set(graph.subjects(RDF.type, SKOS.Collection))
    assert collections or (schemes and concepts)
    for thing in schemes | concepts | collections:
        for predicate in (SKOS.prefLabel, SKOS.definition, DCTERMS.source, BW.origin):
            assert (thing, predicate, None) in graph, f"{thing} lacks {predicate}"
    for concept in concepts:
        assert set(graph.objects(concept, SKOS.inScheme)) & schemes, f"{concept} is in no scheme of the file"
    tops = set(graph.subject_objects(SKOS.hasTopConcept))
    assert tops == {(scheme, concept) for concept, scheme in graph.subject_objects(SKOS.topConceptOf)}


def place(level: Node) -> tuple[Node, int]:
    """Return the one scale of a level and its one rank there."""
    (scale,), (rank,) = CONCEPTS.objects(level, SKOS.inScheme), CONCEPTS.objects(level, BW.rank)
    assert isinstance(rank, Literal)
    assert rank.datatype == XSD.positiveInteger
    return scale, int(rank)


def test_ranks_of_a_scale_have_no_holes() -> None:
    places = sorted(place(level) for level in CONCEPTS.subjects(RDF.type, BW.ProficiencyLevel))
    sizes = {ID["scale/digcomp-2.2"]: 8, ID["scale/reference"]: 4, EQF: 8}
    assert set(sizes) <= set(CONCEPTS.subjects(RDF.type, BW.ProficiencyScale))
    for scale in CONCEPTS.subjects(RDF.type, BW.ProficiencyScale):
        ranks = [rank for of, rank in places if of == scale]
        assert ranks == list(range(1, len(ranks) + 1))
        assert len(ranks) == sizes.get(URIRef(str(scale)), len(ranks)) > 0


def test_levels_map_to_other_scales_without_promising_more_than_reached() -> None:
    mappings = [(place(level), place(other)) for level, other in CONCEPTS.subject_objects(BW.mapsToLevel)]
    assert all(level[0] != other[0] for level, other in mappings)
    for (scale, rank), other in mappings:
        back = [there for via, there in mappings if via == other and there[0] == scale]
        assert all(there[1] <= rank for there in back)
        same_pair = [(a[1], b[1]) for a, b in mappings if (a[0], b[0]) == (scale, other[0])]
        assert all(b <= other[1] for a, b in same_pair if a <= rank), "a lower level maps to a higher one"


def test_digcomp_bands_are_the_steps_of_the_reference_scale() -> None:
    digcomp, reference = ID["scale/digcomp-2.2"], ID["scale/reference"]
    mappings = {(place(level), place(other)) for level, other in CONCEPTS.subject_objects(BW.mapsToLevel)}
    bands = {((digcomp, n), (reference, (n + 1) // 2)) for n in range(1, 9)}
    assert mappings == bands | {((reference, n), (digcomp, 2 * n - 1)) for n in range(1, 5)}


# What a reasoner makes of them

JAVA = shutil.which("java")
needs_java = pytest.mark.skipif(JAVA is None, reason="HermiT and ROBOT run on Java: no `java` on the path")

PREFIXES = f"""
    @prefix : <https://example.org/> .
    @prefix bw: <{BW}> .
    @prefix elm: <http://data.europa.eu/snb/model/elm/> .
    @prefix esco: <http://data.europa.eu/esco/model#> .
    @prefix kind: <{ID}outcome-kind/> .
    @prefix level: <{ID}level/> .
    @prefix owl: <{OWL}> .
    @prefix relation: <http://data.europa.eu/esco/relationship-type/> .
    @prefix scale: <{ID}scale/> .
    @prefix scheme: <http://data.europa.eu/esco/concept-scheme/> .
    @prefix skos: <{SKOS}> .
    @prefix xsd: <{XSD}> .
"""

RIGHT = """
    :p a bw:OccupationalProfile ; bw:requires :r ; bw:leavesOut [ bw:skill :t ] .
    :r bw:skill :s ; bw:importance relation:essential-skill ; bw:requiredLevel level:intermediate .
    :c bw:forProfile :p ; bw:hours 160.0 ; elm:hasPart :m ; bw:knownGap [ bw:requirement :q ] .
    :m a owl:NamedIndividual ; bw:hours 0.0 ; elm:learningOutcome :o ; elm:provenBy :x .
    :o a owl:NamedIndividual ; bw:outcomeKind kind:skill ; bw:attains :a .
    :a a owl:NamedIndividual ; bw:skill :s ; bw:level level:digcomp-4 .
    :x a owl:NamedIndividual ; bw:assesses :o .
    :s a esco:Skill ; skos:inScheme scheme:6c930acd-c104-4ece-acf7-f44fd7333036 ; bw:broaderSkill :t .
    :t a esco:Skill ; skos:inScheme scheme:green .
    :m elm:hasPart :u ; elm:entryRequirement :e . :u a owl:NamedIndividual ; bw:hours 0.0 ; bw:setting :w .
    :e a owl:NamedIndividual ; bw:presupposes :m .
    :c a owl:NamedIndividual ; bw:uncoveredEssentials "0"^^xsd:nonNegativeInteger .
    :n a bw:SectorSkill ; skos:broadMatch :s . :d a esco:Skill ; skos:inScheme scheme:digcomp .
    :wp bw:task :k ; bw:lead :l . :k a owl:NamedIndividual ; bw:produces :out . :out bw:publication [] .
    :pe a bw:PilotEdition ; bw:feedback :f ; bw:participation [ bw:participantGroup :g ; bw:persons 7 ] .
    :f a owl:NamedIndividual ; bw:feedbackOn :m . :adj bw:causedBy :f ; bw:adjusts :o .
    :as bw:assessed :c ; bw:criterionResult [ bw:criterion :cr ; bw:criterionVerdict :met ] .
    :one a bw:Claim ; bw:contradicts :two .
"""

WRONG = {
    "a module both core and optional": ":m a bw:CoreModule , bw:OptionalModule .",
    "a curriculum as part of a curriculum": ":c a bw:Curriculum ; elm:hasPart :d . :d a bw:Curriculum .",
    "a module proven by an achievement": ":m a bw:Module ; elm:provenBy [ a elm:LearningAchievementSpecification ] .",
    "an outcome of two kinds": ":o bw:outcomeKind kind:skill , kind:knowledge .",
    "an outcome that teaches an occupation": ":o a bw:LearningOutcome ; elm:relatedESCOSkill [ a esco:Occupation ] .",
    "hours below zero": ":m bw:hours -1.0 .",
    "hours stated twice": ":m bw:hours 40.0 , 60.0 .",
    "a skill both essential and optional": ":r bw:importance relation:essential-skill , relation:optional-skill .",
    "a requirement of two levels": ":r bw:requiredLevel level:foundation , level:advanced .",
    "a requirement for a scheme": ":r bw:skill scale:reference .",
    "a requirement that is left out": ":p bw:requires :r ; bw:leavesOut :r .",
    "a profile that is an ESCO occupation": ":p a bw:OccupationalProfile , esco:Occupation .",
    "a second rank on a level": "level:foundation bw:rank 2 .",
    "a rank below the lowest": "[] bw:rank 0 .",
    "a level on two scales": "level:foundation skos:inScheme scale:digcomp-2.2 .",
    "a level that maps to itself": "level:foundation bw:mapsToLevel level:foundation .",
    "a green share above one": "[] bw:greenShare 1.5 .",
    "a unit that is a module": ":u a bw:Unit , bw:Module .",
    "a curriculum as part of a module": ":m a bw:Module ; elm:hasPart :d . :d a bw:Curriculum .",
    "a unit with an assessment for an outcome": ":u a bw:Unit ; elm:learningOutcome [ a bw:Assessment ] .",
    "a sector skill that ESCO has": ":n a bw:SectorSkill , esco:Skill .",
    "a sector skill with two nearest skills": ":n a bw:SectorSkill ; skos:broadMatch :y , :z . "
    ":y a esco:Skill ; owl:differentFrom :z . :z a esco:Skill .",
    "an entry requirement of two levels": ":e a bw:EntryRequirement ; bw:level level:foundation , level:advanced .",
    "a publication both planned and actual": ":x a bw:PlannedPublication , bw:ActualPublication .",
    "an output of two tasks' publications": ":p a bw:PublicationEvent . :a bw:publication :p . :b bw:publication :p ; "
    "owl:differentFrom :a .",
    "a task in two work packages": ":a bw:task :k . :b bw:task :k ; owl:differentFrom :a .",
    "a persona that is a scenario": ":x a bw:Persona , bw:Scenario .",
    "a persona of two groups": ":x a bw:Persona ; bw:personaGroup :y , :z . :y owl:differentFrom :z . "
    ":y a bw:TargetGroup . :z a bw:TargetGroup .",
    "people counted twice": ':x bw:persons "7"^^xsd:nonNegativeInteger , "8"^^xsd:nonNegativeInteger .',
    "fewer than no people": ":x bw:persons -1 .",
    "a criterion with two verdicts": ":x bw:criterionVerdict :met , :not . :met owl:differentFrom :not .",
    "a claim against itself": ":x a bw:Claim ; bw:contradicts :x .",
    "a planned publication that is an output": ":o bw:publication :o .",
    "a partner as a lead's work package": ":x a bw:WorkPackage , bw:PartnerRole .",
    "a country as a target group": ":x bw:country :y . :y a bw:TargetGroup .",
    "full coverage with essentials left": ":c a bw:FullyCoveredCurriculum ; "
    'bw:uncoveredEssentials "3"^^xsd:nonNegativeInteger .',
    "feedback that is an adjustment": ":x bw:causedBy :x .",
}


def write_facts(data: str, path: Path) -> Path:
    """Write ontology, vocabularies and data as N-Triples, which every tool reads, without dates and durations."""
    graph = (ONTOLOGY + CONCEPTS).parse(data=PREFIXES + data, format="turtle")
    for triple in list(graph):
        if isinstance(triple[2], Literal) and triple[2].datatype in OUTSIDE_OWL:
            graph.remove(triple)
    graph.serialize(path, format="nt", encoding="utf-8")
    return path


@contextmanager
def reasoned(data: str, folder: Path) -> Iterator[owlready2.World]:
    """Yield a world classified by HermiT; owlready2's error tells that the data is inconsistent."""
    world = owlready2.World()
    try:
        world.get_ontology(write_facts(data, folder / "facts.nt").as_uri()).load()
        owlready2.sync_reasoner_hermit(world, debug=0)
        yield world
    finally:
        world.close()


@needs_java
def test_right_data_is_classified(tmp_path: Path) -> None:
    expected = {"m": "Module", "o": "LearningOutcome", "a": "AttainedSkill", "x": "Assessment", "s": "DigitalSkill"}
    expected |= {"u": "Unit", "e": "EntryRequirement", "d": "DigitalSkill", "r": "DigitalRequirement"}
    expected |= {"c": "FullyCoveredCurriculum", "k": "Task", "f": "Feedback"}
    with reasoned(RIGHT, tmp_path) as world:
        assert list(world.inconsistent_classes()) == []
        for name, term in (expected | {"t": "GreenSkill"}).items():
            assert world[str(BW[term])] in world[f"https://example.org/{name}"].INDIRECT_is_a, (name, term)
        assert world[str(BW.DigitalOutcome)] in world["https://example.org/o"].INDIRECT_is_a
        assert world[str(BW.GreenOutcome)] not in world["https://example.org/o"].INDIRECT_is_a
        assert world[str(BW.GreenSkill)] not in world["https://example.org/s"].INDIRECT_is_a


@needs_java
def test_reference_design_is_consistent(tmp_path: Path) -> None:
    with reasoned(REFERENCE, tmp_path) as world:
        assert list(world.inconsistent_classes()) == []


@needs_java
@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_wrong_data_is_inconsistent(data: str, tmp_path: Path) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError), reasoned(data, tmp_path):
        pass


def find_robot() -> Path | None:
    """Return the ROBOT jar inside the installed PyPI package cmem-plugin-reason, None without that package."""
    try:
        shipped = files("cmem-plugin-reason") or []
    except PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in shipped if file.name == "robot.jar"), None)


ROBOT = find_robot()
needs_robot = pytest.mark.skipif(
    ROBOT is None, reason="no ROBOT: pip install --no-deps cmem-plugin-reason==2.2.1, of which only robot.jar is used"
)


def robot(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(JAVA), "-jar", str(ROBOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@needs_java
@needs_robot
@pytest.mark.parametrize(
    ("data", "status"),
    [(RIGHT, 0), (REFERENCE, 0), ("bw:rank a owl:ObjectProperty .", 1)],
    ids=["right data", "the reference design", "a punned property"],
)
def test_profile_is_owl_2_dl(data: str, status: int, tmp_path: Path) -> None:
    facts = write_facts(data, tmp_path / "facts.nt")
    result = robot("validate-profile", "--profile", "DL", "--input", facts, "--output", tmp_path / "report.txt")
    assert result.returncode == status, result.stdout


@needs_java
@needs_robot
def test_robot_reports_no_error(tmp_path: Path) -> None:
    """A label shared by a class here and a property of ELM (learning outcome, target group) is none."""
    report = tmp_path / "report.tsv"
    result = robot("report", "--input", FOLDER / "bwise.ttl", "--fail-on", "none", "--output", report)
    assert result.returncode == 0, result.stdout
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert rows
    assert [row for row in rows if row["Level"] == "ERROR" and row["Rule Name"] != "duplicate_label"] == []
