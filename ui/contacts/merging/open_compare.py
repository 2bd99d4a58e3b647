"""Opens the comparison of two contacts, as they are now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Suggestion
from app.words import gettext as _
from ui.contacts.merging.acts import MergeActs
from ui.contacts.merging.compare import CompareDialog
from ui.kit import Kit


def open_compare(kit: Kit, acts: MergeActs, one: Suggestion, window: QWidget) -> CompareDialog | None:
    """None where one of the two is gone meanwhile."""
    first, second = (kit.desk.contact(each) for each in (one.first_id, one.second_id))
    if first is None or second is None or first.contact_id == second.contact_id:
        return None
    cards = _likelier_first(first, second)
    dialog = CompareDialog(kit, cards, one.reasons, lambda key: line_title(kit, key), window)

    def merge(kept_id: str, gone_id: str) -> None:
        name = next(card.name for card in cards if card.contact_id == kept_id)
        acts.merge(ContactId(kept_id), ContactId(gone_id), name)

    dialog.merge_asked.connect(merge)
    dialog.apart_asked.connect(lambda: acts.keep_apart(one.first_id, one.second_id))
    dialog.open()
    return dialog


def line_title(kit: Kit, key: str) -> str:
    """What a line of the comparison is called."""
    names = {
        "name": _("Name"), "number": _("Number"), "username": _("User name"), "phone": _("Typed number"),
        "email": _("E-mail"), "company": _("Company"), "language": _("Language"), "country": _("Country"),
        "owner": _("Owner"), "tags": _("Tags"), "notes": _("Notes"), "talks": _("Conversations"),
    }  # fmt: skip
    own = {field.field_id: field.title for field in kit.desk.contact_fields()}
    return names.get(key) or own.get(key) or key


def _likelier_first(first: ContactCard, second: ContactCard) -> tuple[ContactCard, ContactCard]:
    """The one that stays unless somebody chooses otherwise: who writes on a channel, else the older."""
    if second.talks and not first.talks:
        return second, first
    return first, second
