"""Random values that only the judge knows: names in Latin and Cyrillic, ages, texts, and what a field needs."""

from __future__ import annotations

import datetime
import decimal
import random
import uuid
from typing import Any

_NAMES = (
    "Anna Boris Clara Dmitri Elena Fedor Galina Hugo Irina Jan Karin Lev Marta Nils Olga Pavel Rita Semyon "
    "Tamara Ulrich Vera Walter Yana Zoe "
    "Анна Борис Вера Глеб Дарья Егор Жанна Захар Инна Кирилл Лада Марк Нина Олег Полина Роман Софья Тимур "
    "Ульяна Фёдор Элина Юлия Яков"
).split()
_WORDS = "amber birch cloud delta ember frost grove harbour берег ветер город дождь звезда лес море река".split()
_LONG_ENOUGH = 12  # characters for a name and its letters
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
_NUMBERS = {
    "BigIntegerField",
    "IntegerField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
}


class Fake:
    """Values of one check. Equal seeds give equal values; no two names of one check are equal."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - secret by its seed, which is an HMAC
        self._counter = self._random.randrange(100, 900)

    def _next(self) -> int:
        self._counter += self._random.randrange(1, 9)
        return self._counter

    def name(self, max_length: int | None = None) -> str:
        """A unique name: ``Инна qx``."""
        letters, number = "", self._next()
        while number:
            number, letter = divmod(number, len(_LATIN))
            letters += _LATIN[letter]
        first = self._random.choice(_NAMES)
        return (
            f"{first} {letters}" if max_length is None or max_length > _LONG_ENOUGH else letters[: max(max_length, 0)]
        )

    def age(self) -> int:
        return self._random.randrange(18, 90)

    def text(self) -> str:
        return " ".join([*self._random.sample(_WORDS, 4), str(self._next())])

    def value(self, field: dict[str, Any]) -> Any:
        """Something that a field of that description takes."""
        if field["choices"]:
            return self._random.choice(field["choices"])
        kind, number = field["kind"], self._next()
        if kind in _NUMBERS:
            return number % 30_000 if field["unique"] or "Small" in kind else self.age()
        special = {
            "BooleanField": lambda: bool(number % 2),
            "FloatField": lambda: number / 7,
            "DecimalField": lambda: self._decimal(field["decimals"], number),
            "DateField": (_EPOCH + datetime.timedelta(days=number)).date,
            "DateTimeField": lambda: _EPOCH + datetime.timedelta(hours=number),
            "TimeField": (_EPOCH + datetime.timedelta(minutes=number)).time,
            "DurationField": lambda: datetime.timedelta(minutes=number),
            "UUIDField": lambda: uuid.UUID(int=self._random.getrandbits(128), version=4),
            "BinaryField": lambda: self._random.randbytes(8),
            "JSONField": lambda: {"number": number},
            "GenericIPAddressField": lambda: f"192.0.2.{number % 250}",
            "EmailField": lambda: f"person{number}@example.org",
            "URLField": lambda: f"https://example.org/{number}",
            "SlugField": lambda: f"slug-{number}",
            "TextField": self.text,
        }.get(kind)
        return special() if special else self.name(field["max_length"])

    def _decimal(self, shape: list[int | None], number: int) -> decimal.Decimal:
        """A number of that many digits, other for another ``number`` as long as there are enough of them."""
        digits, places = min(max(shape[0] or 1, 1), 15), min(max(shape[1] or 0, 0), 15)
        return decimal.Decimal(number % 10**digits).scaleb(-places)
