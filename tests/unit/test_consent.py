"""The ledger's rules: how things stand follows from its lines in any order, and decides what may go out."""

import itertools
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.consent import (
    GIVING,
    PURPOSES,
    WITHDRAWING,
    ConsentCard,
    ConsentGiven,
    ConsentWithdrawn,
    Entry,
    Purpose,
    RecordConsent,
    Source,
    Standing,
    State,
    WithdrawConsent,
    check_words,
    entries_of,
    standing_of,
    standings_of,
)
from app.domain.consent_check import Permission
from app.domain.conversations import Conversation
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.quiet_hours import QuietHours, read_time

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
ANA = ContactId("ana")


def entry(pos: int, days: int, *, is_given: bool, purpose: Purpose = "marketing") -> Entry:
    at = NOW + timedelta(days=days)
    return Entry(pos, ANA, purpose, "whatsapp", is_given, "form", at, NOW)


ENTRIES = st.lists(
    st.tuples(st.integers(-3, 3), st.booleans(), st.sampled_from(PURPOSES)), min_size=1, max_size=8
)


@settings(max_examples=200)
@given(ENTRIES, st.randoms())
def test_how_things_stand_does_not_depend_on_the_order_of_arrival(
    said: list[tuple[int, bool, Purpose]], chance: st.DataObject
) -> None:
    entries = [
        entry(pos, days, is_given=given, purpose=purpose)
        for pos, (days, given, purpose) in enumerate(said, 1)
    ]
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings_of(shuffled) == standings_of(entries)
    for purpose in PURPOSES:
        standing = standing_of(purpose, entries)
        theirs = [one for one in entries if one.purpose == purpose]
        if not theirs:
            assert standing == Standing(purpose)
            continue
        latest = max(one.at for one in theirs)
        assert standing.since_at == latest
        is_withdrawn = any(not one.is_given for one in theirs if one.at == latest)
        assert standing.state == ("withdrawn" if is_withdrawn else "given")


def test_a_withdrawal_beats_a_grant_of_the_same_moment_however_they_came() -> None:
    both = [entry(1, 0, is_given=False), entry(2, 0, is_given=True)]
    for order in itertools.permutations(both):
        assert standing_of("marketing", order).state == "withdrawn"


def test_a_grant_that_was_said_before_a_withdrawal_and_recorded_after_it_changes_nothing() -> None:
    entries = [entry(7, -1, is_given=False), entry(9, -30, is_given=True)]
    assert standing_of("marketing", entries).state == "withdrawn"


def test_one_event_makes_a_line_for_each_purpose() -> None:
    body = ConsentWithdrawn(
        ANA, "whatsapp", ("reminders", "marketing", "reminders"), "stop_word", "STOP", NOW
    )
    lines = entries_of(body, 5, NOW)
    assert [(one.purpose, one.is_given, one.pos) for one in lines] == [
        ("reminders", False, 5),
        ("marketing", False, 5),
    ]
    given = entries_of(ConsentGiven(ANA, "whatsapp", ("service",), "form", "x", NOW), 6, NOW)
    assert [one.is_given for one in given] == [True]
    assert ConsentCard(ANA, ()).of("marketing") == Standing("marketing")


# ------------------------------------------------- what may be recorded


def wish(**changes: object) -> RecordConsent:
    fields = {"source": "form", "at": NOW, "wording": "I agree to offers by WhatsApp"} | changes
    return RecordConsent(ANA, ("marketing",), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (wish(), None),
        (wish(wording="", proof="Sheet 12 in the folder"), None),
        (wish(wording="", message_id=MessageId("m")), None),
        (wish(wording=""), "consent_unproved"),
        (wish(at=NOW + timedelta(minutes=1)), "consent_future"),
        (wish(wording="x" * 2_001), "text_too_long"),
        (wish(proof="x" * 501), "text_too_long"),
        (wish(source="import"), "consent_source"),
        (wish(source="stop_word"), "consent_source"),
        (wish(source="rep"), "consent_source"),
        (RecordConsent(ANA, (), "form", NOW, "x"), "consent_empty"),
        (RecordConsent(ANA, ("world",), "form", NOW, "x"), "consent_empty"),  # type: ignore[arg-type]
        (WithdrawConsent(ANA, ("marketing",), "rep", NOW), None),
        (WithdrawConsent(ANA, ("marketing",), "channel", NOW), "consent_source"),
        (WithdrawConsent(ANA, (), "rep", NOW), "consent_empty"),
    ],
)
def test_what_a_person_may_record(body: RecordConsent | WithdrawConsent, code: str | None) -> None:
    refused = check_words(body, NOW)
    assert (refused.code if refused else None) == code


def test_every_source_that_a_person_may_name_is_one() -> None:
    assert {"import", "channel", "stop_word"}.isdisjoint({*GIVING, *WITHDRAWING})


# ------------------------------------------------- every category x every state

STATES: tuple[State, ...] = ("unknown", "given", "withdrawn")
CATEGORIES = (None, "authentication", "utility", "marketing", "marketing_lite")


def conversation(*, is_waiting: bool = False, heard_h: float | None = None) -> Conversation:
    heard = None if heard_h is None else NOW - timedelta(hours=heard_h)
    return Conversation(
        ConversationId("c"), ANA, LineId("whatsapp:1"), "whatsapp", last_inbound_at=heard,
        waiting_since_at=heard if is_waiting else None,
    )  # fmt: skip


def expected(
    category: str | None, states: dict[Purpose, State], *, is_strict: bool, is_doubted: bool
) -> str | None:
    """The rule, written a second time."""
    if category is None:
        return None
    if states["service"] == "withdrawn":
        return "consent_withdrawn"
    if category == "authentication":
        return None
    if category == "utility":
        return "consent_withdrawn" if states["reminders"] == "withdrawn" else None
    if states["marketing"] == "withdrawn":
        return "consent_withdrawn"
    if is_doubted:
        return "consent_doubted"
    return "consent_missing" if is_strict and states["marketing"] != "given" else None


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("is_strict", [True, False])
@pytest.mark.parametrize("is_doubted", [True, False])
def test_every_category_with_every_state_of_every_purpose(
    category: str | None, is_strict: bool, is_doubted: bool
) -> None:
    for combined in itertools.product(STATES, repeat=3):
        states = dict(zip(PURPOSES, combined, strict=True))
        standings = {
            purpose: Standing(purpose, state, None if state == "unknown" else NOW, _source(state))
            for purpose, state in states.items()
        }
        permission = Permission(category, standings, is_doubted=is_doubted, is_asked_first=is_strict)
        refused = permission.check(conversation(), NOW)
        code = expected(category, states, is_strict=is_strict, is_doubted=is_doubted)
        assert (refused.code if refused else None) == code, states


def _source(state: State) -> Source | None:
    return None if state == "unknown" else "form"


def test_a_refusal_says_for_what_since_when_and_from_where() -> None:
    standing = Standing("marketing", "withdrawn", NOW, "stop_word")
    refused = Permission("marketing", {"marketing": standing}).check(conversation(), NOW)
    assert refused is not None
    assert refused.facts == {"where": "marketing", "since": NOW.isoformat(), "source": "stop_word"}


# ------------------------------------------------- the hour where they live


def quiet(*zones: str, start: str = "21:00", end: str = "08:00") -> QuietHours:
    from_, to = read_time(start), read_time(end)
    assert from_ is not None
    assert to is not None
    return QuietHours(from_, to, zones)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (quiet("Europe/Paris"), "2026-11-26T09:42", None),
        (quiet("Europe/Paris"), "2026-11-26T19:59", None),
        (quiet("Europe/Paris"), "2026-11-26T20:00", "2026-11-27T07:00"),
        (quiet("Europe/Paris"), "2026-11-27T06:59", "2026-11-27T07:00"),
        (quiet("Europe/Paris"), "2026-11-27T07:00", None),
        (quiet("Europe/Paris"), "2026-07-26T19:00", "2026-07-27T06:00"),  # summer time
        # all zones at once: until it is eight in the west, and not after nine in the east
        (quiet("America/New_York", "America/Los_Angeles"), "2026-11-26T14:00", "2026-11-26T16:00"),
        (quiet("America/New_York", "America/Los_Angeles"), "2026-11-26T16:00", None),
        (quiet("America/New_York", "America/Los_Angeles"), "2026-11-27T02:30", "2026-11-27T16:00"),
        # a night in which the clock goes forward (2:00 is 3:00), and one in which an hour comes twice
        (quiet("Europe/Paris"), "2026-03-28T23:00", "2026-03-29T06:00"),
        (quiet("Europe/Paris"), "2026-10-24T23:00", "2026-10-25T07:00"),
        (quiet("Europe/Paris", end="02:30"), "2026-03-28T23:00", "2026-03-29T01:30"),
        (quiet("Europe/Paris", end="02:30"), "2026-10-25T01:10", "2026-10-25T01:30"),
        # by day, and a window that never was
        (quiet("Europe/Paris", start="12:00", end="14:00"), "2026-11-26T11:30", "2026-11-26T13:00"),
        (quiet("Europe/Paris", start="08:00", end="08:00"), "2026-11-26T23:00", None),
        (quiet("Mars/Olympus"), "2026-11-26T23:00", None),
        # so far apart that no hour suits both: nobody waits for ever
        (quiet("Pacific/Kiritimati", "Pacific/Pago_Pago", start="10:00", end="09:00"), "2026-11-26T23:00", None),
    ],
)  # fmt: skip
def test_until_when_it_is_quiet(hours: QuietHours, now: str, until: str | None) -> None:
    assert hours.until(utc(now)) == (None if until is None else utc(until))


ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Tokyo"]
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: utc("2026-01-01T00:00") + timedelta(minutes=minutes)),
    st.lists(ZONES, min_size=1, max_size=3),
    st.tuples(st.integers(0, 23), st.integers(0, 59)),
    st.tuples(st.integers(0, 23), st.integers(0, 59)),
)
def test_what_is_offered_is_outside_the_quiet_hours_everywhere(
    now: datetime, zones: list[str], start: tuple[int, int], end: tuple[int, int]
) -> None:
    hours = QuietHours(time(*start), time(*end), tuple(zones))
    until = hours.until(now)
    if until is not None:
        assert until > now
        assert hours.until(until) is None


EVENING = utc("2026-11-26T21:30")


@pytest.mark.parametrize(
    ("category", "is_waiting", "heard_h", "anyway", "code"),
    [
        ("utility", False, None, False, "quiet_hours"),
        ("utility", False, None, True, None),
        ("utility", False, 2.0, False, "quiet_hours"),  # nobody waits
        ("utility", True, 2.0, False, None),  # an answer
        ("utility", True, 30.0, False, "quiet_hours"),  # whoever waits since yesterday sleeps now
        ("marketing", False, None, False, "quiet_hours"),
        ("marketing", False, None, True, "quiet_hours"),
        ("marketing", True, 2.0, True, "quiet_hours"),
        ("authentication", False, None, False, None),
        (None, False, 2.0, False, "quiet_hours"),  # planned words
        (None, True, 2.0, False, None),
        (None, False, 2.0, True, None),
    ],
)
def test_what_goes_out_at_night(
    category: str | None, is_waiting: bool, heard_h: float | None, anyway: bool, code: str | None
) -> None:
    agreed: dict[Purpose, Standing] = {"marketing": Standing("marketing", "given", NOW, "form")}
    there = conversation(is_waiting=is_waiting)
    if heard_h is not None:
        heard = EVENING - timedelta(hours=heard_h)
        there = Conversation(
            there.conversation_id, ANA, there.line_id, "whatsapp", last_inbound_at=heard,
            waiting_since_at=heard if is_waiting else None,
        )  # fmt: skip
    permission = Permission(category, agreed, quiet=quiet("Europe/Paris"))
    refused = permission.check(there, EVENING, quiet_anyway=anyway)
    assert (refused.code if refused else None) == code
    if refused is not None:
        assert refused.facts["until"] == "2026-11-27T07:00:00+00:00"
        assert (refused.facts["time"], refused.facts["end"]) == ("22:30", "08:00")
    assert permission.check(there, NOW, quiet_anyway=anyway) is None


@pytest.mark.parametrize("text", ["", "24:00", "9:00", "21", "21:60", "noon", "21:00:00"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert read_time(text) is None
