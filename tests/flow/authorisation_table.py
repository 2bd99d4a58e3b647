"""The lines of `tests.flow.authorisation` about segments and acts on many contacts."""

from __future__ import annotations

from app.domain import contact_bulk as bulk
from app.domain import segments
from app.domain.ids import ContactId, MemberId
from tests.flow.cast import ALL, LEADERS, Wish

RULE = segments.Rule("all", (segments.Condition("tag", "is", ("VIP",)),))


def _many(contact_id: str) -> tuple[ContactId, ...]:
    """More than everybody may change at once."""
    return (ContactId(contact_id), *(ContactId(f"nobody-{number}") for number in range(100)))


def _id(who: str) -> str:
    return f"segment-{who.replace(' ', '-')}"


TABLE_WISHES: tuple[Wish, ...] = (
    Wish(
        lambda cast, who: segments.SaveSegment(
            segments.Segment(_id(who), "Mine", RULE, MemberId(cast.member(who)))
        ),
        "segment.save", ALL, "(own)",
    ),
    Wish(
        lambda _cast, who: segments.SaveSegment(segments.Segment(f"shared-{_id(who)}", "Ours", RULE)),
        "segment.save", LEADERS, "(shared)",
    ),
    Wish(lambda _cast, who: segments.RemoveSegment(_id(who)), "segment.remove", ALL, "(own)"),
    Wish(lambda cast, _: bulk.TagContacts((cast.contact_id,), "VIP"), "contacts.tag", ALL),
    Wish(lambda cast, _: bulk.UntagContacts((cast.contact_id,), "VIP"), "contacts.untag", ALL),
    Wish(
        lambda cast, who: bulk.OwnContacts((cast.contact_id,), MemberId(cast.member(who))), "contacts.own", ALL
    ),
    Wish(
        lambda cast, _: bulk.TagContacts(_many(cast.contact_id), "Many"), "contacts.tag", LEADERS, "(more than 100)"
    ),
)  # fmt: skip
