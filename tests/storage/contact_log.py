"""Drawn events of `tests.storage.view_log` about people: what the team writes of them, in any order."""

from hypothesis import strategies as st

from app.domain import contact_cards as cards
from app.domain.contacts import Identity
from app.domain.events import EventBody
from app.domain.ids import ContactId, MemberId


def written_of_people(draw: st.DrawFn, member_id: MemberId) -> EventBody:
    """A field, a tag, an owner or a note of somebody who is there, or was never heard of."""
    contact_id = ContactId(f"p{draw(st.integers(0, 4))}")
    key = draw(st.sampled_from(["name", "phone", "email", "company", "f1", "f2"]))
    value = draw(st.sampled_from([None, "33639980001", "a@example.com", "12.50", "4200 EUR"]))
    note_id = f"n{draw(st.integers(0, 3))}"
    tag = draw(st.sampled_from(["VIP", "colour"]))
    changes = (cards.FieldChange(key, value),)
    identity = Identity(number=draw(st.sampled_from([None, "330", "331"])), name="Zoé")
    bodies: list[EventBody] = [
        cards.ContactAdded(
            contact_id, identity, changes, (tag,), draw(st.sampled_from([None, member_id])), member_id
        ),
        cards.ContactChanged(contact_id, changes, member_id),
        cards.ContactChanged(contact_id, changes, member_id),
        cards.ContactTagged(contact_id, tag, member_id),
        cards.ContactUntagged(contact_id, tag, member_id),
        cards.ContactOwned(contact_id, draw(st.sampled_from([None, member_id])), member_id),
        cards.ContactNoteAdded(contact_id, note_id, f"Said {tag}", member_id),
        cards.ContactNoteEdited(contact_id, note_id, f"Better {tag}", member_id),
        cards.ContactNoteRemoved(contact_id, note_id, member_id),
        cards.ContactFieldDefined("f1", "Spent", "money", (), 0, member_id),
        cards.ContactFieldRemoved("f1", member_id),
    ]
    return draw(st.sampled_from(bodies))
