"""JSON from outside is read in one way only."""

import time

import pytest

from core.access import strict_json


def test_json_is_parsed() -> None:
    assert strict_json.loads(b'{"a": [1, {"a": null}], "b": "\xc3\xbc"}') == {"a": [1, {"a": None}], "b": "ü"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"level": 4, "level": 1}', 'The name "level" comes twice in one object.'),
        ('[{"a": {"b": 1, "c": 2, "b": 1}}]', 'The name "b" comes twice'),
        ('{"a": NaN}', "NaN is not JSON."),
        ('{"a": -Infinity}', "-Infinity is not JSON."),
        ("{", "The text is not JSON."),
        (b"\xff", "The text is not JSON."),
        ("[" * 100_000, "The text is not JSON."),
    ],
)
def test_other_text_is_refused_with_a_reason(text: str | bytes, reason: str) -> None:
    with pytest.raises(strict_json.Unreadable, match=reason):
        strict_json.loads(text)


def test_a_repeated_name_among_many_is_found_quickly() -> None:
    names = ",".join(f'"{number}":1' for number in [*range(40_000), 39_999])
    began = time.process_time()

    with pytest.raises(strict_json.Unreadable, match='The name "39999" comes twice'):
        strict_json.loads(f"{{{names}}}")

    assert time.process_time() - began < 2
