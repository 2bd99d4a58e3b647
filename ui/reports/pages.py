"""The pages of the screen of reports, in their order: one line for each. A page is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from app.domain.members import Role
from app.domain.records import record
from app.words import gettext as _
from ui.deals.page import EVERYBODY, LEADERS
from ui.kit import Kit
from ui.reports.page import ReportPage


@record
class PageLine:
    """`title`: a message id, on its tab. `make` makes it when it is first looked at, for those in `roles`."""

    name: str
    title: str
    make: Callable[[Kit], ReportPage]
    roles: tuple[Role, ...] = EVERYBODY


def N_(message: str) -> str:
    """Marks a message for the catalogue without translating it now."""
    return message


PAGES: Final[tuple[PageLine, ...]] = (
    PageLine("overview", N_("Overview"), lambda kit: later("ui.reports.views.overview:OverviewPage")(kit)),
    PageLine("speed", N_("Response times"), lambda kit: later("ui.reports.views.speed:SpeedPage")(kit)),
    PageLine("people", N_("By person"), lambda kit: later("ui.reports.views.people:PeoplePage")(kit)),
    PageLine("hours", N_("Hours"), lambda kit: later("ui.reports.views.hours:HoursPage")(kit)),
    PageLine(
        "resolution", N_("Resolution"), lambda kit: later("ui.reports.views.resolution:ResolutionPage")(kit)
    ),
    PageLine(
        "deliveries",
        N_("Messages sent"),
        lambda kit: later("ui.reports.views.deliveries:DeliveriesPage")(kit),
    ),
    PageLine("outcomes", N_("Deals"), lambda kit: later("ui.reports.views.outcomes:OutcomesPage")(kit)),
    PageLine(
        "appointments",
        N_("Appointments"),
        lambda kit: later("ui.reports.views.appointments:AppointmentsPage")(kit),
    ),
    PageLine(
        "compare", N_("Before and after"), lambda kit: later("ui.reports.views.compare:ComparePage")(kit)
    ),
    PageLine(
        "ledger",
        N_("Costs and gains"),
        lambda kit: later("ui.reports.ledger.hosted:ledger_page")(kit),
        LEADERS,
    ),
    PageLine("goals", N_("Goals"), lambda kit: later("ui.reports.ledger.hosted:goals_page")(kit)),
    PageLine(
        "retention", N_("Who comes back"), lambda kit: later("ui.reports.ledger.hosted:retention_page")(kit)
    ),
)


def later(place: str) -> Any:
    """Something of a part, imported when it is used: "module:name"."""
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)


def pages_for(kit: Kit, pages: tuple[PageLine, ...] = PAGES) -> dict[str, PageLine]:
    """Those that whoever is at the desk may see, by their name."""
    role = kit.desk.me().role
    return {page.name: page for page in pages if role in page.roles}


def title_of(page: PageLine) -> str:
    """As its tab says it."""
    return _(page.title)
