"""What can be done with contacts beside the table: one line for each part. Only what is here is shown.

A line for a page, made when it is first asked for:
    Tool("import", N_("Import"), "download", page=lambda kit: import_module("ui.contacts.transfer.page").Page(kit), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from app.domain.ids import ContactId
from ui.contacts.page import Page, Tool
from ui.keys import N_
from ui.kit import Kit

LEADERS: Final = ("owner", "manager")


def _later(place: str) -> Any:
    """Something of a part, imported when it is used: "module:name"."""
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)


def _hygiene(kit: Kit) -> Page:
    page: Page = _later("ui.contacts.hygiene.page:HygienePage")(kit)
    return page


def _requests(kit: Kit) -> Page:
    page: Page = _later("ui.contacts.requests.page:RequestsPage")(kit)
    return page


def _import(kit: Kit) -> Page:
    page: Page = _later("ui.contacts.transfer.page:ImportPage")(kit)
    return page


def _add(kit: Kit, window: QWidget, _ids: Sequence[ContactId]) -> None:
    from ui.contacts.new_contact import open_new_contact

    open_new_contact(kit, window)


def _export(kit: Kit, window: QWidget, ids: Sequence[ContactId]) -> None:
    _later("ui.contacts.transfer.export:open_export")(kit, window, ids)


TOOLS: Final[tuple[Tool, ...]] = (
    Tool("add", N_("New contact"), "plus", act=_add, place="bar"),
    Tool("import", N_("Import…"), "upload", page=_import, place="bar"),
    Tool("export", N_("Export…"), "download", act=_export, roles=LEADERS),
    Tool("export_chosen", N_("Export…"), "download", act=_export, place="selection", roles=LEADERS),
    Tool("hygiene", N_("Tidy up"), "list-checks", page=_hygiene),
    Tool("requests", N_("Data requests"), "user-x", page=_requests, roles=LEADERS),
    Tool(
        "data_request", N_("Data request…"), "user-x",
        act=lambda kit, window, ids: import_module("ui.contacts.requests.ask").ask_about(kit, window, ids),
        place="selection", roles=LEADERS,
    ),
)  # fmt: skip


def tools_for(kit: Kit, tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """Those that whoever is at the desk may use."""
    role = kit.desk.me().role
    return [tool for tool in tools if role in tool.roles and tool.is_on(kit)]
