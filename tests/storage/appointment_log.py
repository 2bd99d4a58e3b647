"""Drawn events about appointments: of people, of nobody, moved, asked, answered, and about ones that nobody booked."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from app.domain import appointments as aps
from app.domain.contact_cards import FieldChange
from app.domain.ids import ContactId, ConversationId, ImportId, MemberId, MessageId
from app.domain.money import Money

NINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
IDS = ("a0", "a1", "a2")
PEOPLE = (None, ContactId("p0"), ContactId("p1"), ContactId("p2"))
CHAIRS = ("", "r0", "r1")
starts = st.integers(0, 40).map(lambda quarters: NINE + timedelta(minutes=15 * quarters))
lengths = st.sampled_from([5, 30, 45, 1_440])
answers = st.sampled_from(["", "confirmed", "move", "cancelled", "unclear"])
hows = st.sampled_from(["tap", "text", "call", "hand", "rule", "import"])
members = st.sampled_from([None, MemberId("lea")])
_CHANGES = (
    FieldChange("title", "Colour"), FieldChange("title", None), FieldChange("price", "4200 EUR"),
    FieldChange("contact_id", "p2"), FieldChange("booker_id", None), FieldChange("phone", "+33 6 39 98 00 01"),
    FieldChange("length_min", "60"), FieldChange("note", "Window"), FieldChange("starts_at", "never"),
)  # fmt: skip


def _booked(appointment_id: str) -> st.SearchStrategy[aps.AppointmentBooked]:
    return st.builds(
        aps.AppointmentBooked,
        st.just(appointment_id),
        starts,
        lengths,
        st.sampled_from(CHAIRS),
        person=st.sampled_from(["", "Zoé"]),
        contact_id=st.sampled_from(PEOPLE),
        booker_id=st.sampled_from(PEOPLE),
        phone=st.sampled_from(["", "06 39 98 00 01", "0033639980001"]),
        price=st.sampled_from([None, Money(3_900, "EUR")]),
        source=st.sampled_from(["hand", "import"]),
        import_id=st.sampled_from([None, ImportId("i1")]),
        answer=st.sampled_from(["", "confirmed"]),
        member_id=members,
    )


def bodies_of(appointment_id: str) -> st.SearchStrategy[aps.AppointmentEvent]:
    """Any event of one appointment."""
    it = st.just(appointment_id)
    step = st.sampled_from([None, 180, 2_880])
    asked = st.builds(
        aps.AppointmentAsked, it, st.sampled_from(["k1", "k2"]), st.just(MessageId("m1")),
        st.sampled_from([ConversationId("c1"), ConversationId("c2")]), step_min=step, is_ask=st.booleans(),
        member_id=members,
    )  # fmt: skip
    changes = st.lists(st.sampled_from(_CHANGES), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        _booked(appointment_id),
        st.builds(aps.AppointmentChanged, it, changes, members),
        st.builds(
            aps.AppointmentMoved, it, starts, lengths, st.sampled_from(CHAIRS), starts,
            is_agreed=st.booleans(), how=hows, member_id=members,
        ),
        asked,
        st.builds(aps.AppointmentNotAsked, it, st.just("no_number"), step_min=step),
        st.builds(
            aps.AppointmentAnswered, it, answers, hows, st.sampled_from([None, MessageId("m2")]),
            st.sampled_from(["", "jeudi"]), members,
        ),
        st.builds(aps.AppointmentCalled, it, members),
        st.builds(aps.AppointmentOutcome, it, st.sampled_from(["", "came", "no_show"]), members),
        st.builds(aps.AppointmentRemoved, it, members),
        st.builds(aps.AppointmentRestored, it, members),
    )  # fmt: skip


def any_bodies() -> st.SearchStrategy[aps.AppointmentEvent]:
    """Any event of any of three appointments."""
    return st.sampled_from(IDS).flatmap(bodies_of)
