"""Which page of the manual belongs to which part of the window: by the folder that the part lives in.

A place is a page and, after "#", the anchor of a heading of its English text; other languages have the same headings in
the same order. The longest name that fits a module counts, so a new part of a screen has that screen's page at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PLACES: Final[Mapping[str, str]] = {
    "ui.area_off": "connection#areas",
    "ui.appointments": "appointments",
    "ui.appointments.asking": "appointments#ask-everyone",
    "ui.appointments.booking": "appointments#booking",
    "ui.appointments.confirming": "appointment-calendar#telling-a-customer-that-it-is-booked",
    "ui.appointments.files": "appointment-calendar",
    "ui.appointments.grid": "appointments#the-grid",
    "ui.appointments.list": "appointments#the-list",
    "ui.appointments.transfer": "appointment-import",
    "ui.appointments.waiting": "appointments#the-waiting-list",
    "ui.contacts": "contacts-table",
    "ui.contacts.bulk": "contacts-table#several-at-once",
    "ui.contacts.bulk_bar": "contacts-table#several-at-once",
    "ui.contacts.bulk_pickers": "contacts-table#several-at-once",
    "ui.contacts.card_side": "contacts",
    "ui.contacts.condition_row": "contacts-table#filters-and-segments",
    "ui.contacts.consent": "consent#seeing-and-recording",
    "ui.contacts.filter_line": "contacts-table#filters-and-segments",
    "ui.contacts.hygiene": "contacts-merging#tidy-up",
    "ui.contacts.links": "deals-requests#whose-deal-is-it",
    "ui.contacts.merging": "contacts-merging",
    "ui.contacts.new_contact": "contacts-table#new-contact",
    "ui.contacts.panel": "contacts",
    "ui.contacts.panel.consent": "consent#seeing-and-recording",
    "ui.contacts.requests": "data-requests",
    "ui.contacts.rule_sheet": "contacts-table#filters-and-segments",
    "ui.contacts.segment_list": "contacts-table#filters-and-segments",
    "ui.contacts.transfer": "contacts-import",
    "ui.contacts.transfer.export": "contacts-import#exporting",
    "ui.conversation": "inbox#a-conversation",
    "ui.conversation.composer": "inbox#answering",
    "ui.conversation.forms": "inbox#answering",
    "ui.conversation.notes": "team#notes-and-tags",
    "ui.conversation.planning": "today#planned-answers",
    "ui.conversation.quick_replies": "quick-replies#using-one",
    "ui.conversation.template_offer": "templates#sending-one",
    "ui.conversation.text_box": "inbox#answering",
    "ui.conversation.write_tabs": "inbox#answering",
    "ui.conversation.writing": "inbox#answering",
    "ui.deals": "deals",
    "ui.deals.filters": "deals#finding-and-narrowing",
    "ui.deals.funnel": "deals-figures",
    "ui.deals.new_deal": "deals#a-new-deal",
    "ui.deals.pipelines": "deals#pipelines-and-stages",
    "ui.deals.quiet": "going-quiet",
    "ui.deals.quiet.editor": "going-quiet#the-ladder",
    "ui.deals.quiet.worked": "going-quiet#what-worked",
    "ui.deals.sheet": "deals#a-deals-own-sheet",
    "ui.deals.transfer": "deals-import",
    "ui.doors": "connect",
    "ui.doors.copy_dialog": "broken-computer#putting-a-copy-back",
    "ui.imports": "import",
    "ui.inbox": "inbox#the-list",
    "ui.joining": "members",
    "ui.locked": "members#a-locked-computer",
    "ui.media": "inbox#what-a-message-can-be",
    "ui.moving": "server#in-the-window",
    "ui.notify": "notifications",
    "ui.palette": "notifications#everything-by-a-few-letters",
    "ui.palette.key_sheet": "inbox#keys",
    "ui.people": "people#write-first",
    "ui.reports": "reports",
    "ui.reports.ledger": "costs",
    "ui.reports.ledger.goals_page": "costs#goals",
    "ui.reports.ledger.goal_form": "costs#goals",
    "ui.reports.ledger.retention_page": "costs#who-comes-back",
    "ui.reports.views.outcomes": "deals-figures",
    "ui.search": "search",
    "ui.seats": "shared-computer#switch",
    "ui.seats.add_person": "shared-computer#adding-a-person",
    "ui.seats.manage": "shared-computer#remove-a-person",
    "ui.settings": "settings",
    "ui.settings.address": "public-address",
    "ui.settings.agenda": "appointments#who-and-what-can-be-booked",
    "ui.settings.agenda.reminders": "appointment-reminders",
    "ui.settings.areas_page": "connection#areas",
    "ui.settings.audit": "today#the-journal",
    "ui.settings.auto_replies": "auto-replies",
    "ui.settings.connection": "connection",
    "ui.settings.copies_key": "broken-computer#before-it-breaks",
    "ui.settings.consent": "consent#what-ends-it-by-itself",
    "ui.settings.contact_fields": "contacts#fields-of-your-own",
    "ui.settings.health": "people#when-a-message-does-not-arrive",
    "ui.settings.hours": "hours",
    "ui.settings.profile": "templates#the-profile-settings-profile",
    "ui.settings.quick_replies": "quick-replies#writing-them",
    "ui.settings.safety": "hub#copies-and-putting-the-hub-back",
    "ui.settings.search": "connection#finding-a-setting",
    "ui.settings.standards": "standards",
    "ui.settings.team": "members",
    "ui.settings.templates": "templates#what-the-account-has-settings-templates",
    "ui.settings.templates.prices": "templates#prices",
    "ui.settings.words": "inbox#answering",
    "ui.setup": "connect",
    "ui.setup.privacy": "privacy",
    "ui.teamwork": "team#who-has-a-conversation",
    "ui.teamwork.close_sheet": "team#putting-aside-closing",
    "ui.teamwork.moment_dialog": "team#putting-aside-closing",
    "ui.teamwork.snooze_picker": "team#putting-aside-closing",
    "ui.teamwork.tag_picker": "team#notes-and-tags",
    "ui.today": "today#today",
    "ui.todo": "tasks",
    "ui.unlocking": "members",
}

# The settings of the first page, by the section that they stand in.
SECTIONS: Final[Mapping[str, str]] = {
    "areas": "connection#areas",
    "business": "hours",
    "team": "members",
    "sending": "inbox#answering",
    "consent": "consent",
    "deals": "going-quiet#working-days",
    "appointments": "appointment-reminders",
    "mail": "mail",
    "writing": "inbox#answering",
    "notifications": "notifications",
    "look": "shared-computer",
}

# What stands in parts of every kind, which are what one is doing.
SHARED: Final = frozenset(
    {
        "ui.screen_page",
        "ui.settings.list_and_sheet",
        "ui.settings.way",
        "ui.teamwork.finder",
        "ui.teamwork.month_grid",
        "ui.teamwork.popover",
    }
)

# What only holds other parts: there the page in view counts.
HOLDERS: Final = frozenset(
    {
        "ui.appointments.view",
        "ui.contacts.view",
        "ui.deals.view",
        "ui.main_window",
        "ui.panes",
        "ui.reports.view",
        "ui.screens",
        "ui.settings.view",
    }
)


def target_of(module: str) -> str | None:
    """The place for a module; None where it belongs to no part of the window, or to many, as a button does."""
    name = "" if module in SHARED else module
    while name:
        if name in PLACES:
            return PLACES[name]
        name = name.rpartition(".")[0]
    return None
