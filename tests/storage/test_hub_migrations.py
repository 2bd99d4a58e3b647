"""A hub.db of an older release opens, keeps everything, and goes on sending."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Identity
from app.domain.contents import Content, Media
from app.domain.ids import ContactId, ConversationId, LineId, LogId, MessageId
from app.domain.outgoing import Outgoing
from storage import codec
from storage.engine import connect
from storage.hub import log, migrations, sends, store
from storage.hub.tables import METADATA, REVISION

GOLDEN = (
    Path(__file__).parent / "golden" / "hub-revision-1.db.gz"
)  # an accepted, an unconfirmed, a waiting text
DUMP = (
    "SELECT (SELECT group_concat(hex(envelope)) FROM log), (SELECT group_concat(hex(fields)) FROM body),"
    " (SELECT count(*) FROM raw_inbox), (SELECT count(*) FROM command), (SELECT count(*) FROM device)"
)


def opened(path: Path) -> Connection:
    return store.open_writing(path, None, lambda: (LogId("new"), bytes(32)))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "hub.db"
    path.write_bytes(gzip.decompress(GOLDEN.read_bytes()))
    return path


def revision(conn: Connection) -> str:
    return str(conn.execute("SELECT value FROM file_meta WHERE name = 'hub'").fetchone()[0])


def test_an_old_file_is_brought_up_to_date_and_loses_nothing(old: Path) -> None:
    with closing(connect(old, None)) as conn:
        assert revision(conn) == "1"
        before = conn.execute(DUMP).fetchone()
    for _ in range(2):  # the second time there is nothing left to do
        with closing(opened(old)) as conn:
            assert revision(conn) == str(REVISION)
            assert conn.execute(DUMP).fetchone() == before
            found = [sends.find(conn, MessageId(name)) for name in ("m-1", "m-2", "m-3")]
    states = [(send.state, send.outgoing) for send in found if send]
    assert states == [
        ("accepted", Outgoing("text")),
        ("unknown", Outgoing("text")),
        ("queued", Outgoing("text", "Of course!")),
    ]


def test_the_log_of_an_old_file_still_chains(old: Path) -> None:
    with closing(opened(old)) as conn:
        chain = codec.GENESIS_CHAIN
        for stored in log.page(conn, 0, 1000):
            codec.verify(chain, stored)
            chain = stored.chain
        assert log.head(conn).chain == chain


def test_an_old_file_takes_messages_of_every_kind(old: Path) -> None:
    content = Content(media=Media("image/jpeg", "ab" * 32, size_bytes=5))
    outgoing = Outgoing("image", "Look", content, "wamid.Q")
    with closing(opened(old)) as conn:
        waiting = sends.find(conn, MessageId("m-3"))
        assert waiting is not None
        new = sends.NewSend(
            MessageId("m-4"), ConversationId("c"), ContactId("p"), LineId("whatsapp:1"), Identity("447"), outgoing,
            waiting.ready_at,
        )  # fmt: skip
        sends.add(conn, new)
        added = sends.find(conn, MessageId("m-4"))
        assert added is not None
        assert added.outgoing == outgoing


def test_an_old_file_ends_up_with_the_columns_of_a_new_one(old: Path, tmp_path: Path) -> None:
    def columns(conn: Connection) -> dict[str, set[tuple[object, ...]]]:
        return {
            name: {row[1:] for row in conn.execute(f"PRAGMA table_info({name})")} for name in METADATA.tables
        }

    with closing(opened(old)) as conn, closing(opened(tmp_path / "new.db")) as fresh:
        assert columns(conn) == columns(fresh)


def test_a_step_that_fails_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*migrations.STEPS[0], "ALTER TABLE nowhere ADD COLUMN x")
    monkeypatch.setattr(migrations, "STEPS", (broken, *migrations.STEPS[1:]))
    with pytest.raises(Exception, match="nowhere"):
        opened(old)
    with closing(connect(old, None)) as conn:
        assert revision(conn) == "1"
        assert "kind" not in {row[1] for row in conn.execute("PRAGMA table_info(send)")}


def test_there_is_a_step_to_every_revision() -> None:
    assert len(migrations.STEPS) == REVISION - 1


def test_parts_that_cannot_be_read_leave_a_message_that_cannot_be_sent() -> None:
    assert codec.decode_content('{"media": 5}') is None
    assert codec.decode_content(codec.encode_content(Content(has_preview=True))) == Content(has_preview=True)
