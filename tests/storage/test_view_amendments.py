"""Rows of messages that others change: which of them are bubbles, and what is seen at the ones that they are about."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.contents import Content, Media, Place
from app.domain.ids import ContactId, MessageId
from app.domain.media import MediaLost, MediaStored
from app.domain.members import MemberAdded
from app.domain.rows import MessageRow, ReactionRow
from app.domain.sends import SendFailed, SendRequested
from storage import view
from storage.engine import Connection
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MEMBER,
    START,
    Log,
    conversation_id,
    external_id,
    message_id,
    new_view,
    project,
)

ANA = conversation_id(1)
PHOTO = Content(media=Media("image/jpeg", "ab" * 32, external_id="430"))


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def rows(conn: Connection, **more: object) -> list[MessageRow]:
    return view.thread_page(conn, ANA, reader=LEA, **more)  # type: ignore[arg-type]


def name_of(log: Log) -> str:
    """The channel's id of the newest message of a log."""
    return str(log.events[-1].body.external_id)  # type: ignore[union-attr]


def react(log: Log, number: int, emoji: str, about: str) -> None:
    body = SendRequested(
        message_id(number), ANA, ContactId("p1"), LINE, LEA, "reaction", emoji, reply_to=about
    )  # fmt: skip
    log.add(body, MEMBER)


def test_a_reaction_is_seen_at_its_message_and_lifts_the_conversation(conn: Connection) -> None:
    log = Log()
    log.received(1, "Samedi ?")
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    about = name_of(Log(log.events[:1]))
    log.received(2, "Bonjour")
    log.received(1, "👍", kind="reaction", reply_to=about)
    react(log, 1, "🙏", about)
    project(conn, log.events)
    [row] = rows(conn)
    assert row.reactions == (ReactionRow("👍"), ReactionRow("🙏", "Léa", is_mine=True))
    assert view.message_row(conn, message_id(1)) is None
    line = view.inbox_row(conn, ANA)
    assert line is not None and (line.last_kind, line.last_text, line.last_direction) == (
        "reaction",
        "🙏",
        "out",
    )
    assert view.inbox_ids(conn, "all", now=START, standard_min=30) == [ANA, conversation_id(2)]
    header = view.thread_header(conn, ANA, START + timedelta(hours=1))
    assert header is not None and header.is_window_open
    assert line.waiting_since_at is not None  # a reaction is no answer


def test_a_reaction_of_ours_that_failed_is_gone(conn: Connection) -> None:
    log = Log()
    log.received(1, "Samedi ?")
    about = name_of(log)
    react(log, 1, "🙏", about)
    project(conn, log.events)
    assert rows(conn)[0].reactions != ()
    failed = log.add(SendFailed(message_id(1), ANA, "undeliverable"), HUB)
    project(conn, [failed])
    assert rows(conn)[0].reactions == ()


def test_what_is_about_an_unknown_message_is_a_row_until_that_comes(conn: Connection) -> None:
    log = Log()
    log.received(1, "👍", kind="reaction", reply_to="wamid.late")
    log.received(1, "Dimanche ?", kind="edit", reply_to="wamid.late", late_s=1)
    project(conn, log.events)
    assert [row.kind for row in rows(conn)] == ["reaction", "edit"]
    late = log.received(1, "Samedi ?", external_id="wamid.late", late_s=30)
    project(conn, [late])
    [row] = rows(conn)
    assert (row.text, row.is_edited, row.reactions) == ("Dimanche ?", True, (ReactionRow("👍"),))


def test_an_edit_and_a_revoke_change_the_list_too(conn: Connection) -> None:
    log = Log()
    log.received(1, "Samedi ?")
    about = name_of(log)
    log.received(1, "Dimanche ?", kind="edit", reply_to=about)
    project(conn, log.events)
    line = view.inbox_row(conn, ANA)
    assert line is not None and (line.last_kind, line.last_text, line.unread_count) == (
        "text",
        "Dimanche ?",
        1,
    )
    project(conn, [log.received(1, None, kind="revoke", reply_to=about)])
    line = view.inbox_row(conn, ANA)
    assert line is not None and (line.last_kind, line.last_text) == ("revoked", None)
    [row] = rows(conn)
    assert (row.kind, row.text, row.is_edited, row.is_revoked) == ("text", None, False, True)


def test_pages_are_as_long_as_asked_for_whatever_is_hidden_between(conn: Connection) -> None:
    log = Log()
    for number in range(12):
        log.received(1, f"{number}")
        about = name_of(log)
        for emoji in ("👍", "❤️", ""):
            log.received(1, emoji, kind="reaction", reply_to=about)
    project(conn, log.events)
    newest = rows(conn, limit=5)
    assert [row.text for row in newest] == ["7", "8", "9", "10", "11"]
    first = newest[0]
    older = rows(conn, limit=5, before=(first.sort_at, first.pos))
    assert [row.text for row in older] == ["2", "3", "4", "5", "6"]
    last = older[-1]
    assert [row.text for row in rows(conn, limit=2, after=(last.sort_at, last.pos))] == ["7", "8"]


def test_a_file_is_fetched_then_there_or_lost(conn: Connection) -> None:
    log = Log()
    log.received(1, "Voilà", kind="image", content=PHOTO)
    photo = MessageId("in1")
    project(conn, log.events)
    assert rows(conn)[0].media is not None and rows(conn)[0].media.stage == "fetching"  # type: ignore[union-attr]
    project(conn, [log.add(MediaStored(photo, ANA, "ab" * 32, 12, "image/jpeg", 640, 480), HUB)])
    [row] = rows(conn)
    assert row.media is not None and row.content == PHOTO
    assert (row.media.stage, row.media.sha256, row.media.width_px) == ("stored", "ab" * 32, 640)
    project(conn, [log.add(MediaLost(photo, ANA, "expired"), HUB)])
    assert rows(conn)[0].media.code == "expired"  # type: ignore[union-attr]
    project(conn, [log.received(1, None, kind="revoke", reply_to="wamid.in1")])
    project(conn, [log.add(MediaStored(photo, ANA, "ab" * 32, 12, "image/jpeg"), HUB)])
    assert (rows(conn)[0].media, rows(conn)[0].content) == (None, None)


def test_an_answer_names_what_it_quotes(conn: Connection) -> None:
    log = Log()
    log.received(1, None, kind="image", content=PHOTO)
    log.received(1, "Et ça ?", reply_to="wamid.in1")
    log.received(1, None, kind="revoke", reply_to="wamid.in1")
    project(conn, log.events[:2])
    quoting = rows(conn)[1]
    assert (quoting.reply_message_id, quoting.reply_kind, quoting.reply_text) == (
        MessageId("in1"),
        "image",
        None,
    )
    project(conn, log.events[2:])
    assert rows(conn)[1].reply_kind == "revoked"


def test_the_file_of_a_history_takes_its_placeholders_place(conn: Connection, tmp_path: Path) -> None:
    other = new_view(tmp_path, "other.db")
    for target, kinds in ((conn, ("media", "image")), (other, ("image", "media"))):
        log = Log()
        log.received(1, "Bonjour")
        for kind in kinds:
            log.received(
                1, None, kind=kind, external_id="wamid.old", is_history=True, late_s=9_000,
                content=PHOTO if kind == "image" else None, author_name="Ana F.",
            )  # fmt: skip
        log.received(1, "❤️", kind="reaction", reply_to="wamid.old")
        project(target, log.events, 1)
        shown = rows(target)
        assert [(row.kind, row.reactions) for row in shown] == [("image", (ReactionRow("❤️"),)), ("text", ())]
        assert shown[0].author_name == "Ana F."
        found = view.message_by_external_id(target, "wamid.old")
        assert found is not None and found.kind == "image"
    other.close()


def test_a_history_that_comes_later_moves_nothing(conn: Connection) -> None:
    log = Log()
    log.received(1, "Bonjour")
    log.received(2, "Salut")
    log.received(1, "Il y a longtemps", is_history=True, late_s=900_000)
    log.received(1, "Réponse d’alors", is_history=True, late_s=800_000, direction="out", author="phone")
    log.received(3, "Ancienne", is_history=True, late_s=700_000)
    log.received(4, "Plus ancienne", is_history=True, late_s=800_000)
    project(conn, log.events)
    found = view.inbox_ids(conn, "all", now=START, standard_min=30)
    assert found == [conversation_id(person) for person in (2, 1, 3, 4)]
    row = view.inbox_row(conn, ANA)
    assert row is not None and (row.last_text, row.unread_count) == ("Bonjour", 1)
    assert row.waiting_since_at is not None
    pages = [view.inbox_ids(conn, "all", now=START, standard_min=30, limit=1, after=one) for one in found]
    assert pages == [[one] for one in found[1:]] + [[]]


def test_shelves_hold_pictures_files_voice_and_links_newest_first(conn: Connection) -> None:
    log = Log()
    kinds = ("image", "document", "voice", "text", "video", "location")
    for kind in kinds:
        content = Content(place=Place(1.0, 2.0)) if kind == "location" else PHOTO if kind != "text" else None
        log.received(1, "Voir https://salon.example", kind=kind, content=content)
    log.received(1, None, kind="revoke", reply_to="wamid.in2")
    log.received(1, "Rien à voir")
    project(conn, log.events)
    shelves = {shelf: view.shelf_page(conn, ANA, shelf) for shelf in ("media", "files", "voice", "links")}
    found = {shelf: [row.kind for row in page] for shelf, page in shelves.items()}
    assert found == {
        "media": ["video", "image"],
        "files": [],
        "voice": ["voice"],
        "links": ["location", "text"],
    }
    last = shelves["media"][0]
    assert [r.kind for r in view.shelf_page(conn, ANA, "media", before=(last.sort_at, last.pos))] == ["image"]


def test_a_status_that_came_first_names_the_message_that_a_reaction_waits_for(conn: Connection) -> None:
    log = Log()
    log.status(1, "read", is_matched=True)
    log.received(1, "👍", kind="reaction", reply_to=external_id(1))
    log.asked(1, 1)
    project(conn, log.events, 1)
    [row] = rows(conn)
    assert (row.state, row.reactions) == ("read", (ReactionRow("👍"),))
