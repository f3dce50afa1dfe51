"""The OpenAPI document: what the routes say, the schemas of results, and examples that were really answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bwise_kg.namespaces import XSD

from .application import application
from .envelopes import ProblemDetails
from .responses import RESULT

RESULTS = {"Coverage": "coverage", "Validation": "validation", "Answer": "answer"}
"""The schemas in ``docs`` that describe results, which the command line writes by, too."""

SHOWN = 2
"""How many members of a list an example shows."""
_HEADERS = {
    "Content-Language": {"description": "Language of labels and texts.", "schema": {"type": "string"}},
    "X-Request-ID": {"description": "The request's id, which stands in the log.", "schema": {"type": "string"}},
}

_TURTLE = """@prefix bw: <https://w3id.org/bwise/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix elm: <http://data.europa.eu/snb/model/elm/> .

<https://example.org/course> a bw:Curriculum ;
  dct:title "Supporting people at work"@en ;
  bw:forProfile <https://w3id.org/bwise/id/profile/supporter> ;
  elm:hasPart <https://example.org/course#module-1> .

<https://example.org/course#module-1> a bw:CoreModule ;
  dct:title "Talking and listening"@en ;
  bw:hours 30 ;
  elm:learningOutcome <https://example.org/course#outcome-1> .

<https://example.org/course#outcome-1> a bw:LearningOutcome ;
  dct:title "listen to what a worker has to say"@en ;
  elm:relatedESCOSkill <http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de> .
"""

EXAMPLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "listProfiles": ("/profiles", {}),
    "getProfile": ("/profiles/{id}", {"id": "supporter"}),
    "listRequirements": ("/requirements", {"profile": "supporter", "importance": "essential", "limit": "2"}),
    "getRequirement": ("/requirements/{id}", {"id": "supporter-tolerate-stress"}),
    "listPersonas": ("/personas", {"limit": "1"}),
    "getPersona": ("/personas/{id}", {"id": "almost-retired"}),
    "listCurricula": ("/curricula", {"profile": "supporter"}),
    "getCurriculum": ("/curricula/{id}", {"id": "supporter"}),
    "listModules": ("/modules", {"curriculum": "supporter", "limit": "1"}),
    "getModule": ("/modules/{id}", {"id": "enabler-1"}),
    "listOutcomes": ("/outcomes", {"module": "enabler-1", "limit": "1"}),
    "getOutcome": ("/outcomes/{id}", {"id": "enabler-1-01"}),
    "listSkills": ("/skills", {"digital": "true", "limit": "1"}),
    "getSkill": ("/skills/{id}", {"id": "0c66036a-3bdd-4955-8343-985f4697af64"}),
    "search": ("/search", {"q": "tolerate stress", "limit": "2"}),
    "getCoverage": ("/coverage", {"curriculum": "supporter"}),
    "coverFile": ("/coverage", {}),
    "validateFile": ("/validate", {}),
    "listQuestions": ("/questions", {"users": "authority"}),
}
"""What the examples of operations ask; questions ask what they ask by default. Files are the same small course."""


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and description of every operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def example_of(operation: Mapping[str, Any], path: str) -> tuple[str, dict[str, str]]:
    """Return the path that the example of an operation asks, and its parameters."""
    template, values = EXAMPLES.get(operation["operationId"], (path, {}))
    within = {name: value for name, value in values.items() if f"{{{name}}}" in template}
    return template.format(**within), {name: value for name, value in values.items() if name not in within}


def course() -> bytes:
    """Return the course that examples send in."""
    return _TURTLE.encode()


def shortened(answer: Any) -> Any:
    """Return an answer with its longer lists cut, so that it can be read.

    >>> shortened({"a": [1, 2, 3, 4]})
    {'a': [1, 2]}
    """
    if isinstance(answer, dict) and answer.get("datatype") == XSD.dateTime.value:
        return answer | {"value": "2026-01-01T00:00:00Z"}  # when a store is built is not the same twice
    if isinstance(answer, list):
        return [shortened(each) for each in answer[:SHOWN]]
    return {name: shortened(value) for name, value in answer.items()} if isinstance(answer, dict) else answer


def document(schemas: Path, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document.

    schemas: folder of the schemas of results. answers: real answers, by operation.
    """
    made: dict[str, Any] = application().openapi()
    known, shared = made["components"]["schemas"], made["components"].setdefault("responses", {})
    known["ProblemDetails"] = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    known |= known["ProblemDetails"].pop("$defs")
    for name, file in RESULTS.items():
        known |= _components(name, json.loads((schemas / f"{file}.schema.json").read_text(encoding="utf-8")))
    for path, _, operation in operations(made):
        success = operation["responses"]["200"]
        if result := success.pop(RESULT, None):
            success["content"]["application/json"]["schema"] = _enveloped(result)
        success["content"]["application/json"]["example"] = shortened(answers[operation["operationId"]])
        success["headers"] = _HEADERS
        if "requestBody" in operation:
            operation["requestBody"]["content"]["text/turtle"]["example"] = _TURTLE
        _, values = EXAMPLES.get(operation["operationId"], (path, {}))
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _present(parameter["schema"])
            if parameter["name"] in values:
                parameter["example"] = _typed(parameter["schema"], values[parameter["name"]])
        for status, response in operation["responses"].items():
            if status != "200":
                shared[f"Problem{status}"] = response
                operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    for unused in [name for name in known if name.startswith(("HTTPValidation", "ValidationError", "Answer_Any"))]:
        del known[unused]
    return made


def written(made: Mapping[str, Any]) -> str:
    """Return the document as text."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _components(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema and what it defines as components of the document."""
    below = schema.pop("$defs", {})
    for key in ("$schema", "$id"):
        schema.pop(key, None)
    text = json.dumps({name: schema, **{_named(name, key): value for key, value in below.items()}})
    for key in below:
        text = text.replace(f'"#/$defs/{key}"', f'"#/components/schemas/{_named(name, key)}"')
    found: dict[str, Any] = json.loads(text)
    return found


def _named(name: str, key: str) -> str:
    return name + key[0].upper() + key[1:]


def _enveloped(result: str) -> dict[str, Any]:
    reference = "#/components/schemas/"
    return {
        "type": "object",
        "properties": {
            "data": {"$ref": reference + result},
            "meta": {"$ref": reference + "Meta"},
            "links": {"$ref": reference + "Links"},
        },
        "required": ["data", "meta", "links"],
        "additionalProperties": False,
    }


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that is there: an address cannot say null."""
    kinds = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    (kind,) = kinds
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **kind}


def _typed(schema: Mapping[str, Any], value: str) -> str | int | bool:
    if schema.get("type") == "integer":
        return int(value)
    return value == "true" if schema.get("type") == "boolean" else value
