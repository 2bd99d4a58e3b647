"""Which number is the day: decided once per file, and said when nothing tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.imports.dates import Order
from tests.unit.export_files import Read, read, written


def chat(
    folder: Path, *dates: str, sign: str = "/", default: Order = "dmy", given: Order | None = None
) -> Read:
    lines = (f"{date.replace('/', sign)}, 21:05 - Ana: hello\n" for date in dates)
    return read(written(folder, "".join(lines)), given, default)


@pytest.mark.parametrize(
    ("dates", "sign", "order", "how"),
    [
        (("13/2/26",), "/", "dmy", "numbers"),
        (("2/13/26",), "/", "mdy", "numbers"),
        (("1/2/26", "2/13/26"), "/", "mdy", "numbers"),
        (("2026/1/2",), "/", "ymd", "year_first"),
        (("9/1/26", "10/1/26", "1/2/26", "2/2/26"), "/", "dmy", "sequence"),
        (("1/9/26", "1/10/26", "2/1/26", "2/2/26"), "/", "mdy", "sequence"),
        (("1/2/26", "2/2/26"), ".", "dmy", "dots"),
        (("3/3/26",), "/", "dmy", "same"),
        (("1/2/26", "2/2/26"), "/", "dmy", "default"),
        (("1/2/26", "2/2/26"), "-", "dmy", "default"),
    ],
)
def test_the_order_of_day_and_month(
    tmp_path: Path, dates: tuple[str, ...], sign: str, order: str, how: str
) -> None:
    found = chat(tmp_path, *dates, sign=sign).preview.day_order
    assert (found.order, found.how, found.is_ambiguous) == (order, how, how == "default")


def test_the_names_of_files_tell_the_day(tmp_path: Path) -> None:
    lines = "[2/1/26, 21:05:09] Ana: \u200e<attached: 00000012-PHOTO-2026-02-01-21-05-09.jpg>\n"
    found = read(written(tmp_path, lines)).preview
    assert (found.day_order.order, found.day_order.how) == ("mdy", "file_names")
    assert found.first_at.isoformat() == "2026-02-01T21:05:09"


def test_a_file_that_says_nothing_follows_the_reader_and_says_so(tmp_path: Path) -> None:
    british = chat(tmp_path, "1/2/26", default="dmy").preview
    american = chat(tmp_path, "1/2/26", default="mdy").preview
    assert british.first_at.isoformat() == "2026-02-01T21:05:00"
    assert american.first_at.isoformat() == "2026-01-02T21:05:00"
    assert british.day_order.is_ambiguous and american.day_order.is_ambiguous


def test_what_a_person_said_wins(tmp_path: Path) -> None:
    found = chat(tmp_path, "1/2/26", given="mdy").preview
    assert (found.first_at.isoformat(), found.day_order.is_ambiguous) == ("2026-01-02T21:05:00", False)


def test_one_order_holds_for_the_whole_file(tmp_path: Path) -> None:
    found = chat(tmp_path, "1/2/26", "2/2/26", "14/2/26")
    assert [message.at.day for message in found.messages] == [1, 2, 14]
