"""One measured row: what the floor gave, what we gave, and whether the budget holds."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside its floor (same run) and its budget; `budget` says the rule, `is_kept` whether it holds."""

    name: str
    ours: float
    unit: str
    budget: str
    is_kept: bool
    floor: float | None = None

    def line(self) -> str:
        """The row as a line of a Markdown table."""
        floor = "" if self.floor is None else f"{self.floor:,.4g}"
        ratio = "" if not self.floor else f"{self.ours / self.floor:.2f}"
        verdict = "yes" if self.is_kept else "NO"
        return (
            f"| {self.name} | {floor} | {self.ours:,.4g} {self.unit} | {ratio} | {self.budget} | {verdict} |"
        )


HEAD = "| what | floor | ours | ratio | budget | kept |\n|---|---|---|---|---|---|"


def show(row: Row) -> None:
    """Print a row as soon as it is measured."""
    sys.stdout.write(row.line() + "\n")
    sys.stdout.flush()
