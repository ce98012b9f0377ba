"""JSON from outside is read in one way only."""

import time

import pytest

from core.access import strict_json


def test_what_is_json_is_read() -> None:
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
def test_what_is_not_is_refused_in_words(text: str | bytes, reason: str) -> None:
    with pytest.raises(strict_json.Unreadable, match=reason):
        strict_json.loads(text)


def test_a_name_that_comes_twice_among_very_many_is_found_at_once() -> None:
    names = ",".join(f'"{number}":1' for number in [*range(40_000), 39_999])
    began = time.process_time()

    with pytest.raises(strict_json.Unreadable, match='The name "39999" comes twice'):
        strict_json.loads(f"{{{names}}}")

    assert time.process_time() - began < 2
