"""The pages beside the board: one line for each part. "board" and "list" are the screen's own.

A page is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from ui.deals.page import LEADERS, PageLine
from ui.kit import Kit

PAGES: Final[tuple[PageLine, ...]] = (
    PageLine("funnel", lambda kit: later("ui.deals.funnel.page:FunnelPage")(kit)),
    PageLine("quiet", lambda kit: later("ui.deals.quiet.page:QuietPage")(kit)),
    PageLine("import", lambda kit: later("ui.deals.transfer.page:ImportPage")(kit), LEADERS),
    PageLine("pipelines", lambda kit: later("ui.deals.pipelines.board_page:PipelinesPage")(kit), LEADERS),
)


def later(place: str) -> Any:
    """Something of a part, imported when it is used: "module:name"."""
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)


def pages_for(kit: Kit, pages: Sequence[PageLine] = PAGES) -> dict[str, PageLine]:
    """Those that whoever is at the desk may see, by their id."""
    role = kit.desk.me().role
    return {page.id: page for page in pages if role in page.roles}
