"""The OpenAPI document of the web API, as a page shows it without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field that is sent or answered. A field of a nested object has a dot in its name."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Answer:
    """A status, its meaning, and the object in the answer."""

    status: str
    description: str
    schema: str


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: str
    answers: list[Answer]


@dataclass(frozen=True)
class Object:
    """A named object of the document with its fields."""

    name: str
    description: str
    fields: list[Field]


def operations(document: Json) -> Iterator[Operation]:
    """The operations of the document, in its order."""
    for path, methods in document["paths"].items():
        for method, spec in methods.items():
            yield Operation(
                anchor=spec["operationId"],
                method=method.upper(),
                path=path,
                summary=spec["summary"],
                description=spec.get("description", ""),
                parameters=[_parameter(each) for each in spec.get("parameters", [])],
                body=_kind(_content(spec["requestBody"])) if "requestBody" in spec else "",
                answers=[_answer(str(status), each) for status, each in spec["responses"].items()],
            )


def objects(document: Json) -> Iterator[Object]:
    """The objects in requests and answers, each with its required fields first."""
    for name, schema in document["components"]["schemas"].items():
        required = set(schema.get("required", ()))
        fields = [
            Field(field, _kind(spec), field in required, spec.get("description", ""))
            for field, spec in sorted(schema.get("properties", {}).items(), key=lambda each: each[0] not in required)
        ]
        yield Object(name, schema.get("description", ""), fields)


def _parameter(spec: Json) -> Field:
    schema = spec["schema"]
    description = spec.get("description") or schema.get("description", "")
    return Field(spec["name"], f"{_kind(schema)}, in the {spec['in']}", spec.get("required", False), description)


def _answer(status: str, spec: Json) -> Answer:
    schema = _content(spec) if spec.get("content") else {}
    return Answer(status, MEANINGS.get(status, ""), _kind(schema) if schema else "")


def _content(spec: Json) -> Json:
    """The schema of the only content type."""
    schema: Json = next(iter(spec["content"].values()))["schema"]
    return schema


def _kind(schema: Json) -> str:
    """A type in words: `text`, `list of IncidentIn`, `number or nothing`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return KINDS.get(str(schema.get("type")), "anything")


MEANINGS = {
    "200": "Done",
    "400": "The body is not JSON, or the cursor is unknown",
    "401": "No valid token",
    "403": "The token is not for this, or the partnership is suspended",
    "404": "No such record, or you may not see it",
    "409": "The key was used with another body",
    "413": "The body is too large",
    "415": "The content type is not JSON",
    "422": "A field is missing or invalid",
}
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "null": "nothing",
}
