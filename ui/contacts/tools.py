"""What can be done with contacts beside the table: one line for each part. Only what is here is shown.

A line for a page, made when it is first asked for:
    Tool("import", N_("Import"), "download", page=lambda kit: import_module("ui.contacts.transfer.page").Page(kit), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ui.contacts.page import Tool
from ui.kit import Kit

TOOLS: Final[tuple[Tool, ...]] = ()


def tools_for(kit: Kit, tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """Those that whoever is at the desk may use."""
    role = kit.desk.me().role
    return [tool for tool in tools if role in tool.roles and tool.is_on(kit)]
