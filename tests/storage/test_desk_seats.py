"""log.db of several people: an older file becomes one with a first seat, and nobody's things are another's."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app.desk.config import Joined
from app.desk.kept import joined_of
from app.desk.precious import Precious
from app.domain.clock import FakeClock
from app.domain.ids import CommandId, ConversationId, DeviceId, LogId, MemberId
from storage import desk
from storage.desk import StoredCommand, StoredSeat, migrations
from storage.engine import Connection, SqlError, connect
from tests.guards.logs import Expectations
from tests.storage.golden_log import KEY
from tests.storage.golden_people import WITH_ANA

GOLDEN = Path(__file__).parent / "golden" / "0.2" / "log.db"
LEA, NORA = DeviceId("device-lea"), DeviceId("device-nora")
JOINED = Joined("http://127.0.0.1:9", "secret", LogId("log"), LEA, MemberId("member-lea"), "Léa", "owner")
BO = ConversationId("c-bo")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of a computer that had joined and asked for something, as release 0.2 left it."""
    path = tmp_path / "log.db"
    shutil.copy(GOLDEN, path)
    with closing(connect(path, KEY)) as conn:
        desk.save_notes(conn, {"joined": json.dumps(asdict(JOINED)).encode(), "next_seq": b"12"})
        desk.save_notes(conn, {"setting:theme": b'"dark"', "place:attached:c-bo": b'"note"'})
        conn.execute("INSERT INTO command VALUES (9, 'k9', x'7b7d', 0, 1)")
    return path


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with closing(connect(tmp_path / "log.db", KEY)) as made:
        desk.create(made)
        yield made


def shape(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Columns (name, type, must be there, place in the key) of each table, and what must be unique."""
    names = [
        row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    found: dict[str, list[tuple[object, ...]]] = {}
    for name in names:
        found[name] = [(row[1], row[2], row[3], row[5]) for row in conn.execute(f"PRAGMA table_info({name})")]
        for index in conn.execute(f"PRAGMA index_list({name})").fetchall():
            columns = [row[2] for row in conn.execute(f"PRAGMA index_info({index[1]})")]
            found[name].append(("index", index[2], *columns))
        found[name].sort(key=str)
    return found


def test_a_file_of_the_first_revision_gets_the_shape_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with closing(connect(tmp_path / "new.db", KEY)) as new, closing(connect(old, KEY)) as grown:
        desk.create(new)
        assert shape(grown) != shape(new)
        desk.create(grown)
        assert shape(grown) == shape(new)
        assert grown.execute("SELECT value FROM file_meta WHERE name = 'log.db'").fetchone() == ("2",)


def test_whose_the_computer_was_has_its_first_seat_with_all_that_was_there(old: Path) -> None:
    """Nothing is to be noticed: token, number of the next command, waiting commands, draft, place, no PIN."""
    with closing(connect(old, KEY)) as conn:
        desk.create(conn)
        [seat] = desk.seats(conn)
        assert joined_of(seat) == JOINED
        assert (seat.next_seq, seat.pin, seat.wrong_tries) == (12, "", 0)
        commands = [
            (one.device_seq, one.device_id, one.is_tried, one.is_expired) for one in desk.commands(conn)
        ]
        assert commands == [(7, LEA, True, False), (9, LEA, False, True)]
        assert desk.drafts(conn, LEA) == {WITH_ANA: "Bonjour Ana, "}
        assert desk.notes(conn) == {
            "place@device-lea:view": b'"waiting"',
            "place@device-lea:attached:c-bo": b'"note"',
            "setting:theme": b'"dark"',
        }
        desk.create(conn)  # again: nothing more to do
        assert len(desk.seats(conn)) == 1


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", ((*migrations.STEPS[0], "INSERT INTO nowhere VALUES (1)"),))
    with closing(connect(old, KEY)) as conn:
        before = shape(conn)
        with pytest.raises(SqlError, match="nowhere"):
            desk.create(conn)
        assert shape(conn) == before and "joined" in desk.notes(conn)


async def test_g9_a_damaged_file_of_the_first_revision_keeps_whose_it_is(
    old: Path, logged: Expectations
) -> None:
    """G9: the page of the events is broken; the person, the waiting commands and the draft are in the new file."""
    logged.expect("log set aside commands=2 drafts=1")
    with closing(connect(old, KEY)) as conn:
        desk.save_notes(conn, {"is_open": b"true"})
        pages = dict(conn.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"))
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rescued = desk.rescue(old, KEY)
    assert (rescued.seats, rescued.lost) == ([], ())
    with old.open("r+b") as file:
        file.seek((pages["event"] - 1) * 4096 + 100)
        file.write(b"\xff" * 64)
    precious = Precious(old, KEY, FakeClock())
    precious.examine()
    precious.close()
    precious = Precious(old, KEY, FakeClock())
    assert precious.kept.joined == JOINED and precious.kept.drafts == {WITH_ANA: "Bonjour Ana, "}
    assert [one.device_id for one in precious.kept.commands] == [LEA, LEA]
    assert precious.kept.next_seqs == {LEA: 12}
    precious.close()


def test_notes_of_a_damaged_old_file_make_its_person_the_first_seat(conn: Connection) -> None:
    """As `rescue` gives them: commands and drafts of nobody, and the notes."""
    desk.add_commands(conn, [StoredCommand(7, CommandId("k7"), b"{}")])
    desk.save_drafts(conn, {BO: "text"})
    desk.save_notes(conn, {"joined": json.dumps(asdict(JOINED)).encode(), "place:view": b'"all"'})
    desk.adopt(conn)
    [seat] = desk.seats(conn)
    assert (seat.device_id, seat.next_seq) == (LEA, 8)
    assert desk.drafts(conn, LEA) == {BO: "text"} and desk.notes(conn) == {"place@device-lea:view": b'"all"'}
    assert [one.device_id for one in desk.commands(conn)] == [LEA]


# --- several ---


def two_seats(conn: Connection) -> tuple[StoredSeat, StoredSeat]:
    lea, nora = StoredSeat(LEA, b'{"a":1}'), StoredSeat(NORA, b'{"b":2}', pin="$argon2id$nora", used_us=5)
    desk.add_seats(conn, [lea, nora])
    desk.add_commands(conn, [StoredCommand(1, CommandId("l1"), b"l", device_id=LEA)])
    desk.add_commands(conn, [StoredCommand(1, CommandId("n1"), b"n", device_id=NORA)])
    desk.save_drafts(conn, {BO: "Léa's"}, LEA)
    desk.save_drafts(conn, {BO: "Nora's"}, NORA)
    desk.save_notes(conn, {"place@device-lea:view": b'"all"', "place@device-nora:view": b'"closed"'})
    return lea, nora


def test_the_same_numbers_of_two_seats_stand_beside_each_other(conn: Connection) -> None:
    two_seats(conn)
    assert [(one.device_id, one.device_seq) for one in desk.commands(conn)] == [(LEA, 1), (NORA, 1)]
    with pytest.raises(SqlError, match="UNIQUE"):
        desk.add_commands(conn, [StoredCommand(1, CommandId("n2"), b"", device_id=NORA)])


def test_who_goes_leaves_nothing_and_takes_nothing_of_others(conn: Connection) -> None:
    lea, _ = two_seats(conn)
    desk.remove_seat(conn, NORA)
    assert desk.seats(conn) == [lea]
    assert [one.command_id for one in desk.commands(conn)] == ["l1"]
    assert desk.all_drafts(conn) == {LEA: {BO: "Léa's"}}
    assert desk.notes(conn) == {"place@device-lea:view": b'"all"'}


def test_who_is_enrolled_anew_keeps_place_numbers_and_words(conn: Connection) -> None:
    lea, nora = two_seats(conn)
    desk.set_next_seq(conn, LEA, 2)
    desk.set_tries(conn, LEA, 4, 99)
    again = StoredSeat(DeviceId("device-lea-2"), b'{"a":3}', pin="$argon2id$new")
    desk.take_seat(conn, again, LEA)
    assert desk.seats(conn) == [replace(again, next_seq=2, used_us=lea.used_us), nora]
    assert desk.all_drafts(conn) == {again.device_id: {BO: "Léa's"}, NORA: {BO: "Nora's"}}
    assert desk.notes(conn)["place@device-lea-2:view"] == b'"all"'
    assert [one.device_id for one in desk.commands(conn)] == [again.device_id, NORA]


def test_tries_pins_and_use_are_each_seats_own(conn: Connection) -> None:
    lea, nora = two_seats(conn)
    desk.set_tries(conn, NORA, 3, 1_000)
    desk.set_used(conn, LEA, 77)
    assert desk.seats(conn) == [replace(lea, used_us=77), replace(nora, wrong_tries=3, wait_until_us=1_000)]
    desk.set_pin(conn, NORA, "$argon2id$other")
    assert desk.seats(conn)[1] == replace(nora, pin="$argon2id$other")


def test_g9_seats_are_saved_from_a_damaged_file(conn: Connection, tmp_path: Path) -> None:
    """G9."""
    seats = two_seats(conn)
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rescued = desk.rescue(tmp_path / "log.db", KEY)
    assert tuple(rescued.seats) == seats and rescued.drafts == {LEA: {BO: "Léa's"}, NORA: {BO: "Nora's"}}
    assert [(one.device_id, one.command_id) for one in rescued.commands] == [(LEA, "l1"), (NORA, "n1")]
