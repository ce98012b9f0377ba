"""Every audit event has a sentence, and a redaction for each of its details."""

import ast
import importlib
from collections.abc import Iterator

import pytest

from core.audit import events
from core.audit.events import Event
from core.audit.models import Entry
from core.records.events import SentEvents
from tests.architecture.code import Module, modules

OF_EVERY_ENTRY = {"by", "records", "event", "purpose", "withheld"}
WRITERS = {"record", "seen"}

DECLARED = [importlib.import_module(each.name) for each in modules() if each.path.name == "events.py"]
SENT = [each for module in DECLARED for each in vars(module).values() if isinstance(each, SentEvents)]
"""The events of record types that partner systems send. Shared code gets them as a parameter."""


@pytest.mark.parametrize("event", events.registered(), ids=lambda event: event.code)
def test_its_sentence_can_be_filled_in(event: Event) -> None:
    assert event.sentence
    assert event.gaps <= {"records", *event.details}
    assert event.in_words(records="2026-118391")


@pytest.mark.parametrize("event", events.registered(), ids=lambda event: event.code)
def test_its_code_verb_and_redactions_are_valid(event: Event) -> None:
    noun, _, happened = event.code.partition(".")
    assert noun
    assert happened
    assert event.verb in Entry.Verb.values
    assert set(event.details.values()) <= {"keep", "erase"}


def calls() -> Iterator[tuple[Module, ast.Call]]:
    """Every call of `recording.record(…)` and `recording.seen(…)` in our code."""
    for module in modules():
        for call in module.nodes(ast.Call):
            match call.func:
                case ast.Attribute(value=ast.Name(id="recording"), attr=attr) if attr in WRITERS:
                    yield module, call


def test_recorded_details_are_declared() -> None:
    undeclared = [
        f"{module.at(call)}: {name}"
        for module, call in calls()
        for name in {keyword.arg for keyword in call.keywords if keyword.arg} - OF_EVERY_ENTRY
        if any(name not in event.details for event in _events_of(module, call))
    ]

    assert undeclared == []


def test_the_walk_finds_the_calls() -> None:
    assert len(list(calls())) > 20


def _events_of(module: Module, call: ast.Call) -> list[Event]:
    """The event in a call, or all that its variable may hold."""
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "event"), None)
    is_record = isinstance(call.func, ast.Attribute) and call.func.attr == "record"
    expression = call.args[0] if is_record else named
    if expression is None:
        return [events.SEEN]
    if isinstance(expression, ast.Name):
        assigned = [node.value for node in module.nodes(ast.Assign) if ast.unparse(node.targets[0]) == expression.id]
        found = [event for value in assigned for event in _named_in(module, value)]
    else:
        found = list(_named_in(module, expression))
    assert found, f"{module.at(call)} names no event."
    return found


def _named_in(module: Module, expression: ast.expr) -> Iterator[Event]:
    """Each `events.NAME` in an expression, looked up in the module, or in those of all record types."""
    for node in ast.walk(expression):
        match node:
            case ast.Attribute(value=ast.Name(id=holder), attr=attr):
                known = getattr(importlib.import_module(module.name), holder, None)
                found = [getattr(each, attr, None) for each in ([known] if known else SENT)]
                yield from (event for event in found if isinstance(event, Event))
