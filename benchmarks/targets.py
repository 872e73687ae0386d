"""What was promised, and whether it was measured: one verdict line for each target."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the lowest and the highest of what was measured."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values))

    def to_json(self) -> dict[str, float]:
        return {"median": round(self.median, 4), "lowest": round(self.lowest, 4), "highest": round(self.highest, 4)}

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.lowest:.3g} to {self.highest:.3g})"


@dataclass(frozen=True, slots=True)
class Target:
    """``at_least``: the measured value must reach the bound; otherwise it must stay at or below it."""

    name: str
    bound: float
    measured: Spread
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.measured.median >= self.bound if self.at_least else self.measured.median <= self.bound

    def line(self) -> str:
        """``met`` or ``MISSED``, what was asked for, what was measured, and how far it is off."""
        sign = "at least" if self.at_least else "at most"
        text = f"{self.name}: {self.measured}{self.unit}, {sign} {self.bound:g}{self.unit}"
        if self.met:
            return f"met     {text}"
        off = self.bound / self.measured.median if self.at_least else self.measured.median / self.bound
        return f"MISSED  {text}: {off:.2f} times off"

    def to_json(self) -> dict[str, Any]:
        told = {"name": self.name, "bound": self.bound, "at_least": self.at_least, "met": self.met, "unit": self.unit}
        return told | {"measured": self.measured.to_json()}


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many percent of the values lie; of few values the highest may be it."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def ratios(slow: Sequence[float], fast: Sequence[float]) -> list[float]:
    """Round by round, how many times as long one took as the other."""
    return [a / b for a, b in zip(slow, fast, strict=True)]
