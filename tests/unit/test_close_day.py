"""The day on which a deal is expected, as people type it."""

from datetime import date

import pytest

from ui.deals.sheet.close_day import read_close_day

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/12/2026", date(2026, 12, 24)),
        ("24.12.26", date(2026, 12, 24)),
        ("24 12", date(2026, 12, 24)),
        ("3/1", date(2027, 1, 3)),
        ("2027-02-03", date(2027, 2, 3)),
        ("26/11", TODAY),
        ("1/10/2026", date(2026, 10, 1)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_close_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "31/2/2027", "1/13/2026", "24/12/1926", "2026", "99999-1-1", "29/2"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_close_day(text, TODAY) is None
