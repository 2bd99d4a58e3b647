"""Pure parts of the import of chats: twins in the log, kinds and contents, cards, whose chat it is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk.import_review import ExportReview, People
from app.desk.imports.cards import cards_of
from app.desk.imports.history import history_of, with_file
from app.desk.imports.imported import ImportedMessage
from app.desk.imports.usual import usual_zone
from app.desk.imports.watching import UNWATCHED
from app.domain.contacts import Contact
from app.domain.contents import Media
from app.domain.ids import ContactId
from app.domain.imports import HISTORY_KINDS, TEXT_MAX_CHARS, HistoryMessage
from app.domain.messages import Direction
from app.hub.twins import Twins, span
from tests.unit.export_files import written

AT = datetime(2026, 1, 31, 20, 5, tzinfo=UTC)
ANA = Contact(ContactId("ana"), "Ana Field", "447700900123")


def message(text: str | None, minute: int = 0, direction: Direction | None = "in") -> HistoryMessage:
    return HistoryMessage(f"{minute:016x}", AT + timedelta(minutes=minute), direction, "text", text)


def imported(kind: str, text: str | None = None, media: str | None = None, **more: object) -> ImportedMessage:
    given: dict[str, object] = {"is_omitted": False, "is_edited": False} | more
    return ImportedMessage("ab" * 16, AT, "in", "Ana", kind, text, media, None, **given)  # type: ignore[arg-type]


def test_each_live_message_stands_for_one_of_the_export() -> None:
    heard: list[tuple[Direction, datetime, str | None]] = [
        ("in", AT + timedelta(seconds=40), "ok"),
        ("out", AT, "ok"),
    ]
    twins = Twins(heard, Counter())
    assert [twins.take(message("ok")), twins.take(message("ok"))] == [True, False]
    assert twins.take(message(" ok ", 1, "out"))  # phones show the minute by their own clock


@pytest.mark.parametrize(
    "other",
    [
        message("Ok"),
        message("ok", 2),
        message("ok", -2),
        message("ok", direction="out"),
        message("ok", direction=None),
    ],
)
def test_another_side_time_or_word_is_another_message(other: HistoryMessage) -> None:
    assert not Twins([("in", AT, "ok")], Counter()).take(other)


def test_what_an_earlier_batch_used_up_is_not_used_again() -> None:
    used: Counter[tuple[Direction, int, str]] = Counter()
    assert Twins([("in", AT, "ok")], used).take(message("ok"))
    assert not Twins([("in", AT, "ok")], used).take(message("ok", 1))


def test_the_time_in_which_twins_lie_holds_all_of_them() -> None:
    since, until = span([message("a", 5), message("b", 2)])
    assert since <= AT + timedelta(minutes=1) and until >= AT + timedelta(minutes=6, seconds=59)


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("text", "text"), ("gif", "video"), ("poll", "text"), ("live_location", "text"), ("unknown", "unsupported"),
        ("deleted", "deleted"), ("call", "call"), ("system", "system"), ("media", "media"), ("location", "text"),
        ("image", "image"), ("voice", "voice"), ("sticker", "sticker"), ("document", "document"),
        ("contacts", "contacts"), ("video", "video"), ("audio", "audio"),
    ],
)  # fmt: skip
def test_every_kind_of_an_export_is_one_that_the_hub_takes(kind: str, becomes: str) -> None:
    [found] = history_of(imported(kind, "text"))
    assert found.kind == becomes and becomes in HISTORY_KINDS


def test_a_place_has_its_point_and_a_document_its_name() -> None:
    [place] = history_of(imported("location", "Location: https://maps.google.com/?q=-51.38,2.36"))
    assert place.content is not None and place.content.place is not None
    assert (place.kind, place.content.place.latitude, place.content.place.longitude) == (
        "location",
        -51.38,
        2.36,
    )
    [document] = history_of(imported("document", media="00000014-quote.pdf"))
    assert document.content is not None and document.content.media is not None
    assert document.content.media.name == "quote.pdf"
    whole = with_file(document, Media("application/pdf", "cd" * 32, size_bytes=12))
    assert whole.content is not None and whole.content.media is not None
    assert (whole.content.media.name, whole.content.media.mime) == ("quote.pdf", "application/pdf")


def test_a_text_that_is_too_long_comes_in_parts_with_ids_of_their_own() -> None:
    text = "é" * (2 * TEXT_MAX_CHARS + 3)
    parts = list(history_of(imported("text", text, is_edited=True)))
    assert "".join(part.text or "" for part in parts) == text and len(parts) == 3
    assert len({part.stable_id for part in parts}) == 3
    assert [part.stable_id for part in parts] == [
        part.stable_id for part in history_of(imported("text", text))
    ]
    assert parts[0].content is not None and parts[0].content.is_edited


def test_cards_are_read_with_folded_lines_and_nothing_else_is_believed() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Martin;Zoé;;;\r\nFN:Zoé\r\n  Martin\\, coiffeuse\r\n"
        "item1.TEL;type=CELL;waid=33639980099:+33 6 39 98 00 99\r\nitem1.X-ABLabel:Mobile\r\nTEL:01 23\r\n"
        "EMAIL:zoe@example.org\r\nORG:Salon\r\nEND:VCARD\r\nBEGIN:VCARD\r\nORG:Only a shop\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nNOTE:nobody\r\nEND:VCARD\r\n"
    )
    zoe, shop = cards_of(card.encode())
    assert (
        zoe.name == "Zoé Martin, coiffeuse" and zoe.company == "Salon" and zoe.emails == ("zoe@example.org",)
    )
    assert [(one.number, one.chat_number) for one in zoe.phones] == [
        ("+33 6 39 98 00 99", "33639980099"), ("01 23", None),
    ]  # fmt: skip
    assert shop.name == "Only a shop"
    assert cards_of(b"\xff\xfe no card") == ()


async def test_whose_chat_it_is_is_found_by_name_or_by_the_number_that_the_phone_shows(
    tmp_path: Path,
) -> None:
    review = ExportReview(People([ANA]), ["Salon"], "Europe/Paris")
    try:
        known = await review.look(written(tmp_path, _chat("ana  field"), "saved.txt"), UNWATCHED)
        assert known.contact_id == "ana" and known.is_ready
        number = await review.look(written(tmp_path, _chat("+44 7700 900123"), "by number.txt"), UNWATCHED)
        assert number.contact_id == "ana"
        new = await review.look(written(tmp_path, _chat("+33 6 39 98 00 99"), "new.txt"), UNWATCHED)
        assert new.is_ready and new.contacts[0] == Contact(ContactId("new:33639980099"), None, "33639980099")
        stranger = await review.look(written(tmp_path, _chat("~ Zoé"), "stranger.txt"), UNWATCHED)
        assert stranger.contact_id is None
        for wrong in ("", "12", "ana", "+33 6 39 98 00 99 ext. 4"):
            assert review.choose_number(stranger, wrong) is None
        chosen = review.choose_number(stranger, "+33 (6) 39.98-00 98")
        assert chosen is not None and chosen.contacts[0].name == "Zoé"
    finally:
        review.close()


def test_the_zone_of_this_computer_is_one_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Africa/Abidjan")
    assert usual_zone() == "Africa/Abidjan"
    monkeypatch.setenv("TZ", "nonsense")
    assert usual_zone() != "nonsense"


def _chat(person: str) -> str:
    return f"31/01/2026, 21:05 - {person}: Hi\n31/01/2026, 21:06 - Salon: Hello\n"
