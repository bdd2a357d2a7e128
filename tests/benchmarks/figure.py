"""A figure that the project promises, and whether it was reached."""

from dataclasses import dataclass

__all__ = ["Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and the range in which it should be."""

    label: str
    value: float
    unit: str
    high: float
    low: float = 0.0
    note: str = ""

    def __str__(self) -> str:
        goal = f"{self.low:g} to {self.high:g}" if self.low else f"at most {self.high:g}"
        verdict = "reached" if self.low <= self.value <= self.high else "MISSED"
        line = f"{self.label:<54} {self.value:>8.3g} {self.unit:<3} {goal:>13}  {verdict:<8}"
        return f"{line} {self.note}".rstrip()
