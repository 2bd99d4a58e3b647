"""What the team writes of people, as rows of the view; two that became one; who is found by a number."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain import contact_cards as cards
from app.domain.assignment import ConversationAssigned
from app.domain.contact_rows import ContactCard, TimelineRow
from app.domain.contacts import ContactMerged, Identity
from app.domain.conversations import ConversationClosed
from app.domain.ids import ContactId, MemberId
from app.domain.members import MemberAdded
from app.domain.tags import ConversationTagged
from storage import view
from storage.engine import Connection
from storage.view import timeline
from tests.storage.view_log import HUB, LEA, MARC, MEMBER, OTHER_LINE, Log, conversation_id, new_view, project

ANA, BO = ContactId("p1"), ContactId("p2")


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def log_of_two() -> Log:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "owner"), HUB)
    log.add(MemberAdded(MARC, "Marc", "rep"), HUB)
    log.received(1)
    log.received(2)
    return log


def change(log: Log, who: ContactId, **values: str | None) -> None:
    changes = tuple(cards.FieldChange(key, value) for key, value in values.items())
    log.add(cards.ContactChanged(who, changes, LEA), MEMBER)


def card(conn: Connection, who: ContactId) -> ContactCard:
    found = view.contact_card(conn, who)
    assert found is not None
    return found


def lines(conn: Connection, who: ContactId, limit: int = 100) -> list[TimelineRow]:
    return timeline.contact_timeline(conn, who, None, limit, LEA, lambda at: at.date())


def test_the_teams_name_wins_on_screen_and_the_channels_comes_back(conn: Connection) -> None:
    log = log_of_two()
    change(log, ANA, name="Ana, the baker")
    log.received(1, identity=Identity(number="33639980001", name="Ana 🌸"))
    project(conn, log.events)
    assert (card(conn, ANA).name, card(conn, ANA).profile_name) == ("Ana, the baker", "Ana 🌸")
    row = view.inbox_row(conn, conversation_id(1))
    assert row is not None and row.name == "Ana, the baker"
    change(log, ANA, name=None)
    project(conn, log.events[-1:])
    assert card(conn, ANA).name == "Ana 🌸"


def test_fields_tags_owner_and_notes_are_read_back(conn: Connection) -> None:
    log = log_of_two()
    log.add(cards.ContactFieldDefined("f1", "Spent", "money", (), 1, LEA), MEMBER)
    log.add(cards.ContactFieldDefined("f0", "Hair", "choice", ("Fair", "Dark"), 0, LEA), MEMBER)
    change(log, ANA, email="ana@example.com", f1="4200 EUR", f0="Dark", company="Rivage")
    change(log, ANA, company=None)
    for tag in ("VIP", "VIP", "wedding"):
        log.add(cards.ContactTagged(ANA, tag, LEA), MEMBER)
    log.add(cards.ContactUntagged(ANA, "wedding", LEA), MEMBER)
    log.add(cards.ContactOwned(ANA, MARC, LEA), MEMBER)
    log.add(cards.ContactNoteAdded(ANA, "n1", "Comes early", LEA), MEMBER)
    log.add(cards.ContactNoteEdited(ANA, "n1", "Comes at nine", LEA), MEMBER)
    log.add(cards.ContactNoteAdded(ANA, "n2", "Gone", LEA), MEMBER)
    log.add(cards.ContactNoteRemoved(ANA, "n2", LEA), MEMBER)
    project(conn, log.events)
    ana = card(conn, ANA)
    assert dict(ana.fields) == {"email": "ana@example.com", "f1": "4200 EUR", "f0": "Dark"}
    assert (ana.tags, ana.owner_id, ana.owner_name) == (("VIP",), MARC, "Marc")
    assert [(note.text, note.name, note.is_edited) for note in ana.notes] == [("Comes at nine", "Léa", True)]
    assert [field.title for field in view.contact_fields(conn)] == ["Hair", "Spent"]
    assert view.known_contact_tags(conn) == ["VIP"]
    log.add(cards.ContactFieldRemoved("f1", LEA), MEMBER)
    project(conn, log.events[-1:])
    assert dict(card(conn, ANA).fields) == {"email": "ana@example.com", "f0": "Dark"}


def test_amounts_and_numbers_are_sorted_as_such(conn: Connection) -> None:
    log = log_of_two()
    change(log, ANA, f1="900 EUR")
    change(log, BO, f1="4200 EUR")
    project(conn, log.events)
    rows = conn.execute(
        "SELECT value FROM view_contact_field WHERE field_id = 'f1' ORDER BY rank DESC"
    ).fetchall()
    assert rows == [("4200 EUR",), ("900 EUR",)]


def test_names_keep_their_history_and_tell_which_one_counts(conn: Connection) -> None:
    log = Log()
    first = log.received(1, identity=Identity(number="33639980001", user_id="FR.1", username="ana"))
    second = log.received(1, identity=Identity(number="33639980007", user_id="FR.1", username="ana.field"))
    change(log, ANA, phone="33639980055")
    project(conn, log.events, 1)
    found = {(one.kind, one.value): one for one in card(conn, ANA).identities}
    old, new = found["wa_id", "33639980001"], found["wa_id", "33639980007"]
    assert (old.first_seen_at, old.retired_at, old.is_used) == (first.accepted_at, second.accepted_at, False)
    assert (new.first_seen_at, new.retired_at, new.is_used) == (second.accepted_at, None, True)
    assert not found["username", "ana"].is_used and found["username", "ana.field"].is_used
    assert found["phone", "33639980055"].is_used and found["user_id", "FR.1"].retired_at is None


def test_two_that_are_one_keep_all_and_the_kept_ones_own_words_win(conn: Connection) -> None:
    log = log_of_two()
    log.add(cards.ContactAdded(ContactId("p3"), Identity(), (), (), None, LEA), MEMBER)
    change(log, ANA, email="ana@example.com", f1="1")
    change(log, BO, email="bo@example.com", company="Rivage", f1="2", f2="3")
    for who, tag in ((ANA, "VIP"), (BO, "VIP"), (BO, "new")):
        log.add(cards.ContactTagged(who, tag, LEA), MEMBER)
    log.add(cards.ContactOwned(BO, MARC, LEA), MEMBER)
    log.add(cards.ContactNoteAdded(BO, "n1", "Prefers mornings", LEA), MEMBER)
    log.add(ContactMerged(ANA, BO, "number_changed"), HUB)
    project(conn, log.events)
    both = card(conn, BO)
    assert both.contact_id == ANA
    assert dict(both.fields) == {"email": "ana@example.com", "company": "Rivage", "f1": "1", "f2": "3"}
    assert (both.tags, both.owner_name) == (("VIP", "new"), "Marc")
    assert [note.text for note in both.notes] == ["Prefers mornings"]
    assert {one.value for one in both.identities if one.kind == "wa_id"} == {"33639980001", "33639980002"}
    assert len([one for one in both.identities if one.is_used and one.kind == "wa_id"]) == 1
    assert conn.execute("SELECT count(*) FROM view_contact WHERE contact_id = 'p2'").fetchone() == (0,)
    change(log, BO, language="fr")  # asked for before anybody heard of the merge
    project(conn, log.events[-1:])
    assert card(conn, ANA).value("language") == "fr"


def test_when_somebody_was_last_heard_follows_all_their_conversations(conn: Connection) -> None:
    log = log_of_two()
    log.asked(1, 1)
    project(conn, log.events, 1)
    ana = card(conn, ANA)
    assert ana.last_at is not None and ana.last_inbound_at is not None and ana.last_at > ana.last_inbound_at
    later = log.received(1, line_id=OTHER_LINE, conversation_id=conversation_id(7))
    project(conn, log.events[-1:])
    assert card(conn, ANA).last_inbound_at == later.body.sent_at  # type: ignore[union-attr]
    assert [talk.line_id for talk in card(conn, ANA).talks][1] == OTHER_LINE


def test_a_number_that_the_team_wrote_down_is_found_in_any_way_of_writing_it(conn: Connection) -> None:
    log = log_of_two()
    change(log, BO, phone="5511987654321")
    project(conn, log.events)
    assert view.contact_by_phone(conn, "551187654321") == BO
    assert view.find_contact(conn, Identity(number="5511987654321")) == BO
    assert view.contact_by_phone(conn, "33639980099") is None


def test_the_timeline_tells_everything_newest_first(conn: Connection) -> None:
    log = log_of_two()
    log.received(1, "And one more")
    log.add(ConversationTagged(conversation_id(1), "VIP", LEA), MEMBER)
    log.add(ConversationAssigned(conversation_id(1), MARC, LEA, "assigned"), MEMBER)
    change(log, ANA, email="ana@example.com")
    log.add(ContactMerged(ANA, BO, "same_message"), HUB)
    project(conn, log.events)
    told = lines(conn, ANA)
    whats = [line.what for line in told]
    assert whats[:4] == ["merged", "changed", "notice", "conversation_tagged"] and set(whats[4:]) == {
        "messages"
    }
    assert told[1].values == (("email", "ana@example.com"),) and told[1].name == "Léa"
    assert told[2].message is not None and told[2].message.notice is not None
    assert sum(line.count for line in told) == 3
    assert timeline.contact_timeline(conn, ANA, told[-1].place, 10, LEA, lambda at: at.date()) == []


def test_pages_of_a_timeline_leave_nothing_out_and_repeat_nothing(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MESSAGES_LOOK", 7)
    log = log_of_two()
    for number in range(40):
        log.received(1, f"Message {number}")
        if number % 6 == 0:
            log.add(cards.ContactTagged(ANA, f"t{number}", LEA), MEMBER)
    project(conn, log.events)
    before, counted, tags = None, 0, []
    for _ in range(100):
        page = timeline.contact_timeline(conn, ANA, before, 3, LEA, lambda at: at.date())
        if not page:
            break
        counted += sum(line.count for line in page)
        tags += [dict(line.values)["tag"] for line in page if line.what == "tagged"]
        before = page[-1].place
    assert counted == 41 and tags == [f"t{number}" for number in (36, 30, 24, 18, 12, 6, 0)]


def test_episodes_go_from_first_word_to_close(conn: Connection) -> None:
    log = log_of_two()
    log.add(ConversationClosed(conversation_id(1), LEA, "solved", "Booked"), MEMBER)
    for _ in range(3):
        log.received(2)
    again = log.received(1, "Me again")
    project(conn, log.events)
    now, before = timeline.episodes(conn, ANA, 10)
    assert (now.closed_at, now.opened_at) == (None, again.body.sent_at)  # type: ignore[union-attr]
    assert (before.outcome, before.note, before.name) == ("solved", "Booked", "Léa")
    assert before.closed_at is not None and before.closed_at - before.opened_at < timedelta(minutes=1)


def test_what_is_about_nobody_changes_nothing(conn: Connection) -> None:
    log = log_of_two()
    project(conn, log.events)
    before = view.view_hash(conn)
    nobody = ContactId("nobody")
    for body in (
        cards.ContactChanged(nobody, (cards.FieldChange("email", "x@example.com"),), LEA),
        cards.ContactTagged(nobody, "VIP", LEA),
        cards.ContactOwned(nobody, MemberId("lea"), LEA),
        cards.ContactNoteAdded(nobody, "n1", "Hi", LEA),
        cards.ContactNoteRemoved(nobody, "n1", LEA),
    ):
        log.add(body, MEMBER)
    project(conn, log.events[4:])
    assert view.view_hash(conn) == before


def test_who_changed_is_told(conn: Connection) -> None:
    log = log_of_two()
    conn.execute("BEGIN")
    view.project(conn, log.events)
    conn.execute("COMMIT")
    change(log, ANA, email="ana@example.com")
    log.add(cards.ContactFieldDefined("f1", "Spent", "money", (), 1, LEA), MEMBER)
    conn.execute("BEGIN")
    changes = view.project(conn, log.events[4:])
    conn.execute("COMMIT")
    assert changes.contacts == {ANA} and changes.is_contact_fields
    assert changes.conversations == {conversation_id(1)}
