"""log.db: events without gap, commands and drafts that outlive everything, and what a damaged file still gives."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure, InvariantBroken
from app.domain.ids import CommandId, ConversationId, DeviceId
from storage import codec, desk, view
from storage.desk import StoredCommand, StoredSeat
from storage.engine import Connection, SqlError, connect
from storage.writer import Writer
from tests.storage.view_log import KEY, Log, conversation_id

CANARY = "Rendez-vous de Madame Canari"
SEAT = StoredSeat(DeviceId("device"), b"{}", next_seq=200)


def opened(path: Path) -> Connection:
    conn = connect(path, KEY)
    desk.create(conn)
    return conn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def conn(path: Path) -> Iterator[Connection]:
    connection = opened(path)
    yield connection
    connection.close()


def salon() -> list[codec.StoredEvent]:
    log = Log()
    for person in range(6):
        log.received(person, f"{CANARY} {person}")
    return log.stored()


def command(number: int, *, is_tried: bool = False, is_expired: bool = False) -> StoredCommand:
    data = f'{{"text":"{CANARY}"}}'.encode()
    return StoredCommand(number, CommandId(f"k{number}"), data, is_tried, is_expired)


# --- events ---


def test_events_come_back_as_the_bytes_that_came(conn: Connection) -> None:
    events = salon()
    events[3] = replace(events[3], fields=b"")  # erased on the hub before it came here
    desk.append(conn, events[:2])
    desk.append(conn, [])
    desk.append(conn, events[2:])
    assert desk.page(conn, 0, 100) == events
    assert desk.page(conn, 2, 2) == events[2:4]
    assert desk.cursor(conn) == (6, events[-1].chain)


def test_g3_a_gap_a_repeat_and_a_foreign_history_are_refused(conn: Connection) -> None:
    """G3: a replica never goes backwards, skips or doubles; what does not fit stores nothing."""
    events = salon()
    desk.append(conn, events[:3])
    foreign = replace(events[3], chain=bytes(32))
    for page, code in (
        (events[4:], "log_gap"),
        (events[2:], "log_gap"),
        ([events[3], events[5]], "log_gap"),
        ([foreign, events[4]], "chain_mismatch"),
        ([replace(events[3], envelope=events[4].envelope)], "chain_mismatch"),
    ):
        with pytest.raises(InvariantBroken) as broken:
            desk.append(conn, page)
        assert broken.value.code == code
    assert desk.cursor(conn) == (3, events[2].chain)
    assert desk.page(conn, 0, 100) == events[:3]


def test_events_and_cursor_are_one_transaction(path: Path) -> None:
    events = salon()
    writer = Writer(lambda: opened(path), "log", path)

    def job(conn: Connection) -> None:
        desk.append(conn, events)
        raise ValueError("killed before its commit")

    with pytest.raises(ValueError, match="killed"):
        writer.submit(job).result()
    assert writer.submit(desk.cursor).result() == (0, codec.GENESIS_CHAIN)
    writer.submit(lambda conn: desk.append(conn, events)).result()
    assert writer.submit(desk.cursor).result()[0] == 6
    writer.close()


# --- commands, drafts, notes ---


def test_commands_keep_their_order_and_what_happened_to_them(path: Path) -> None:
    first = opened(path)
    desk.add_commands(first, [command(1)])
    desk.add_commands(first, [command(2), command(3)])
    desk.mark_tried(first, [CommandId("k2"), CommandId("nobody")])
    desk.mark_expired(first, CommandId("k3"))
    first.close()
    again = opened(path)
    assert desk.commands(again) == [command(1), command(2, is_tried=True), command(3, is_expired=True)]
    assert desk.command_ids(again) == {"k1", "k2", "k3"}
    desk.drop_commands(again, [CommandId("k1"), CommandId("nobody")])
    desk.drop_commands(again, [])
    assert desk.command_ids(again) == {"k2", "k3"}
    again.close()


def test_a_command_of_a_newer_program_is_kept_as_it_is(conn: Connection) -> None:
    newer = StoredCommand(1, CommandId("k1"), b'{"kind":"deal.move","from the future":true}')
    desk.add_commands(conn, [newer])
    with pytest.raises(EnvironmentFailure, match="command_unreadable"):
        codec.decode_command(desk.commands(conn)[0].data)
    assert desk.commands(conn) == [newer]


def test_drafts_and_notes_are_kept_replaced_and_removed(path: Path) -> None:
    first = opened(path)
    one, two = conversation_id(1), conversation_id(2)
    desk.save_drafts(first, {one: "Bonjour,", two: "\x00<b>"})
    desk.save_drafts(first, {one: "Bonjour, demain ?", ConversationId("c3"): ""})
    desk.save_notes(first, {"place": b'"c1"', "theme": b'"dark"'})
    desk.save_notes(first, {"place": b'"c2"', "theme": None, "none": None})
    first.close()
    again = opened(path)
    assert desk.drafts(again) == {one: "Bonjour, demain ?", two: "\x00<b>"}
    desk.save_drafts(again, {one: ""})
    assert desk.drafts(again) == {two: "\x00<b>"}
    assert desk.notes(again) == {"place": b'"c2"'}
    again.close()


# --- the file ---


def test_nothing_can_be_read_from_the_bytes_on_disk(path: Path, tmp_path: Path) -> None:
    conn = opened(path)
    desk.append(conn, salon())
    desk.add_commands(conn, [command(1)])
    desk.save_drafts(conn, {conversation_id(1): CANARY})
    desk.save_notes(conn, {"joined": CANARY.encode()})
    screens = connect(tmp_path / "view.db", KEY, durability="NORMAL")
    view.rebuild(screens, desk.page(conn, 0, 100))
    files = [file for file in tmp_path.iterdir() if file.stat().st_size > 0]
    assert {"log.db", "log.db-wal", "view.db", "view.db-wal"} <= {file.name for file in files}
    for file in files:
        data = file.read_bytes()
        assert b"Canari" not in data and b"3363998" not in data and b"SQLite format" not in data
    screens.close()
    conn.close()


def test_a_wrong_key_says_so_and_damages_nothing(path: Path) -> None:
    first = opened(path)
    desk.save_drafts(first, {conversation_id(1): "Bonjour"})
    first.close()
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailure) as failure:
        connect(path, "00" * 32)
    assert failure.value.code == "wrong_key" and path.read_bytes() == before
    again = opened(path)
    assert desk.drafts(again) == {conversation_id(1): "Bonjour"}
    again.close()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    first = opened(path)
    first.execute("UPDATE file_meta SET value = '999'")
    first.close()
    again = connect(path, KEY)
    with pytest.raises(EnvironmentFailure) as failure:
        desk.create(again)
    assert failure.value.code == "file_newer"
    assert not again.in_transaction
    again.close()


def test_a_lost_wal_loses_only_what_was_in_it(path: Path) -> None:
    """G9: someone deleted log.db-wal. What a checkpoint moved stays, the rest comes from the hub again, gaps never."""
    events = salon()
    first = opened(path)
    desk.append(first, events[:3])
    first.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.append(first, events[3:])
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())  # the file without its -wal, as after a crash
    first.close()
    again = opened(copy)
    assert desk.is_sound(again)
    assert desk.cursor(again) == (3, events[2].chain)
    desk.append(again, events[3:])
    assert desk.page(again, 0, 100) == events
    again.close()


def full_of_everything(path: Path) -> None:
    conn = opened(path)
    log = Log()
    for person in range(300):
        log.received(person, f"{CANARY} " * 20)
    desk.add_commands(conn, [command(number) for number in range(1, 200)])
    desk.save_drafts(conn, {conversation_id(number): f"Brouillon {number}" for number in range(200)})
    desk.save_notes(conn, {"joined": b"{}"})
    desk.add_seats(conn, [SEAT])
    desk.append(conn, log.stored())
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def flip(path: Path, page_no: int) -> None:
    data = bytearray(path.read_bytes())
    for offset in range(page_no * 4096 + 1000, page_no * 4096 + 1016):
        data[offset] ^= 0xFF
    path.write_bytes(data)


def test_g9_flipped_bytes_are_noticed_and_commands_and_drafts_saved(path: Path) -> None:
    """G9: whichever page is hit (but the first), it is noticed, nothing wrong is read, and what is lost is named."""
    full_of_everything(path)
    whole = path.read_bytes()
    pages = len(whole) // 4096
    partly_saved = 0
    hits = list(range(1, pages, max(1, pages // 40)))
    for page_no in hits:
        path.write_bytes(whole)
        flip(path, page_no)
        conn = connect(path, KEY, is_read_only=True)
        assert not desk.is_sound(conn)
        conn.close()
        rescued = desk.rescue(path, KEY)
        numbers = [one.device_seq for one in rescued.commands]
        assert numbers == sorted(set(numbers)) and set(numbers) <= set(range(1, 200))
        drafts = rescued.drafts.get(desk.NOBODY, {})
        assert all(text == f"Brouillon {key[1:]}" for key, text in drafts.items())
        is_whole = {
            "seat": rescued.seats == [SEAT],
            "command": len(numbers) == 199,
            "draft": len(drafts) == 200,
            "note": rescued.notes == {"joined": b"{}"},
        }
        assert set(rescued.lost) == {table for table, is_read in is_whole.items() if not is_read}
        assert len(rescued.lost) <= 1
        partly_saved += 0 < len(numbers) < 199 or 0 < len(drafts) < 200
    assert len(hits) >= 30 and partly_saved


def test_g9_a_file_that_cannot_be_opened_at_all_is_reported_as_lost(path: Path) -> None:
    full_of_everything(path)
    flip(path, 0)
    rescued = desk.rescue(path, KEY)
    assert rescued.lost == ("seat", "command", "draft", "note")
    assert not rescued.commands and not rescued.drafts and not rescued.notes


def test_a_sound_file_is_called_sound(path: Path) -> None:
    full_of_everything(path)
    conn = connect(path, KEY, is_read_only=True)
    assert desk.is_sound(conn)
    conn.close()
    rescued = desk.rescue(path, KEY)
    drafts = rescued.drafts[desk.NOBODY]
    assert rescued.lost == () and (len(rescued.commands), len(drafts)) == (199, 200)
    assert rescued.seats == [SEAT]


def test_a_damaged_view_shows_itself_and_is_made_again(path: Path, tmp_path: Path) -> None:
    """G9: view.db has no data of its own."""
    full_of_everything(path)
    log = connect(path, KEY, is_read_only=True)
    events = desk.page(log, 0, 1_000)
    log.close()
    screens = tmp_path / "view.db"
    conn = connect(screens, KEY, durability="NORMAL")
    view.rebuild(conn, events)
    expected = view.view_hash(conn)
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    for page_no in range(1, screens.stat().st_size // 4096):
        flip(screens, page_no)
    with (
        pytest.raises((SqlError, EnvironmentFailure), match="damaged|malformed"),
        closing(connect(screens, KEY, is_read_only=True)) as conn,
    ):
        view.view_hash(conn)
    for part in tmp_path.glob("view.db*"):
        part.unlink()
    conn = connect(screens, KEY, durability="NORMAL")
    view.rebuild(conn, events)
    assert view.view_hash(conn) == expected
    conn.close()


def test_two_threads_write_and_read_at_once(path: Path) -> None:
    """The writer's thread stores events while another reads: it sees whole transactions, in order."""
    log = Log()
    for number in range(400):
        log.received(number % 5, str(number))
    events = log.stored()
    writer = Writer(lambda: opened(path), "log", path)
    reading = connect(path, KEY, is_read_only=True)
    seen: list[int] = []
    is_done = threading.Event()

    def read() -> None:
        while not is_done.is_set() or seen[-1] < 400:
            reading.execute("BEGIN")
            pos, _ = desk.cursor(reading)
            count = reading.execute("SELECT count(*) FROM event").fetchone()[0]
            reading.execute("COMMIT")
            assert count == pos
            seen.append(pos)

    thread = threading.Thread(target=read)
    thread.start()
    for start in range(0, 400, 10):
        writer.submit(lambda conn, start=start: desk.append(conn, events[start : start + 10]))  # type: ignore[misc]
    writer.close()
    is_done.set()
    thread.join(30)
    reading.close()
    assert not thread.is_alive() and seen == sorted(seen) and seen[-1] == 400


# --- ballast ---


def test_ballast_takes_room_once_and_gives_it_back(tmp_path: Path) -> None:
    size = desk.hold_ballast(tmp_path)
    assert 0 < size <= 32 * 1024 * 1024
    file = tmp_path / "ballast"
    assert file.stat().st_size == size and file.stat().st_blocks * 512 >= size
    changed = file.stat().st_mtime_ns
    assert desk.hold_ballast(tmp_path) == size and file.stat().st_mtime_ns == changed
    assert desk.drop_ballast(tmp_path)
    assert not file.exists() and not desk.drop_ballast(tmp_path)
