"""Turns and episodes as a computer keeps them: the same for any cutting of the log and any restart. Promise G12."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.contacts import ContactMerged
from app.domain.erasure import ContactErased, ErasureCounts, Remaining
from app.domain.events import Actor
from app.domain.ids import ContactId, EventId
from app.domain.merging import ContactUnmerged
from app.domain.response_sums import responses
from app.domain.settings import SettingChanged
from app.domain.turn_index import TurnIndex
from app.domain.turns import Episode, MeasureRules, Turn
from app.hub.history_events import Happened, events
from app.hub.history_lines import Told
from storage import codec, desk
from storage.codec import GENESIS_CHAIN, StoredEvent
from storage.engine import connect
from storage.measures import file as measures_file
from storage.measures.book import Book, rows_of
from storage.measures.file import MeasuresFile

KEY = "0b" * 32
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
PEOPLE = ("+33600000001", "FR.2", "FR.3")
TEAM = ("ana", "bo")
WHAT = (*["in"] * 8, *["out"] * 7, "state", "state", "assign", "assign", "waive", "close", "bot")


def account(seed: int, count: int = 60) -> list[Told]:
    """A random account of three people with two of the team, in which much arrives late or fails."""
    chance = random.Random(seed)
    at, told = START, []
    sent: list[str] = []
    for number in range(count):
        at += timedelta(seconds=chance.choice((0, 1, 30, 300, 4_000, 90_000, 300_000)))
        fields: dict[str, Any] = {"person": chance.choice(PEOPLE), "at": at, "id": f"m{seed}-{number}"}
        what = chance.choice(
            ("in", "in", "in", "out", "out", "out", "state", "assign", "waive", "close", "bot")
        )
        if what == "in":
            fields["provider_at"] = at - timedelta(seconds=chance.choice((0, 0, 2, 5_000, -500)))
            fields["kind"] = chance.choice(("text", "text", "reaction", "optout", "survey"))
        elif what == "out":
            fields["author"] = chance.choice((*TEAM, *TEAM, "phone", "bot", "rule"))
            fields["pressed_at"] = at - timedelta(seconds=chance.choice((0, 3, 400)))
            sent.append(fields["id"])
        elif what == "state":
            if not sent:
                continue
            fields = {"id": chance.choice(sent[-6:]), "at": at}
            fields["state"] = chance.choice(("failed", "failed", "delivered", "read"))
        elif what == "assign":
            fields["to"] = chance.choice((*TEAM, None))
        elif what == "bot":
            fields["owns"] = chance.random() < 0.3
        else:
            fields["by"] = chance.choice(TEAM)
        told.append(Told(number, what, fields))
    return told


def sealed(happened: Sequence[Happened]) -> list[StoredEvent]:
    """As a log."""
    chain, made = GENESIS_CHAIN, []
    for pos, one in enumerate(happened, start=1):
        draft = codec.EventDraft(one.body, one.subject, one.actor, one.occurred_at, EventId(f"e{pos}"))
        stored = codec.seal(draft, pos, one.at, chain, bytes(16), None)
        chain = stored.chain
        made.append(stored)
    return made


def at_once(log: Sequence[StoredEvent], grace_h: int = 24) -> tuple[list[Turn], list[Episode]]:
    """Of the whole log, read from its beginning."""
    rows = [(one.pos, one.envelope, one.fields) for one in log]
    book = Book(lambda places: [rows[place - 1] for place in places], MeasureRules(grace_h * 3_600))
    for row in rows:
        book.take(*row)
    return rows_of(book)


class Kept:
    """A log that grows, with the file beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = connect(folder / "log.db", KEY)
        desk.create(self._log)
        self.file = self._opened()

    def _opened(self) -> MeasuresFile:
        return MeasuresFile(self.folder / "measures.db", self.folder / "log.db", KEY)

    def add(self, part: Sequence[StoredEvent]) -> None:
        self._log.execute("BEGIN IMMEDIATE")
        desk.append(self._log, part)
        self._log.execute("COMMIT")

    def restart(self) -> None:
        self.file.close()
        self.file = self._opened()

    def rows(self) -> tuple[list[Turn], list[Episode]]:
        found = list(self.file.every())
        turns = [turn for _id, mine, _episodes in found for turn in mine]
        episodes = [one for _id, _turns, mine in found for one in mine]
        turns.sort(key=lambda one: (one.start_s, one.conversation_id, one.key))
        episodes.sort(key=lambda one: (one.opened_s, one.conversation_id, one.episode))
        return turns, episodes

    def close(self) -> None:
        self.file.close()
        self._log.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with closing(Kept(tmp_path)) as made:
        yield made


def test_any_cutting_of_the_log_and_any_restart_give_the_same(kept: Kept) -> None:
    happened: list[Happened] = []
    for seed in range(3):
        happened += [
            Happened(one.at + timedelta(days=400 * seed), one.body, one.subject, one.actor, one.occurred_at)
            for one in events(account(seed, 150))
        ]
    log = sealed(happened)
    chance = random.Random(5)
    done = 0
    while done < len(log):
        step = chance.choice((1, 1, 2, 7, 40))
        kept.add(log[done : done + step])
        kept.file.go_on()
        done += step
        if chance.random() < 0.2:
            kept.restart()
    assert kept.rows() == at_once(log)
    assert len(kept.rows()[0]) > 20


@pytest.mark.parametrize("seed", range(40))
def test_parts_of_every_wait_are_the_wait(seed: int) -> None:
    turns, episodes = at_once(sealed(list(events(account(seed, 90)))))
    for one in turns:
        if one.end_s is not None:
            parts = one.delivery_s + one.queue_s + sum(seconds for _who, seconds in one.holds)
            assert parts == one.cal_s
            assert min(one.delivery_s, one.queue_s, one.link_s) >= 0
    assert {one.conversation_id for one in turns} <= {one.conversation_id for one in episodes}


def test_two_people_who_are_one_are_measured_as_one(kept: Kept) -> None:
    """And as two again when it was a mistake; an erased one leaves nothing."""
    happened = list(events(account(3, 120)))
    bodies = [one.body for one in happened if isinstance(one.body, MessageReceived)]
    ids = {one.conversation_id: one.contact_id for one in bodies if one.conversation_id is not None}
    (first, ana), (second, bo), *_rest = ids.items()
    at = happened[-1].at

    def told(body: Any) -> Happened:
        return Happened(at, body, body.contact_id, Actor("hub"), at)

    half = len(happened) // 2
    kept_id, gone_id = ContactId(str(ana)), ContactId(str(bo))
    happened = [
        *happened[:half],
        Happened(happened[half].at, ContactMerged(kept_id, gone_id, "person"), kept_id, Actor("hub"), at),
        *happened[half:],
    ]
    log = sealed(happened)
    kept.add(log[:half])
    kept.file.go_on()
    kept.restart()
    kept.add(log[half:])
    kept.file.go_on()
    assert kept.rows() == at_once(log)
    assert second not in {one.conversation_id for one in kept.rows()[0]}

    apart = sealed([*happened, told(ContactUnmerged(kept_id, gone_id))])
    kept.restart()
    kept.add(apart[len(log) :])
    kept.file.go_on()
    assert kept.rows() == at_once(apart)
    assert second in {one.conversation_id for one in kept.rows()[0]}

    erased = [*happened, told(ContactUnmerged(kept_id, gone_id))]
    counts, left = ErasureCounts(), Remaining()
    gone = ContactErased(kept_id, "x1", "request", None, counts, (kept_id,), (first,), (), left)
    erased.append(told(gone))
    assert first not in {one.conversation_id for one in at_once(sealed(erased))[0]}


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/St_Johns", "UTC"])
def test_a_computer_in_any_zone_with_any_clock_has_the_same_figures(
    kept: Kept, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One batch here, a thousand there: what is printed is the same to the last digit."""
    log = sealed(list(events(account(11, 150))))
    expected = printed(*at_once(log))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        monkeypatch.setattr(time, "time", lambda: START.timestamp() - 86_400)
        for one in log:
            kept.add([one])
        kept.file.go_on()
        assert printed(*kept.rows()) == expected
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_conversation_that_only_changed_its_owner_goes_back_to_it(kept: Kept) -> None:
    """Where the one who stayed had none on that number, it is theirs until the two are two again."""
    happened = list(events(account(3, 60)))
    at = happened[-1].at
    talk, theirs = next(
        (one.body.conversation_id, one.body.contact_id)
        for one in happened
        if isinstance(one.body, MessageReceived)
    )
    assert theirs is not None

    def owners() -> set[str]:
        kept.file.go_on()
        return {one.contact_id for one in kept.rows()[0] if one.conversation_id == talk}

    def told(body: Any) -> Happened:
        return Happened(at, body, "", Actor("hub"), at)

    first, second = ContactId("c1"), ContactId("c2")
    happened += [
        told(ContactMerged(first, theirs, "person")),
        told(ContactMerged(second, first, "person")),
        told(ContactUnmerged(second, first)),
        told(ContactUnmerged(first, theirs)),
    ]
    log = sealed(happened)
    kept.add(log[:-4])
    for one, owner in zip(log[-4:], (first, second, first, theirs), strict=True):
        kept.add([one])
        assert owners() == {owner}
        kept.restart()
    assert kept.rows() == at_once(log)


def grace_of(hours: int, at: datetime) -> Happened:
    body = SettingChanged("reopen_grace_h", hours)
    return Happened(at, body, "", Actor("hub"), at)


def test_a_rule_that_changed_often_holds_as_it_was_left(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its changes lie far apart in the log, and where it changes while the file is open."""
    monkeypatch.setattr(measures_file, "BATCH", 20)
    happened = list(events(account(9, 200)))
    third = len(happened) // 3
    parts = [happened[:third], happened[third : 2 * third], happened[2 * third :]]
    for part, hours in zip(parts, (48, 1, 200), strict=True):
        part.append(grace_of(hours, part[-1].at))
    log = sealed([one for part in parts for one in part])
    done = 0
    for part, hours in zip(parts, (48, 1, 200), strict=True):
        kept.add(log[done : done + len(part)])
        done += len(part)
        assert (kept.file.go_on() is None) and kept.rows() == at_once(log[:done], hours)
    assert at_once(log, 200) != at_once(log, 1)
    kept.file.close()
    for path in kept.folder.glob("measures.db*"):
        path.unlink()
    kept.restart()
    assert kept.file.go_on() is None
    assert kept.rows() == at_once(log, 200)


class Enough(Exception):
    """A person wants it no longer."""


def test_a_reading_that_was_stopped_goes_on_where_it_was(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures_file, "BATCH", 50)
    monkeypatch.setattr(measures_file, "FAR", 100)
    log = sealed(list(events(account(4, 200))))
    kept.add(log)
    told: list[tuple[int, int]] = []

    def enough(done: int, of: int) -> None:
        told.append((done, of))
        raise Enough

    for _time in range(3):
        with pytest.raises(Enough):
            kept.file.go_on(enough)
    assert told == [(50, len(log)), (50, len(log) - 50), (50, len(log) - 100)]
    changed = kept.file.go_on()
    assert changed is not None
    assert {one[0] for one in changed} == {one[0] for one in kept.file.every()}
    assert kept.rows() == at_once(log)


def printed(turns: list[Turn], episodes: list[Episode]) -> str:
    """The sums of a quarter, as a terminal prints them."""
    index = TurnIndex()
    index.load(turns, episodes)
    since_s = int(START.timestamp())
    sums = [responses(index, since_s, since_s + 90 * 86_400, zone) for zone in ("Europe/Paris", "Asia/Tokyo")]
    return json.dumps(sums)
