"""Whose desk this is, at the foot of the rail."""

from typing import Final

from app.domain.areas import AREAS
from app.words import gettext as _
from ui.kit import Kit
from ui.widgets.paint_avatar import Portrait
from ui.widgets.rail import RailItem

PERSON: Final = "person"


def rail_items(kit: Kit) -> tuple[list[RailItem], list[RailItem]]:
    """The screens of the areas that are on, and the foot: the settings, and who is here."""
    me = kit.desk.me()
    person = RailItem(
        PERSON,
        "user",
        _("{name}: switch person").format(name=me.name),
        portrait=Portrait(me.member_id, me.name),
    )
    screens = [
        RailItem("today", "sun", _("Today")),
        RailItem("inbox", "message-square", _("Messages")),
        RailItem("contacts", "contact", _("Contacts")),
        RailItem("deals", "square-kanban", _("Deals")),
        RailItem("appointments", "calendar-check", _("Agenda")),
        RailItem("reports", "chart-column", _("Reports")),
    ]
    off = {area for area in AREAS if not kit.has_area(area)}
    screens = [item for item in screens if item.id not in off]
    return screens, [RailItem("settings", "settings", _("Settings")), person]
