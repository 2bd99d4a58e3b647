"""Many exports in one table: whose they are, what is in doubt, and the messages that come of a decided one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.desk.imports.imported import ImportedMessage, open_import
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.review import Reviewer, ReviewRow
from app.desk.imports.sides import ContactLookup, Sides, guess_sides
from app.desk.imports.stable_ids import StableIds
from app.desk.imports.tally import ParsedMessage
from app.desk.imports.watching import Watch
from app.desk.imports.zones import WallClock
from app.domain.contacts import Contact
from app.domain.ids import ContactId
from tests.unit.export_files import LRM, written, zipped

ANA = Contact(ContactId("c-ana"), "Ana Field", "447700900123")
BO, OTHER_BO = Contact(ContactId("c-bo"), "Bo"), Contact(ContactId("c-bo-2"), "Bo")
KNOWN = (ANA, BO, OTHER_BO)


def by_name(name: str) -> Sequence[Contact]:
    return [contact for contact in KNOWN if contact.name == name]


def by_number(number: str) -> Contact | None:
    return next((contact for contact in KNOWN if contact.number == number), None)


def reviewer() -> Reviewer:
    return Reviewer(ContactLookup(by_name, by_number), ["Field Teas"], "Europe/Paris")


def chat(*authors: str, date: str = "31/01/2026") -> str:
    return "".join(f"{date}, 21:0{n} - {author}: hello\n" for n, author in enumerate(authors))


def looked(*paths: Path) -> list[ReviewRow]:
    return list(reviewer().look(paths))


def doubts(row: ReviewRow) -> list[str]:
    return [problem.doubt for problem in row.problems]


def imported(row: ReviewRow, thread: str = "conversation") -> list[ImportedMessage]:
    with open_import(row, thread) as messages:
        return list(messages)


# ------------------------------------------------------------------ sides


@pytest.mark.parametrize(
    ("authors", "chat_name", "expected"),
    [
        (["Ana", "Léa"], "Ana", Sides("Léa", "Ana")),
        (["Léa", "Ana"], "Ana", Sides("Léa", "Ana")),
        (["Ana: Work", "Léa"], "Ana_ Work", Sides("Léa", "Ana: Work")),
        (["+44 7700 900123", "Léa"], "+44 7700 900123", Sides("Léa", "+44 7700 900123")),
        (["Ana", "Field Teas"], None, Sides("Field Teas", "Ana")),
        (["Ana", "Field Teas"], "renamed", Sides("Field Teas", "Ana")),
        (["Ana"], "Ana", Sides(None, "Ana")),
        (["Field Teas"], "Ana", Sides("Field Teas", "Ana")),
        (["Ana"], None, Sides(None, None)),
        (["Ana", "Bo"], None, Sides(None, None)),
        (["Ana", "Bo", "Field Teas"], "Family", Sides(None, None)),
        (["🌿", "Field Teas"], "🌿", Sides("Field Teas", "🌿")),
    ],
)
def test_who_is_the_business(authors: list[str], chat_name: str | None, expected: Sides) -> None:
    assert guess_sides(authors, chat_name, ["field teas"]) == expected


# ------------------------------------------------------------------ the table


def test_a_clear_chat_is_ready_at_once(tmp_path: Path) -> None:
    (row,) = looked(written(tmp_path, chat("Ana Field", "Léa")))
    assert row.preview is not None
    assert (row.sides, row.contact_id, row.zone) == (Sides("Léa", "Ana Field"), "c-ana", "Europe/Paris")
    assert (row.problems, row.is_ready) == ((), True)


def test_each_doubt_is_said(tmp_path: Path) -> None:
    def file(name: str, text: str | bytes) -> Path:
        return written(tmp_path, text, f"WhatsApp Chat with {name}.txt")

    photo = "31/01/2026, 21:05 - Ana Field: IMG-20260131-WA0003.jpg (file attached)\n"
    rows = looked(
        file("Ana Field", chat("Ana Field", "Léa")),
        file("broken", b"\0\1\2"),
        file("Family", chat("Ana", "Bo", "Léa")),
        file("nobody", chat("Ana", "Léa")),
        file("Zoë", chat("Zoë", "Léa")),
        file("Bo", chat("Bo", "Léa")),
        file("Ana Field (1)", chat("Ana Field", "Léa")),
        file("Ana Field (2)", chat("Ana Field", "Léa", date="02/01/2026")),
        file("Ana Field (3)", photo + chat("Léa") + "31/02/2026, 21:05 - Ana Field: x\n"),
        file("Cy", "31/01/2026, 21:05 - Messages and calls are end-to-end encrypted.\n"),
    )
    assert [doubts(row) for row in rows] == [
        [], ["refused"], ["group"], ["us_unknown"], ["no_contact"], ["several_contacts"], ["same_chat"], ["day_order"],
        ["not_understood", "media_missing"], ["nobody"],
    ]  # fmt: skip
    assert [row.is_ready for row in rows] == [True, *[False] * 7, True, False]
    assert rows[1].refusal is not None and rows[1].refusal.code == "export_not_a_chat"
    assert rows[6].same_as == rows[0].path


def test_a_number_finds_the_contact_whoever_is_named(tmp_path: Path) -> None:
    name = "WhatsApp Chat with +44 7700 900123.txt"
    (by_author,) = looked(written(tmp_path, chat("\u202a+44\u00a07700\u00a0900123\u202c", "Léa"), name))
    assert (by_author.sides.ours, by_author.contact_id) == ("Léa", "c-ana")
    (by_file,) = looked(written(tmp_path, chat("~\u202fAnnie", "Field Teas"), name))
    assert (by_file.sides.person, by_file.contact_id) == ("~ Annie", "c-ana")


def test_the_name_that_an_unsaved_person_gave_themselves_is_looked_up(tmp_path: Path) -> None:
    (row,) = looked(written(tmp_path, chat("~\u202fAna Field", "Field Teas"), "chat.txt"))
    assert row.contacts == (ANA,)


def test_a_person_decides(tmp_path: Path) -> None:
    review = reviewer()
    (row,) = review.look([written(tmp_path, chat("Bo", "Léa", date="02/01/2026"), "chat.txt")])
    assert doubts(row) == ["us_unknown", "day_order"]
    row = review.choose_us(row, "Léa")
    assert (row.contacts, doubts(row)) == ((BO, OTHER_BO), ["several_contacts", "day_order"])
    row = review.choose_contact(row, OTHER_BO)
    row = review.choose_day_order(row, "mdy")
    assert row.is_ready and row.preview is not None and row.preview.first_at.month == 2
    row = review.choose_zone(row, "America/Martinique")
    assert [message.sent_at for message in imported(row)] == [
        datetime(2026, 2, 2, 1, 0, tzinfo=UTC), datetime(2026, 2, 2, 1, 1, tzinfo=UTC),
    ]  # fmt: skip
    assert [message.direction for message in imported(row)] == ["in", "out"]


def test_a_chat_of_one_side(tmp_path: Path) -> None:
    review = reviewer()
    (row,) = review.look([written(tmp_path, chat("Ana Field"), "chat.txt")])
    assert doubts(row) == ["us_unknown"]
    assert [message.direction for message in imported(review.choose_us(row, None))] == ["in"]
    ours = review.choose_contact(review.choose_us(row, "Ana Field"), ANA)
    assert [message.direction for message in imported(ours)] == ["out"]


def test_impossible_decisions_are_faults_of_the_caller(tmp_path: Path) -> None:
    review = reviewer()
    (row,) = review.look([written(tmp_path, chat("Bo", "Léa"), "chat.txt")])
    for author in ("Zoë", None):
        with pytest.raises(ValueError, match="author"):
            review.choose_us(row, author)
    with pytest.raises(ValueError, match="us_unknown"), open_import(row, "conversation"):
        pass
    for zone in ("Paris", "../etc/passwd", ""):
        with pytest.raises(ExportRefused, match="zone_unknown"):
            review.choose_zone(row, zone)


def test_a_table_can_be_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, chat("Ana Field", "Léa"))
    with pytest.raises(ExportRefused, match="import_stopped"):
        list(reviewer().look([path], Watch(is_stopped=lambda: True)))


# ------------------------------------------------------------------ messages


def test_files_and_notices_come_with_the_messages(tmp_path: Path) -> None:
    photo = "00000012-PHOTO-2026-01-31-21-05-40.jpg"
    lines = (
        f"[31.01.26, 21:05:00] Ana Field: {LRM}Messages and calls are end-to-end encrypted.\n"
        f"{LRM}[31.01.26, 21:05:40] Léa: our garden {LRM}<attached: {photo}>\n"
        f"{LRM}[31.01.26, 21:06:00] Ana Field: {LRM}<attached: 00000013-AUDIO-2026-01-31-21-06-00.m4a>\n"
        f"[31.01.26, 21:07:00] Ana Field: nice {LRM}<This message was edited>\n"
    )
    (row,) = looked(zipped(tmp_path, {"_chat.txt": lines, photo: b"jpeg"}))
    with open_import(row, "conversation") as importing:
        notice, garden, sound, nice = importing
        assert (notice.direction, notice.author, notice.kind) == (None, None, "system")
        assert (garden.direction, garden.kind, garden.text, garden.media_name) == (
            "out",
            "image",
            "our garden",
            photo,
        )
        assert garden.sent_at == datetime(2026, 1, 31, 20, 5, 40, tzinfo=UTC)
        assert garden.media is not None
        with importing.open_media(garden.media) as stream:
            assert stream.read() == b"jpeg"
        assert (sound.direction, sound.media, sound.media_name is not None) == ("in", None, True)
        assert (nice.text, nice.is_edited) == ("nice", True)


def test_a_file_that_changed_after_it_was_looked_through_is_not_taken(tmp_path: Path) -> None:
    path = written(tmp_path, chat("Ana Field", "Léa"))
    (row,) = looked(path)
    path.write_text(chat("Ana Field", "Eve"), encoding="utf-8")
    with pytest.raises(ExportRefused, match="export_changed"):
        imported(row)


# ------------------------------------------------------------------ zones


def utc(zone: str, *walls: str) -> list[str]:
    clock = WallClock(zone)
    return [f"{clock.utc(datetime.fromisoformat(wall)):%d %H:%M}" for wall in walls]


def test_summer_and_winter_have_their_own_hours() -> None:
    assert utc("Europe/Paris", "2026-01-31T12:00", "2026-07-31T12:00") == ["31 11:00", "31 10:00"]
    assert utc("Asia/Kolkata", "2026-01-31T12:00") == ["31 06:30"]


def test_the_hour_that_comes_twice_is_told_by_the_order() -> None:
    walls = (
        "2026-10-25T01:59",
        "2026-10-25T02:10",
        "2026-10-25T02:50",
        "2026-10-25T02:05",
        "2026-10-25T02:04",
    )
    later = ("2026-10-25T02:30", "2026-10-25T03:00", "2026-10-25T02:59")
    assert utc("Europe/Paris", *walls, *later) == [
        "24 23:59", "25 00:10", "25 00:50", "25 01:05", "25 01:04", "25 01:30", "25 02:00", "25 01:59",
    ]  # fmt: skip


def test_neighbours_out_of_order_are_no_second_hour() -> None:
    assert utc("Europe/Paris", "2026-10-25T02:10", "2026-10-25T02:09") == ["25 00:10", "25 00:09"]


def test_times_that_do_not_exist_are_counted() -> None:
    clock = WallClock("Europe/Paris")
    assert clock.utc(datetime.fromisoformat("2026-03-29T02:30")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert clock.impossible == 1


# ------------------------------------------------------------------ ids


def ids(folder: Path, text: str, name: str, thread: str = "conversation") -> list[str]:
    review = reviewer()
    (row,) = review.look([written(folder, text, name)])
    if not row.is_ready:
        row = review.choose_contact(row, ANA)
    return [message.import_id for message in imported(row, thread)]


NAME = "WhatsApp Chat with Ana Field.txt"


def test_a_longer_export_knows_the_messages_again(tmp_path: Path) -> None:
    first = chat("Ana Field", "Léa", "Ana Field")
    short, long = ids(tmp_path, first, NAME), ids(tmp_path, first + chat("Léa", date="01/02/2026"), NAME)
    assert long[:3] == short and len(set(long)) == 4
    assert set(ids(tmp_path, first, NAME, "another thread")).isdisjoint(long)


def test_the_same_words_in_one_minute_are_several_messages(tmp_path: Path) -> None:
    again = ids(tmp_path, "31/01/2026, 21:05 - Ana Field: ok\n" * 3 + chat("Léa"), NAME)
    assert len(set(again)) == 4 and again == ids(
        tmp_path, "31/01/2026, 21:05 - Ana Field: ok\n" * 3 + chat("Léa"), NAME
    )


def test_two_phones_give_one_chat_the_same_ids(tmp_path: Path) -> None:
    android = (
        "31/01/2026, 21:05 - Ana Field: Hi  there\n31/01/2026, 21:06 - Léa: IMG-20260131-WA0003.jpg (file attached)\n"
        "31/01/2026, 21:07 - Léa: This message was deleted\n31/01/2026, 21:08 - Ana Field: <Media omitted>\n"
    )
    ios = (
        "[31.01.26, 21:05:09] Ana Field: Hi there\n"
        f"{LRM}[31.01.26, 21:06:40] Léa: {LRM}<Anhang: 00000012-PHOTO-2026-01-31-21-06-40.jpg>\n"
        f"[31.01.26, 21:07:01] Léa: {LRM}Du hast diese Nachricht gelöscht.\n"
        f"[31.01.26, 21:08:01] Ana Field: quote.pdf • 2 Seiten {LRM}Dokument weggelassen\n"
    )
    assert ids(tmp_path, android, NAME) == ids(tmp_path, ios, NAME)


def test_a_contact_that_was_renamed_keeps_the_ids(tmp_path: Path) -> None:
    before = ids(tmp_path, chat("Ana Field", "Léa"), NAME)
    assert ids(tmp_path, chat("Ana (salon)", "Léa"), "WhatsApp Chat with Ana (salon).txt") == before


def test_ids_are_the_same_in_every_version() -> None:
    at = datetime.fromisoformat("2026-01-31T21:05:09")
    message = ParsedMessage(at, "Ana", "text", "hé", None, False, False, 1, 1)
    assert StableIds("conversation").of(message, "in") == "f63c820433018b7036179a9f1c3f430e"
