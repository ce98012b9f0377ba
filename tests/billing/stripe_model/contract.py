"""Stripe's OpenAPI document: whether a request and the answer to it are of the form that it describes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs

from script.local import stripe_mock

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


class BrokenContract(AssertionError):
    """Raised for a request or an answer that Stripe's document does not allow."""


@dataclass(frozen=True)
class Endpoint:
    """A method of a path, such as POST /v1/invoices/{invoice}/void."""

    template: str
    accepts: Json  # JSON schema of the parameters
    _request: jsonschema_rs.Validator
    _answer: jsonschema_rs.Validator

    def parameters(self, encoded: str) -> Json:
        """The parameters of a form or query, with their types. Raises BrokenContract."""
        found: Json = typed(nested(encoded), self.accepts)
        _check(self._request, found, f"request to {self.template}")
        return found

    def check_answer(self, answer: Json) -> None:
        """Raises BrokenContract if it is not of the form of this endpoint's successful answer."""
        _check(self._answer, answer, f"answer of {self.template}")


@dataclass
class Contract:
    """The document. Endpoints are prepared when they are first used."""

    document: Json
    _paths: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    _endpoints: dict[tuple[str, str], Endpoint] = field(default_factory=dict)
    _kinds: dict[str, jsonschema_rs.Validator] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Contract":
        """The document of the pinned stripe-mock."""
        document = json.loads(stripe_mock.openapi_document().read_bytes())
        document["components"]["schemas"] = strict(document["components"]["schemas"])
        literal_first = sorted(document["paths"], key=lambda path: path.count("{"))
        paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in literal_first]
        return cls(document, paths)

    def endpoint(self, method: str, path: str) -> Endpoint:
        """The endpoint of a path. Raises BrokenContract if there is none."""
        template = next((template for pattern, template in self._paths if pattern.fullmatch(path)), "")
        described = self.document["paths"].get(template, {}).get(method.lower())
        if described is None:
            raise BrokenContract(f"Stripe has no {method} {path}.")
        if (method, template) not in self._endpoints:
            self._endpoints[method, template] = self._prepared(method, template, described)
        return self._endpoints[method, template]

    def check(self, kind: str, found: Json) -> None:
        """Raises BrokenContract if an object, such as the one in an event, is not of the form of its kind."""
        if kind not in self._kinds:
            self._kinds[kind] = self._validator({"$ref": f"#/components/schemas/{kind}"})
        _check(self._kinds[kind], found, kind)

    def _prepared(self, method: str, template: str, described: Json) -> Endpoint:
        if method == "POST":
            accepts = described["requestBody"]["content"][FORM]["schema"]
        else:
            queried = {each["name"]: each for each in described.get("parameters", []) if each["in"] == "query"}
            properties = {name: each["schema"] for name, each in queried.items()}
            required = [name for name, each in queried.items() if each["required"]]
            accepts = {"type": "object", "properties": properties, "required": required}
        accepts = strict(accepts)
        answer = strict(described["responses"]["200"]["content"]["application/json"]["schema"])
        return Endpoint(template, accepts, self._validator(accepts), self._validator(answer))

    def _validator(self, schema: Json) -> jsonschema_rs.Validator:
        return jsonschema_rs.Draft7Validator({"components": self.document["components"], "allOf": [schema]})


def _check(validator: jsonschema_rs.Validator, found: Json, what: str) -> None:
    problems = [
        f"{'.'.join(map(str, each.instance_path))}: {each.message[:300]}" for each in validator.iter_errors(found)
    ]
    if problems:
        raise BrokenContract(f"The {what} is not of the form that Stripe describes: {'; '.join(problems)}")


def strict(schema: Any) -> Any:
    """OpenAPI 3.0 as JSON schema: `nullable` becomes a type, and an object has no property that is not described."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items() if not key.startswith("x-")}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    is_nullable = found.pop("nullable", None) is True
    return {"anyOf": [found, {"type": "null"}]} if is_nullable else found


def nested(encoded: str) -> Json:
    """A form or query with brackets, `lines[0][quantity]=1`, as nested dictionaries."""
    found: Json = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", name) if "[" in name else [name]
        here = found
        for key, following in zip([first, *rest], [*rest, None], strict=True):
            if following is None:
                here[key] = value
            else:
                here = here.setdefault(key, {})
    return found


def typed(value: Any, schema: Mapping[str, Any]) -> Any:
    """The text of a form with the types of a schema. What has another type is left, and the schema refuses it."""
    for each in schema.get("anyOf", [schema]):
        match each.get("type"), value:
            case "object", dict() if isinstance(each.get("additionalProperties"), dict):
                return {key: typed(inner, each["additionalProperties"]) for key, inner in value.items()}
            case "object", dict():
                properties = each.get("properties", {})
                return {key: typed(inner, properties.get(key, {})) for key, inner in value.items()}
            case "array", dict():
                return [typed(inner, each["items"]) for inner in value.values()]
            case (("integer" | "number" | "boolean"), str()):
                return next(_scalars(each["type"], value), value)
    return value


def _scalars(kind: str, text: str) -> Iterator[int | float | bool]:
    """The value that a text has as a type, if it has one."""
    if kind == "boolean" and text in {"true", "false"}:
        yield text == "true"
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        yield int(text)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        yield float(text)
