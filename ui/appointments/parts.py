"""What is added to the screen of the agenda: one line for each part. Only what is here, and can be done, is shown.

A box of the panel, a tool of the head, a page in place of the agenda:
    PanelLine("asking", "ui.appointments.waiting.box:WaitBox", needs="waiters"),
    Tool("import", N_("Import…"), "upload", page="import"),
    PageLine("import", "ui.appointments.transfer.page:ImportPage"),
Buttons of lines are in `ui.appointments.row_buttons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from ui.appointments.page import LEADERS, PageLine, PanelLine, Tool
from ui.keys import N_
from ui.kit import Kit

PANELS: Final[tuple[PanelLine, ...]] = (
    PanelLine("asking", "ui.appointments.asking.box:AskBox", needs="ask_plan"),
    PanelLine("freed", "ui.appointments.waiting.box:FreedBox", needs="freed_slots"),
)
TOOLS: Final[tuple[Tool, ...]] = (
    Tool(
        "ask", N_("Ask everyone"), "send", act="ui.appointments.asking.one:open_everybody", place="bar",
        needs="ask_plan", letter="t",
    ),
    Tool(
        "waiting", N_("Waiting list…"), "clock", act="ui.appointments.waiting.dialog:open_list", needs="waiters"
    ),
    Tool("import", N_("Import appointments…"), "upload", page="import", needs="import_appointments"),
    Tool("print", N_("Day sheet for printing (PDF)…"), "file-text", act="ui.appointments.files.acts:print_days"),
    Tool("copy", N_("Copy what is shown"), "copy", act="ui.appointments.files.acts:copy_days"),
    Tool(
        "calendar", N_("Calendar file (.ics)…"), "calendar", act="ui.appointments.files.acts:save_calendar",
        roles=LEADERS,
    ),
    Tool(
        "feeds", N_("The agenda on the phone…"), "smartphone", act="ui.appointments.files.feeds:open_feeds",
        roles=LEADERS,
    ),
    Tool(
        "table", N_("Table for Excel (CSV)…"), "download", act="ui.appointments.files.acts:save_table",
        roles=LEADERS,
    ),
)  # fmt: skip
PAGES: Final[tuple[PageLine, ...]] = (PageLine("import", "ui.appointments.transfer.page:ImportPage"),)


def later(place: str) -> Any:
    """Something of a part, imported when it is used: "module:name"."""
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)


def panels_for(kit: Kit, panels: Sequence[PanelLine] = PANELS) -> list[PanelLine]:
    """Those that the desk has the actions for."""
    return [one for one in panels if not one.needs or hasattr(kit.desk, one.needs)]


def tools_for(kit: Kit, tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """Those that whoever is at the desk may use."""
    role = kit.desk.me().role
    return [one for one in tools if role in one.roles and (not one.needs or hasattr(kit.desk, one.needs))]


def pages_for(kit: Kit, pages: Sequence[PageLine] = PAGES) -> dict[str, PageLine]:
    """Those that whoever is at the desk may see, by their id."""
    role = kit.desk.me().role
    return {page.id: page for page in pages if role in page.roles}
