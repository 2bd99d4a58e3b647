"""The index of what was written: it finds what a plain scan finds, in any order, and forgets without a trace."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.contact_cards import (
    ContactChanged,
    ContactNoteAdded,
    ContactNoteRemoved,
    ContactTagged,
    ContactUntagged,
    FieldChange,
)
from app.domain.contents import Card, CardPhone, Content, Media, Place
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.search_query import Term, parse
from app.domain.search_text import holds, words_of
from storage import view
from storage.engine import Connection
from storage.search import schema
from storage.search.documents import is_searched, words_in
from storage.search.people import find_people
from storage.view.messages import COLUMNS, message_of_row
from tests.storage import search_files
from tests.storage.import_log import LONG_AGO, begin, bring, undo
from tests.storage.search_files import bring_up, everything, is_sound, new_index, positions, step, tidied
from tests.storage.view_emptied import emptied
from tests.storage.view_log import (
    LEA,
    MEMBER,
    START,
    Log,
    conversation_id,
    new_view,
    project,
    random_logs,
)

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.sampled_from(
    ["bonjour", "Bonjour!", "bonsoir", "l'été", "ETE", "eteindre", "prix", "total", "東京都", "京都", "大阪", "สวัสดีครับ",
     "b", "Привет", "हिंदी", "한국어", "12,50", "VIP-2026", "👍", "a_b", "boné", "bo"]
)  # fmt: skip
said = st.lists(WORDS, min_size=1, max_size=6).map(" ".join) | st.lists(WORDS, min_size=1, max_size=3).map(
    "".join
)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


@pytest.fixture
def found_in(tmp_path: Path) -> Iterator[Connection]:
    connection = new_index(tmp_path)
    yield connection
    connection.close()


def term(text: str, *, is_prefix: bool = True) -> Term:
    return Term(tuple(words_of(text)), text, is_prefix)


def scanned(conn: Connection, terms: list[Term]) -> list[int]:
    """The same by looking at every message, the newest first."""
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
        " ORDER BY m.sort_us / 1000000 DESC, m.pos DESC"
    )
    messages = [message_of_row(row) for row in rows]
    return [
        message.pos
        for message in messages
        if is_searched(message)
        and all(holds(words_in(message), one.words, is_prefix=one.is_prefix) for one in terms)
    ]


@many
@given(
    texts=st.lists(said, min_size=1, max_size=12),
    typed=st.lists(said, min_size=1, max_size=2),
    is_prefix=st.booleans(),
)
def test_the_index_finds_what_a_plain_scan_finds(
    conn: Connection, found_in: Connection, texts: list[str], typed: list[str], is_prefix: bool
) -> None:
    log = Log()
    for number, text in enumerate(texts):
        log.received(number % 3, text)
    search_files.begin(found_in, emptied(conn))
    project(conn, log.events)
    bring_up(found_in, conn)
    terms = [term(each, is_prefix=is_prefix) for each in typed]
    terms = [each for each in terms if each.words]
    if terms:
        assert positions(found_in, conn, terms, limit=3) == scanned(conn, terms)
    is_sound(found_in)


@many
@given(events=random_logs(), size=st.integers(1, 9), limit=st.integers(1, 7), at=st.integers(0, 40))
def test_event_by_event_gives_the_index_that_all_at_once_gives(
    conn: Connection,
    found_in: Connection,
    tmp_path: Path,
    events: list[Event],
    size: int,
    limit: int,
    at: int,
) -> None:
    """However the log is cut, and wherever the index began: edits, deletions, merges and placeholders are in it."""
    emptied(conn)
    project(conn, events[:at], size)
    search_files.begin(found_in, conn)
    step(found_in, conn, limit)
    for start in range(at, len(events), size):
        batch = events[start : start + size]
        conn.execute("BEGIN")
        view.project(conn, batch)
        conn.execute("COMMIT")
        step(found_in, conn, limit)
    bring_up(found_in, conn, limit)
    one_by_one = everything(found_in)
    search_files.begin(found_in, conn)
    bring_up(found_in, conn)
    assert everything(found_in) == one_by_one
    is_sound(found_in)


def test_the_newest_come_first_also_those_that_an_import_brought_late(
    conn: Connection, found_in: Connection
) -> None:
    log = Log()
    log.received(1, "bonjour aujourd'hui")
    begin(log, 1, 2)
    bring(log, 1, 2, "bonjour il y a longtemps", LONG_AGO)
    bring(log, 1, 2, "bonjour encore plus tôt", LONG_AGO - timedelta(days=1))
    log.received(1, "bonjour à nouveau")
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("bonjour")]) == [5, 1, 3, 4]


def test_an_undone_import_leaves_the_index(conn: Connection, found_in: Connection) -> None:
    log = Log()
    begin(log, 1, 2)
    bring(log, 1, 2, "souvenir de vacances", LONG_AGO)
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("souvenir")]) == [2]
    undo(log, 1, 2, 1)
    project(conn, log.events[-1:])
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("souvenir")]) == []
    is_sound(found_in)


def test_messages_of_one_second_have_places_of_their_own(conn: Connection, found_in: Connection) -> None:
    """An export that knows minutes only may bring hundreds at one time."""
    log = Log()
    begin(log, 1, 2)
    for number in range(600):
        bring(log, 1, 2, f"message numéro {number}", LONG_AGO)
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    assert sorted(positions(found_in, conn, [term("numero")])) == list(range(2, 602))
    undo(log, 1, 2, 600)
    project(conn, log.events[-1:])
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("numero")]) == []
    assert found_in.execute("SELECT count(*) FROM search_row").fetchone()[0] == 0


def test_files_cards_and_places_are_found_by_what_is_written_on_them(
    conn: Connection, found_in: Connection
) -> None:
    log = Log()
    log.received(
        1,
        None,
        kind="document",
        content=Content(media=Media("application/pdf", name="Devis_cuisine-2026.pdf")),
    )
    log.received(
        1,
        None,
        kind="contacts",
        content=Content(cards=(Card("Zoé Plombier", phones=(CardPhone("+33 1 02"),)),)),
    )
    log.received(1, None, kind="location", content=Content(place=Place(1.0, 2.0, "Gare de Lyon", "Paris")))
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("cuisine")]) == [1]
    assert positions(found_in, conn, [term("plomb")]) == [2]
    assert positions(found_in, conn, [term("gare de lyon")]) == [3]
    assert positions(found_in, conn, [term("lyon paris", is_prefix=False)]) == []  # two parts are no phrase
    assert positions(found_in, conn, [], has=("file",)) == [1]
    assert positions(found_in, conn, [], any_of=("contact", "place")) == [3, 2]


def test_words_of_an_erased_message_are_in_no_byte_of_the_file(conn: Connection, tmp_path: Path) -> None:
    plain_index = new_index(tmp_path, None, "plain.db")
    log = Log()
    for number in range(300):
        log.received(number % 5, f"bonjour rendez{number} samedi")
    secret = log.received(1, "Mon code secret est Xylophonique 東京都")
    project(conn, log.events)
    search_files.begin(plain_index, conn)
    bring_up(plain_index, conn)
    assert _bytes_hold(tmp_path / "plain.db", plain_index, "xylophonique")
    conn.execute("UPDATE view_message SET text = NULL WHERE pos = ?", (secret.pos,))
    bring_up(plain_index, conn)
    tidied(plain_index)
    assert positions(plain_index, conn, [term("xylo")]) == []
    for word in ("xylophonique", "xylo", "xyl", "東京"):
        assert not _bytes_hold(tmp_path / "plain.db", plain_index, word)
    assert len(positions(plain_index, conn, [term("samedi")])) == 300
    is_sound(plain_index)
    plain_index.close()


def _bytes_hold(path: Path, conn: Connection, word: str) -> bool:
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    files = [file for file in path.parent.glob(path.name + "*") if file.exists()]
    return any(word.encode() in file.read_bytes() for file in files)


def test_a_change_between_reading_and_noting_is_not_lost(conn: Connection, found_in: Connection) -> None:
    from storage.search import watch

    log = Log()
    event = log.received(1, "avant")
    search_files.begin(found_in, conn)
    project(conn, log.events)
    notes = watch.changed(conn, 10)
    conn.execute("UPDATE view_message SET text = 'après' WHERE pos = ?", (event.pos,))
    conn.execute("BEGIN")
    watch.forget(conn, notes)
    conn.execute("COMMIT")
    bring_up(found_in, conn)
    assert positions(found_in, conn, [term("apres")]) == [1]


def test_filters_by_conversation_writer_and_day(conn: Connection, found_in: Connection) -> None:
    log = Log()
    for number in range(40):
        log.received(number, f"bonjour {number}")
    log.asked(3, 1, "bonjour de Léa")
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    numbers = {person: _number(conn, conversation_id(person)) for person in range(40)}
    few = frozenset(numbers[person] for person in (3, 7))
    many_people = frozenset(numbers[person] for person in range(20))
    assert positions(found_in, conn, [term("bonjour")], conversations=(few,)) == [41, 8, 4]
    assert positions(found_in, conn, [term("bonjour")], limit=4, conversations=(many_people,)) == [
        41,
        *range(20, 0, -1),
    ]
    assert positions(
        found_in, conn, [term("bonjour")], conversations=(few, many_people), authors=("lea",)
    ) == [41]
    assert positions(found_in, conn, [], conversations=(few,), authors=("",)) == [8, 4]
    assert positions(found_in, conn, [], conversations=(frozenset(),)) == []
    since = log.events[9].occurred_at.replace(microsecond=0) - timedelta(seconds=2)
    assert positions(found_in, conn, [term("bonj")], since=since, until=since + timedelta(seconds=2)) == [
        11,
        10,
    ]


def test_many_conversations_are_walked_when_little_of_what_fits_is_theirs(
    conn: Connection, found_in: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.search import finding

    monkeypatch.setattr(finding, "FIRST_LOOK", 5)
    log = Log()
    for number in range(60):
        log.received(number % 20, f"bonjour {number}")
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    group = frozenset(_number(conn, conversation_id(person)) for person in range(0, 12, 2))
    expected = [pos for pos in range(60, 0, -1) if (pos - 1) % 20 in range(0, 12, 2)]
    for limit in (2, 7, 50):
        assert positions(found_in, conn, [term("bonjour")], limit=limit, conversations=(group,)) == expected
    monkeypatch.setattr(finding, "MOST_CANDIDATES", 3)
    assert positions(found_in, conn, [term("bonjour")], limit=7, conversations=(group,)) == expected


def test_beginnings_of_many_words_are_found(conn: Connection, found_in: Connection) -> None:
    log = Log()
    for number in range(150):
        log.received(1, f"facture{number:03d} payée")
    search_files.begin(found_in, conn)
    project(conn, log.events)
    bring_up(found_in, conn)
    assert len(positions(found_in, conn, [term("fact")])) == 150
    assert len(positions(found_in, conn, [term("facture14")])) == 10
    assert positions(found_in, conn, [term("facture149 p")]) == [150]


def test_what_is_indexed_can_be_read_while_older_messages_are_still_to_come(
    conn: Connection, found_in: Connection
) -> None:
    log = Log()
    for number in range(30):
        log.received(1, f"bonjour {number}")
    project(conn, log.events)
    search_files.begin(found_in, conn)
    assert step(found_in, conn, 10)  # people first: there are fewer
    assert step(found_in, conn, 10)
    assert positions(found_in, conn, [term("bonjour")]) == list(range(30, 20, -1))
    assert schema.get(found_in, "below") == 21
    log.received(1, "bonjour tout frais")
    project(conn, log.events[-1:])
    step(found_in, conn, 10)
    assert positions(found_in, conn, [term("bonjour")])[0] == 31
    bring_up(found_in, conn, 10)
    assert positions(found_in, conn, [term("bonjour")]) == list(range(31, 0, -1))


def _number(conn: Connection, there: ConversationId) -> int:
    return int(
        conn.execute("SELECT no FROM view_conversation WHERE conversation_id = ?", (there,)).fetchone()[0]
    )


# -- people


def names(found_in: Connection, conn: Connection, typed: str) -> list[str]:
    return [hit.name for hit in find_people(found_in, conn, parse(typed, START.date()).terms, 8)]


def test_people_are_found_by_all_that_is_known_of_them(conn: Connection, found_in: Connection) -> None:
    log = Log()
    for person in range(3):
        log.received(person, "bonjour")
    search_files.begin(found_in, conn)
    bring_up(found_in, conn)
    ana = ContactId("p1")
    values = (FieldChange("company", "Boulangerie Été"), FieldChange("email", "ana@salon.fr"))
    log.add(ContactChanged(ana, values, LEA), MEMBER)
    log.add(ContactTagged(ana, "Fidèle", LEA), MEMBER)
    log.add(ContactNoteAdded(ana, "note1", "Préfère le mardi", LEA), MEMBER)
    project(conn, log.events)
    bring_up(found_in, conn)
    for typed in (
        "cliente 1",
        "CLIENTE 1",
        "boul",
        "ete",
        "ana@sal",
        "fidel",
        "mardi",
        "80001",
        "+33 63 99 80 001",
    ):
        assert names(found_in, conn, typed) == ["Cliente 1"], typed
    (hit,) = find_people(found_in, conn, parse("mardi", START.date()).terms, 8)
    assert (hit.text, hit.conversation_id) == ("Préfère le mardi", conversation_id(1))
    assert [hit.text[a:b] for a, b in hit.marks] == ["mardi"]
    assert len(names(found_in, conn, "cliente")) == 3
    assert names(found_in, conn, "personne") == []
    log.add(ContactUntagged(ana, "Fidèle", LEA), MEMBER)
    log.add(ContactNoteRemoved(ana, "note1", LEA), MEMBER)
    project(conn, log.events[-2:])
    bring_up(found_in, conn)
    assert names(found_in, conn, "fidel") == names(found_in, conn, "mardi") == []
    is_sound(found_in)
