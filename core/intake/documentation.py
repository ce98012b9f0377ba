"""The OpenAPI document of the web API, taken apart for a page over it that needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One thing that is sent or answered; a field of an object inside is named with a dot."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Answer:
    """What a status means, and which object comes with it."""

    status: str
    description: str
    schema: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

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
    """Each operation of the document, in its order."""
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield Operation(
                anchor=said["operationId"],
                method=method.upper(),
                path=path,
                summary=said["summary"],
                description=said.get("description", ""),
                parameters=[_parameter(each) for each in said.get("parameters", [])],
                body=_kind(_content(said["requestBody"])) if "requestBody" in said else "",
                answers=[_answer(str(status), each) for status, each in said["responses"].items()],
            )


def objects(document: Json) -> Iterator[Object]:
    """Each object that operations send or answer with."""
    for name, schema in document["components"]["schemas"].items():
        required = set(schema.get("required", ()))
        fields = [
            Field(field, _kind(said), field in required, said.get("description", ""))
            for field, said in schema.get("properties", {}).items()
        ]
        yield Object(name, schema.get("description", ""), fields)


def _parameter(said: Json) -> Field:
    schema = said["schema"]
    description = said.get("description") or schema.get("description", "")
    return Field(said["name"], f"{_kind(schema)}, in the {said['in']}", said.get("required", False), description)


def _answer(status: str, said: Json) -> Answer:
    schema = _content(said) if said.get("content") else {}
    return Answer(status, MEANINGS.get(status, ""), _kind(schema) if schema else "")


def _content(said: Json) -> Json:
    """The schema of the one content type that there is."""
    schema: Json = next(iter(said["content"].values()))["schema"]
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
    "400": "The body is not JSON, or the cursor is none that was given out",
    "401": "No token, or one that no longer stands",
    "403": "The token was not issued for this, or the partnership takes nothing in at present",
    "404": "No such record, or none that you may see",
    "409": "The key came with another body before",
    "413": "The body is too large",
    "415": "The body does not say that it is JSON",
    "422": "Something is missing or cannot be understood",
}
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "null": "nothing",
}
