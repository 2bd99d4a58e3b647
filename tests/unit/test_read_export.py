"""`main.py read-export`: the lines that it prints, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import main
from app.desk.imports.usual import usual_order
from tests.unit.export_files import ANDROID, IOS, LRM, written, zipped

PHOTO = "00000012-PHOTO-2026-01-31-21-05-40.jpg"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def printed(path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main.main(["read-export", str(path)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_messages_then_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat = (
        IOS.format(f"{LRM}Messages and calls are end-to-end encrypted. No one can read them.")
        + IOS.format("Guten Tag ☕\nzweite Zeile")
        + LRM + IOS.format(f"{LRM}<attached: {PHOTO}>")
    )  # fmt: skip
    *messages, counts = printed(zipped(tmp_path, {"_chat.txt": chat, PHOTO: b"jpeg"}), capsys)
    assert [list(message) for message in messages] == [["at", "author", "kind", "text", "media"]] * 3
    at = "2026-01-31T21:05:09"
    assert [tuple(message.values()) for message in messages[1:]] == [
        (at, "Ana Field", "text", "Guten Tag ☕\nzweite Zeile", None),
        (at, "Ana Field", "image", None, PHOTO),
    ]
    assert (messages[0]["author"], messages[0]["kind"]) == (None, "system")
    assert counts["counts"] == {"system": 1, "text": 1, "image": 1}
    expected = {"lines": 4, "messages": 2, "system": 1, "media_present": 1, "not_understood": 0}
    assert expected.items() <= counts.items()
    assert (counts["chat"], counts["platform"], counts["language"]) == ("Ana Field", "ios", "en")
    assert counts["authors"] == {"Ana Field": 2}


def test_an_ambiguous_order_of_day_and_month_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "1/2/26, 21:05 - Ana: hi\n")
    message, counts = printed(path, capsys)
    assert (message["at"], counts["day_order"], counts["day_order_ambiguous"]) == (
        "2026-02-01T21:05:00",
        "dmy",
        True,
    )
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert usual_order() == "mdy"
    assert printed(path, capsys)[0]["at"] == "2026-01-02T21:05:00"


def test_lines_that_were_not_understood_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "from: Ana\n" + ANDROID.format("hi") + "31/02/2026, 21:05 - Ana: when?\n")
    counts = printed(path, capsys)[-1]
    assert counts["not_understood"] == 2
    assert [(one["line"], one["why"]) for one in counts["not_understood_lines"]] == [
        (1, "before_the_chat"), (3, "no_such_date"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"dear diary\n", "is no chat exported from WhatsApp"),
        (b"PK\x03\x04 broken", "is damaged or incomplete"),
    ],
)
def test_a_refusal_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    assert main.main(["read-export", str(written(tmp_path, content, "chat.txt"))]) == 1
    out, complaint = capsys.readouterr()
    assert out == "" and "chat.txt" in complaint and said in complaint and complaint.count("\n") == 1


def test_without_a_file_the_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main.main(["read-export"])
    assert "FILE" in capsys.readouterr().err
