"""What a line asks to be done, as one button at its end. Only lines that need something have one.

To add one: a line here. `needs` names the action of the desk without which there is no button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.appointments import State
from app.domain.records import record
from app.words import gettext as _
from ui.keys import N_
from ui.theme.icons import IconName

if TYPE_CHECKING:
    from app.desk.desk import Desk

Kind = Literal["default", "soft"]


def to_come(row: AppointmentRow, days: AgendaDays) -> bool:
    """It has not begun."""
    return row.appointment.starts_at > days.now


@record
class RowButton:
    """`run`: "module:function", called with the acts of the page and the row. `letter`: does the same by key."""

    id: str
    name: str  # a message id
    states: tuple[State, ...]
    run: str
    icon: IconName | None = None
    kind: Kind = "default"
    letter: str = ""
    needs: str = ""
    fits: Callable[[AppointmentRow, AgendaDays], bool] = to_come

    @property
    def words(self) -> str:
        """Its word."""
        return _(self.name)


BUTTONS: Final[tuple[RowButton, ...]] = (
    RowButton(
        "ask", N_("Ask"), ("to_ask",), "ui.appointments.asking.one:ask_one", letter="d", needs="ask_plan"
    ),
    RowButton(
        "again",
        N_("Ask again"),
        ("no_answer",),
        "ui.appointments.asking.one:ask_again",
        letter="d",
        needs="ask_plan",
    ),
    RowButton(
        "move", N_("Move"), ("wants_move",), "ui.appointments.moving:open_moves", kind="soft", letter="m"
    ),
    RowButton(
        "call", N_("Call them"), ("to_call",), "ui.appointments.calling:open_call", "phone", letter="l"
    ),
)


def buttons_for(desk: Desk, buttons: Sequence[RowButton] = BUTTONS) -> list[RowButton]:
    """Those whose action the desk knows."""
    return [one for one in buttons if not one.needs or hasattr(desk, one.needs)]


def button_of(row: AppointmentRow, days: AgendaDays, buttons: Sequence[RowButton]) -> RowButton | None:
    """The first that fits."""
    return next((one for one in buttons if row.state in one.states and one.fits(row, days)), None)


def run_of(button: RowButton) -> Callable[..., Any]:
    """What it does, imported when it is first wanted."""
    module, _colon, name = button.run.partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]
