"""The precious file as the desk opens it: damage is set aside, and a full disk does not take what was typed."""

import errno
import os
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.drafts import Unsaved
from app.desk.precious import Precious
from app.domain.clock import FakeClock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId
from storage import desk
from storage.engine import Connection, connect
from tests.guards.logs import Expectations
from tests.storage.view_log import KEY, conversation_id, new_view

DRAFT = {conversation_id(1): "Bonjour Ana, "}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


async def typed(path: Path) -> None:
    precious = Precious(path, KEY, FakeClock())
    await precious.save_drafts([Unsaved(desk.NOBODY, DRAFT, {"view": "waiting"})])
    precious.close()


def damage(path: Path, page_no: int) -> None:
    with path.open("r+b") as file:
        file.seek(page_no * 4096 + 100)
        file.write(os.urandom(64))


async def test_g9_a_damaged_file_is_set_aside_and_drafts_go_on(path: Path, logged: Expectations) -> None:
    """G9: a page of the events is broken after a crash; the drafts are in the new file, the old one is kept."""
    logged.expect("log set aside commands=0 drafts=1")
    await typed(path)
    with closing(connect(path, KEY)) as conn:
        desk.save_notes(conn, {"is_open": b"true"})  # it did not end cleanly
        page_no = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()[0] - 1
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(path, page_no)
    precious = Precious(path, KEY, FakeClock())
    assert precious.kept.drafts == DRAFT and precious.kept.place == {"view": "waiting"}
    precious.examine()
    assert (await precious.cursor()).pos == 0  # events come from the hub again
    precious.close()
    assert [file.name for file in path.parent.glob("log-damaged-*.db")] != []


async def test_a_file_in_doubt_stays_so_until_it_was_examined(path: Path, logged: Expectations) -> None:
    """Whoever closes before the examination, or breaks it off, leaves it to the next start."""
    await typed(path)
    with closing(connect(path, KEY)) as conn:
        desk.save_notes(conn, {"is_open": b"true"})
    Precious(path, KEY, FakeClock()).close()
    precious = Precious(path, KEY, FakeClock())
    assert "is_open" in precious.kept.notes
    precious.examine()
    precious.close()
    precious.examine()  # nothing is in doubt any more
    with closing(connect(path, KEY)) as conn:
        assert "is_open" not in desk.notes(conn)


async def test_g9_a_damaged_first_page_is_told_from_a_wrong_key(path: Path, logged: Expectations) -> None:
    """G9: the view beside it opens with the key, so the key is right; what is lost is said in the log."""
    logged.expect(r"lost=\('seat', 'command', 'draft', 'note'\)")
    await typed(path)
    new_view(path.parent).close()
    damage(path, 0)
    precious = Precious(path, KEY, FakeClock())
    assert precious.kept.drafts == {}
    precious.close()


async def test_a_wrong_key_sets_nothing_aside(path: Path) -> None:
    await typed(path)
    new_view(path.parent).close()
    with pytest.raises(EnvironmentFailure) as failure:
        Precious(path, "00" * 32, FakeClock())
    assert failure.value.code == "wrong_key"
    assert list(path.parent.glob("log-damaged-*")) == []


async def test_g8_on_a_full_disk_the_ballast_makes_room_for_what_was_typed(
    path: Path, logged: Expectations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G8: writing fails until the ballast is gone, then the draft is on disk."""
    logged.expect("disk full, ballast dropped")
    precious = Precious(path, KEY, FakeClock())
    precious.hold_ballast()
    await precious.cursor()
    ballast = path.with_name("ballast")
    write = desk.save_drafts

    def on_full_disk(conn: Connection, texts: dict[ConversationId, str], seat: DeviceId) -> None:
        if ballast.exists():
            raise EnvironmentFailure("disk_full", file=os.strerror(errno.ENOSPC))
        write(conn, texts, seat)

    monkeypatch.setattr(desk, "save_drafts", on_full_disk)
    await precious.save_drafts([Unsaved(desk.NOBODY, DRAFT, {})])
    assert not ballast.exists()
    precious.close()
    with closing(connect(path, KEY, is_read_only=True)) as conn:
        assert desk.drafts(conn) == DRAFT
