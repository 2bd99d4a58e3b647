"""What can be done with deals beside the board: one line for each part. Only what is here is shown.

A line that opens a page of `ui.deals.pages`:
    Tool("import", N_("Import…"), "upload", page="import", roles=LEADERS),
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ui.deals.page import LEADERS, Tool
from ui.deals.pages import later
from ui.keys import N_
from ui.kit import Kit

TOOLS: Final[tuple[Tool, ...]] = (
    Tool("figures", N_("Figures"), "chart-column", page="funnel"),
    Tool("quiet", N_("Deals without news"), "hourglass", page="quiet"),
    Tool("import", N_("Import…"), "upload", page="import", roles=LEADERS),
    Tool(
        "export", N_("Export…"), "download", roles=LEADERS,
        act=lambda kit, window: later("ui.deals.transfer.export:export_from")(kit, window),
    ),
)  # fmt: skip


def tools_for(kit: Kit, tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """Those that whoever is at the desk may use."""
    role = kit.desk.me().role
    return [tool for tool in tools if role in tool.roles]
