"""The lines of `tests.flow.authorisation` about contacts and the fields that the owner makes."""

from __future__ import annotations

from app.domain import contact_asks as asks
from app.domain.contact_cards import ContactField, FieldChange
from app.domain.contacts import Identity
from app.domain.exports import RecordExport
from app.domain.ids import ContactId, MemberId
from tests.flow.cast import ALL, LEADERS, Route, Wish


def note_about(who: str) -> str:
    """The note of a member about the customer."""
    return f"about-{who.replace(' ', '-')}"


def _field(who: str) -> ContactField:
    return ContactField(f"f-{who.replace(' ', '-')}", f"Field of {who}", "text")


LISTS = "/api/v1/contact-imports"
_LIST = {
    "import_id": "1" * 16, "file_name": "x.csv", "fingerprint": "f", "total": 0, "source": "", "wording": "",
    "agreed_at": None, "purpose": "",
}  # fmt: skip
NOWHERE = f"{LISTS}/00000000"
CONTACT_ROUTES: tuple[Route, ...] = (
    Route("POST", LISTS, ALL, lambda _: _LIST),
    Route("GET", f"{LISTS}/{{import_id}}", ALL, at=lambda _: NOWHERE),
    Route(
        "POST", f"{LISTS}/{{import_id}}/people", ALL, lambda _: {"first": 0, "people": []},
        at=lambda _: f"{NOWHERE}/people",
    ),
    Route("POST", f"{LISTS}/{{import_id}}/end", ALL, at=lambda _: f"{NOWHERE}/end"),
    Route("POST", f"{LISTS}/{{import_id}}/undo", ALL, at=lambda _: f"{NOWHERE}/undo"),
)  # fmt: skip
CONTACT_WISHES: tuple[Wish, ...] = (
    Wish(
        lambda _cast, who: RecordExport(f"x-{who.replace(' ', '-')}", "contacts", "csv", 3), "export.record", LEADERS
    ),
    Wish(
        lambda _cast, who: asks.AddContact(ContactId(f"new-{who.replace(' ', '-')}"), Identity(name="Zoé")),
        "contact.add", ALL,
    ),
    Wish(
        lambda cast, _: asks.ChangeContact(cast.contact_id, (FieldChange("company", "Rivage"),)), "contact.change", ALL
    ),
    Wish(lambda cast, _: asks.TagContact(cast.contact_id, "VIP"), "contact.tag", ALL),
    Wish(lambda cast, _: asks.UntagContact(cast.contact_id, "VIP"), "contact.untag", ALL),
    Wish(lambda cast, who: asks.OwnContact(cast.contact_id, MemberId(cast.member(who))), "contact.own", ALL),
    Wish(
        lambda cast, who: asks.AddContactNote(cast.contact_id, f"n-{who.replace(' ', '-')}", "Hi"),
        "contact.add_note", ALL,
    ),
    Wish(
        lambda cast, who: asks.EditContactNote(cast.contact_id, note_about(who), "Ho", "Hi"),
        "contact.edit_note", ALL, "(own)",
    ),
    Wish(
        lambda cast, who: asks.RemoveContactNote(cast.contact_id, note_about(who)), "contact.remove_note", ALL, "(own)"
    ),
    Wish(
        lambda cast, _: asks.RemoveContactNote(cast.contact_id, note_about("owner 2")),
        "contact.remove_note", LEADERS, "(another's)",
    ),
    Wish(lambda _cast, who: asks.DefineContactField(_field(who)), "contact_field.define", LEADERS),
    Wish(lambda _cast, who: asks.RemoveContactField(_field(who).field_id), "contact_field.remove", LEADERS),
)  # fmt: skip
