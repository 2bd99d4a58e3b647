"""What can be done with contacts beside the table: one line for each part. Only what is here is shown.

A line for a page, made when it is first asked for:
    Tool("import", N_("Import"), "download", page=lambda kit: import_module("ui.contacts.transfer.page").Page(kit), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from ui.contacts.page import Page, Tool
from ui.keys import N_
from ui.kit import Kit

LEADERS: Final = ("owner", "manager")


def _hygiene(kit: Kit) -> Page:
    page: Page = import_module("ui.contacts.hygiene.page").HygienePage(kit)
    return page


def _requests(kit: Kit) -> Page:
    page: Page = import_module("ui.contacts.requests.page").RequestsPage(kit)
    return page


TOOLS: Final[tuple[Tool, ...]] = (
    Tool("hygiene", N_("Tidy up"), "list-checks", page=_hygiene),
    Tool("requests", N_("Data requests"), "user-x", page=_requests, roles=LEADERS),
)


def tools_for(kit: Kit, tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """Those that whoever is at the desk may use."""
    role = kit.desk.me().role
    return [tool for tool in tools if role in tool.roles and tool.is_on(kit)]
