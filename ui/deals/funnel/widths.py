"""How wide the columns of a table of figures are, where several of them hold words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ui.deals.funnel.cells import Column

BAR_LEAST_PX: Final = 48
BAR_MOST_PX: Final = 420
WORDS_LEAST_PX: Final = 104


def among_words(columns: Sequence[Column], wanted: Sequence[int], room: int) -> list[int]:
    """Columns of words share what figures leave; where it is too little, the later ones go: 0 for one that is gone."""
    least = {
        number: min(wanted[number], WORDS_LEAST_PX) if column.kind == "words" else wanted[number]
        for number, column in enumerate(columns)
        if column.kind != "bar"
    }
    gone = [number for number, column in enumerate(columns) if column.kind == "words"][:0:-1]
    while gone and sum(least.values()) > room:
        del least[gone.pop(0)]
    left = room - sum(wanted[number] for number in least if columns[number].kind == "figure")
    needed = sum(wanted[number] for number in least if columns[number].kind == "words")
    bars = sum(column.kind == "bar" for column in columns)
    bar_px = min(BAR_MOST_PX // 2, left - needed) // bars if bars else 0
    bar_px = bar_px if bar_px >= BAR_LEAST_PX else 0
    left -= bar_px * bars
    widths = []
    for number, column in enumerate(columns):
        if column.kind == "bar":
            widths.append(bar_px)
        elif number not in least:
            widths.append(0)
        elif column.kind == "words":
            widths.append(max(1, left * wanted[number] // max(1, needed)))
        else:
            widths.append(wanted[number])
    first = next(number for number in least if columns[number].kind == "words")
    widths[first] += max(0, room - sum(widths))  # what rounding left
    return widths
