"""The codec, by example; ``tests/properties/test_codec.py`` has what holds of every value and of any bytes."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from grader.sandbox.subject import wire


def no_reference(data: dict[str, Any]) -> Any:
    raise wire.WireError("no references")


def there_and_back(value: Any) -> Any:
    message = {"value": wire.encode(value, lambda _: pytest.fail("no data"), 100, 50)}
    frame = wire.pack(message, 1 << 20)
    size = wire.HEADER.unpack(frame[:4])[0]
    assert size == len(frame) - 4
    return wire.decode(wire.unpack(frame[4:])["value"], no_reference, 100, 50, 10_000)


def test_not_a_number_comes_back() -> None:
    """NaN has no JSON, and is a value all the same."""
    assert math.isnan(there_and_back(float("nan")))


class AlwaysEqual(str):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__

    def __str__(self) -> str:
        return "a lie"


def test_a_subclass_arrives_as_the_plain_value_that_it_is() -> None:
    """An ``__eq__`` or ``__str__`` of a student's own does not cross the border."""
    back = there_and_back(AlwaysEqual("plain"))
    assert type(back) is str
    assert back == "plain"
    assert back != "other"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"id": 1, "id": 2}',
        b'{"id": NaN}',
        b'{"id": Infinity}',
        b"[1]",
        b"1" * 5000,
        '{"id": 1}'.encode("utf-16"),
        b"\xff\xfe",
        b"",
        b'{"id": 1} {"id": 2}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_hostile_message_is_refused(body: bytes) -> None:
    """Deep, double, endless, in another encoding, or no message at all."""
    with pytest.raises(wire.WireError):
        wire.unpack(body)


@pytest.mark.parametrize(
    "data",
    [
        {"$": "decimal", "v": "not a number"},
        {"$": "decimal", "v": 1},
        {"$": "bytes", "v": "zz"},
        {"$": "uuid", "v": "x"},
        {"$": "date", "v": "2026-02-31"},
        {"$": "timedelta", "v": [1e300, 0, 0]},
        {"$": "timedelta", "v": [1]},
        {"$": "set", "v": [[1]]},
        {"$": "set", "v": "abc"},
        {"$": "dict", "v": [[1]]},
        {"$": "dict", "v": {"a": 1}},
        {"$": "dict", "v": [[[], 1]]},
        {"$": "dict", "v": [[number, 0] for number in range(51)]},
        {"$": "set", "v": list(range(51))},
        {"$": ["unhashable"], "v": 1},
        {"v": 1},
        {},
        {"$": "unknown"},
        "x" * 101,
        list(range(51)),
        float("inf"),
        [[[[[[[[[[[[1]]]]]]]]]]]],
    ],
    ids=lambda data: json.dumps(data)[:30],
)
def test_malformed_data_is_refused(data: Any) -> None:
    """Every tag checks what it carries; size and depth are bounded."""
    with pytest.raises(wire.WireError):
        wire.decode(data, no_reference, 50, 10, 100)


def test_half_a_surrogate_pair_cannot_break_a_report() -> None:
    """It parses as JSON, and would raise wherever it is written."""
    value = wire.decode(wire.unpack(b'{"v": "a\\ud800b"}')["v"], no_reference, 5, 5, 100)
    assert value.encode() == b"a\\ud800b"


def test_what_is_too_large_is_never_sent() -> None:
    """The sender keeps the limits too."""
    with pytest.raises(wire.WireError):
        wire.pack({"value": "x" * 100}, 50)
    with pytest.raises(wire.WireError):
        wire.encode(list(range(11)), no_reference, 10, 5)
