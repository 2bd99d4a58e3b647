"""What members ask for about contacts: the commands whose events stand in `app.domain.contact_cards`."""

from typing import ClassVar

from app.domain.contact_cards import FIELDS_LANE, ContactField, FieldChange
from app.domain.contacts import Identity
from app.domain.ids import ContactId, MemberId
from app.domain.records import record


class _OfContact:
    """Each contact has its lane: what is asked for about one person keeps its order."""

    __slots__ = ()
    contact_id: ContactId

    @property
    def lane(self) -> str:
        """The contact's."""
        return self.contact_id


class _OfFields:
    """All definitions share one lane."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of definitions."""
        return FIELDS_LANE


@record
class AddContact(_OfContact):
    """contact.add: `contact_id` is made by the asker. Refused where a channel's name in `identity` is somebody's."""

    KIND: ClassVar[str] = "contact.add"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    identity: Identity
    changes: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    import_id: str | None = None


@record
class ChangeContact(_OfContact):
    """contact.change: other values of some fields."""

    KIND: ClassVar[str] = "contact.change"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    changes: tuple[FieldChange, ...]


@record
class TagContact(_OfContact):
    """contact.tag."""

    KIND: ClassVar[str] = "contact.tag"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    tag: str


@record
class UntagContact(_OfContact):
    """contact.untag."""

    KIND: ClassVar[str] = "contact.untag"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    tag: str


@record
class OwnContact(_OfContact):
    """contact.own: give the person to somebody of the team, or to nobody."""

    KIND: ClassVar[str] = "contact.own"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    owner_id: MemberId | None


@record
class AddContactNote(_OfContact):
    """contact.add_note: `note_id` is made by the asker."""

    KIND: ClassVar[str] = "contact.add_note"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str
    text: str


@record
class EditContactNote(_OfContact):
    """contact.edit_note: its author's alone. `expected`: the text as the author saw it."""

    KIND: ClassVar[str] = "contact.edit_note"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str
    text: str
    expected: str = ""


@record
class RemoveContactNote(_OfContact):
    """contact.remove_note: by its author, or by an owner or manager."""

    KIND: ClassVar[str] = "contact.remove_note"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str


@record
class DefineContactField(_OfFields):
    """contact_field.define: a new field, or another title, place or choices of one; its type stays."""

    KIND: ClassVar[str] = "contact_field.define"
    VERSION: ClassVar[int] = 1
    field: ContactField


@record
class RemoveContactField(_OfFields):
    """contact_field.remove."""

    KIND: ClassVar[str] = "contact_field.remove"
    VERSION: ClassVar[int] = 1
    field_id: str


NOTE_ASKS = (AddContactNote, EditContactNote, RemoveContactNote)
CARD_ASKS = (AddContact, ChangeContact, TagContact, UntagContact, OwnContact, *NOTE_ASKS)
FIELD_ASKS = (DefineContactField, RemoveContactField)
CONTACT_ASKS = (*CARD_ASKS, *FIELD_ASKS)
ContactAsk = (
    AddContact | ChangeContact | TagContact | UntagContact | OwnContact | AddContactNote | EditContactNote
    | RemoveContactNote | DefineContactField | RemoveContactField
)  # fmt: skip
