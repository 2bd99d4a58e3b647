"""The keys of charts, as the sheet of all keys explains them."""

from __future__ import annotations

from typing import Final

from ui.keys import N_

GROUP: Final = N_("In reports")
LETTERS: Final[tuple[tuple[str, str], ...]] = (
    ("T", N_("Show a chart as a table, and back")),
    ("Left", N_("The point, hour or bar before; the other arrows likewise")),
    ("Return", N_("What a figure or a point counts")),
)
