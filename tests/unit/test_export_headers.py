"""Headers of every form that phones are known to write: date, separator, time, halves of the day, marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.export_files import read, written

EVENING = "2026-01-31T21:05:00"
EXACT = "2026-01-31T21:05:09"


@pytest.mark.parametrize(
    ("header", "at"),
    [
        # iOS
        ("[31.01.26, 21:05:09] ", EXACT),
        ("[31/01/26, 21:05:09] ", EXACT),
        ("[31/01/2026 21:05:09] ", EXACT),
        ("[1/31/26, 9:05:09 PM] ", EXACT),
        ("[1/31/26, 9:05:09\u202fPM] ", EXACT),
        ("[31.1.2026, 21.05.09] ", EXACT),
        ("[2026-01-31, 21:05:09] ", EXACT),
        ("[2026/01/31 21:05:09] ", EXACT),
        ("[2026. 1. 31. 오후 9:05:09] ", EXACT),
        ("[2026/1/31 下午9:05:09] ", EXACT),
        ("[2026-01-31, 21 h 05 min 09 s] ", EXACT),
        ("[31-01-2026 21:05:09] ", EXACT),
        ("\u200e[31.01.26, 21:05:09] ", EXACT),
        ("\ufeff[\ufeff31.01.26, 21:05:09] ", EXACT),
        # Android
        ("1/31/26, 9:05 PM - ", EVENING),
        ("1/31/26, 9:05\u202fPM - ", EVENING),
        ("31/01/2026, 21:05 - ", EVENING),
        ("31/01/2026 21:05 - ", EVENING),
        ("31.01.26, 21:05 - ", EVENING),
        ("31.1.2026 klo 21.05 - ", EVENING),
        ("31.01.2026 kl. 21:05 - ", EVENING),
        ("31.01.26 г., 21:05 - ", EVENING),
        ("31. 1. 2026. 21:05 - ", EVENING),
        ("31. 01. 2026. u 21:05 - ", EVENING),
        ("31-01-2026 21:05 - ", EVENING),
        ("2026-01-31 21:05 - ", EVENING),
        ("2026-01-31 21 h 05 - ", EVENING),
        ("2026-01-31 21h05 - ", EVENING),
        ("2026/01/31 21:05 - ", EVENING),
        ("2026/01/31، 21:05 - ", EVENING),
        ("31/01/2026 à 21:05 - ", EVENING),
        ("31/1/26 9:05 p. m. - ", EVENING),
        ("31/1/26, 9:05\u00a0p.\u00a0m. - ", EVENING),
        ("31/1/26 9:05 p.m. - ", EVENING),
        ("31/01/26 21.05 - ", EVENING),
        ("31\u200f/1\u200f/2026، 9:05 م - ", EVENING),
        ("\u200f٣١\u200f/١\u200f/٢٠٢٦، ٩:٠٥ م - ", EVENING),
        ("۲۰۲۶/۰۱/۳۱، ۲۱:۰۵ - ", EVENING),
        ("2026. 1. 31. 오후 9:05 - ", EVENING),
        ("2026年1月31日 21:05 - ", EVENING),
        ("2026. 01. 31. 21:05 - ", EVENING),
        ("31.01.2026 ÖS 9:05 - ", EVENING),
        ("31/1/2569 21:05 - ", EVENING),
        ("31/1/69 21:05 - ", EVENING),
        ("[1/31/2569 BE, 21:05:09] ", EXACT),
        ("[1/31/R8, 21:05:09] ", EXACT),
        ("2026-01-31, 9:05:09 PM: ", EXACT),
        ("2026-01-31, 9:05 p.m. - ", EVENING),
        ("31.01.2026, 9:05:09 PM - ", EXACT),
        ("01.31.26 9:05 PM  - ", EVENING),
        ("21:05, 31/01/2026 - ", EVENING),
        ("13.01.26, 12:00 AM - ", "2026-01-13T00:00:00"),
        ("13.01.26, 12:30 PM - ", "2026-01-13T12:30:00"),
        ("13/1/26, 9:05 ص - ", "2026-01-13T09:05:00"),
        # copied out of WhatsApp Web, and long ago
        ("[21:05, 1/31/2026] ", EVENING),
        ("[9:05 PM, 1/31/2026] ", EVENING),
        ("[01/31/26 21:05] ", EVENING),
        ("31.01.2026, 21:05:09: ", EXACT),
    ],
)
def test_every_form_of_header_is_read(tmp_path: Path, header: str, at: str) -> None:
    found = read(written(tmp_path, f"{header}Ana Field: Hello: you\nmore\n")).messages
    assert [(m.at.isoformat(), m.author, m.text) for m in found] == [(at, "Ana Field", "Hello: you\nmore")]


def test_the_example_of_two_digit_korean_years(tmp_path: Path) -> None:
    found = read(written(tmp_path, "26. 1. 31. 오전 9:05 - Ana: hi\n"))
    assert found.messages[0].at.isoformat() == "2026-01-31T09:05:00"


LOGS = [
    "2026-01-31 21:05:00",
    "2026-01-31 21:05:00: server started",
    "2026-01-31 21:05:00,123 - INFO - server: started",
    "[2026-01-31 21:05:00] INFO: server started",
    "[30.01.26, 20:01:00] Bo: quoted from another phone",
    "1/30/26, 9:05 PM - Bo: quoted from a third",
    "30/01/2026 at noon - maybe",
    "30/01/2026",
    "21:05 - later",
]


def test_pasted_logs_and_quotations_do_not_split_a_message(tmp_path: Path) -> None:
    lines = ["31/01/2026, 21:05 - Ana: look:", *LOGS, "31/01/2026, 21:06 - Bo: I see"]
    found = read(written(tmp_path, "\n".join(lines) + "\n"))
    assert [m.author for m in found.messages] == ["Ana", "Bo"]
    assert found.messages[0].text == "\n".join(["look:", *LOGS])
    assert found.preview.not_understood["other_form"] == 3
    assert all(sample.why == "other_form" for sample in found.preview.samples)


def test_a_long_quotation_in_a_short_chat_is_still_a_quotation(tmp_path: Path) -> None:
    quoted = "".join(f"[30.01.26, 20:0{n}:00] Bo: line {n}\n" for n in range(6))
    found = read(written(tmp_path, "31/01/2026, 21:05 - Ana: he wrote\n" + quoted))
    assert len(found.messages) == 1


def test_a_few_odd_lines_before_the_chat_do_not_decide_its_form(tmp_path: Path) -> None:
    chat = "".join(f"[30.01.26, 20:{n:02}:00] Bo: line {n}\n" for n in range(20))
    found = read(written(tmp_path, "31/01/2026 21:05 - exported by Bo\nfor Ana\n" + chat))
    assert len(found.messages) == 20
    assert found.preview.not_understood == {"before_the_chat": 2}


def test_dates_that_do_not_exist_stay_in_the_text_and_are_counted(tmp_path: Path) -> None:
    lines = "31/01/2026, 21:05 - Ana: a\n31/02/2026, 21:05 - Ana: b\n01/02/2026, 25:05 - Ana: c\n"
    found = read(written(tmp_path, lines))
    assert [m.text for m in found.messages] == ["a\n31/02/2026, 21:05 - Ana: b\n01/02/2026, 25:05 - Ana: c"]
    assert found.preview.not_understood == {"no_such_date": 2}
    assert [sample.line for sample in found.preview.samples] == [2, 3]


def test_empty_lines_belong_to_the_message(tmp_path: Path) -> None:
    found = read(written(tmp_path, "31/01/2026, 21:05 - Ana: a\n\n\nb\n31/01/2026, 21:06 - Bo: c\n"))
    assert [(m.text, m.line, m.lines) for m in found.messages] == [("a\n\n\nb", 1, 4), ("c", 5, 1)]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c", "\r"])
def test_only_line_feeds_end_a_line(tmp_path: Path, sign: str) -> None:
    text = f"31/01/2026, 21:05 - Ana: a{sign}31/01/2026, 21:06 - Bo: b\n"
    assert [m.author for m in read(written(tmp_path, text)).messages] == ["Ana"]
