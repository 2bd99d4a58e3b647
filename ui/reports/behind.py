"""What a figure counts, beside it: waits, conversations, messages or deals, each of which opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.appointments import State
from app.domain.report_rows import BehindRow
from app.words import gettext as _
from app.words import ngettext
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.reports.links import Link
from ui.reports.words import duration, member_name, moment_words
from ui.widgets.button import IconButton
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip, Tone
from ui.widgets.surfaces import Surface
from ui.widgets.two_line_list import ROLE, TwoLineList, TwoLineRow

WIDTH_PX: Final = 400
MOST: Final = 200
_SIDE: Final = 16


class Behind(Surface):
    """`chosen(row)` at a press or Enter, `left` when it is closed."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface", edges=("leading",))
        self._kit, theme = kit, kit.theme
        self.rows: tuple[BehindRow, ...] = ()
        self.title = Paragraph(theme, weight="semibold")
        self.count = Label(theme, role="small", ink="text_muted")
        self.close_button = IconButton(theme, "x", _("Close the list"), height="small")
        self.list = TwoLineList(theme, "behind", _("What is behind the figure"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(_SIDE, 2, _SIDE, 8)
        below.addWidget(self.count, 1)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.list, 1)
        self.close_button.clicked.connect(self.left)
        self.list.clicked.connect(self._open)

    def show_rows(self, link: Link, rows: Sequence[BehindRow]) -> None:
        """These; the figure may count more than a list holds."""
        self.rows = tuple(rows)
        self.title.set_text(link.title)
        total = max(link.total or 0, len(rows))
        said = counted(link.opens, total).format(n=self._kit.formats.number(total))
        if total > len(rows):
            shown = self._kit.formats.number(len(rows))
            said = _("{all}, the newest {n} are shown").format(all=said, n=shown)
        self.count.setText(said)
        self.list.show_rows([self._line(number, row) for number, row in enumerate(rows)], None)
        if rows:
            self.list.setCurrentIndex(self.list.rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Escape leads back to the figure."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._open(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row: TwoLineRow | None = index.data(ROLE)
        if row is not None:
            self.chosen.emit(self.rows[int(row.key)])

    def _line(self, number: int, row: BehindRow) -> TwoLineRow:
        kit = self._kit
        name = shown_name(row.name) if row.name else _("Somebody without a name")
        when = moment_words(row.at_s, kit.formats, kit.clock.now())
        who = member_name(kit, row.who) if row.who else ""
        facts = [when, who, shown_line(row.text)[:80] if row.text and row.kind != "deal" else ""]
        portrait = Portrait(row.contact_id or row.deal_id or name, name)
        return TwoLineRow(str(number), name, " · ".join(filter(None, facts)), self._chip(row), portrait)

    def _chip(self, row: BehindRow) -> Chip:
        if row.kind == "deal":
            return Chip(shown_line(row.text), "plain")
        if row.kind == "appointment":
            return _appointment_chip(row.state)
        took = duration(row.seconds, self._kit.formats.language) if row.seconds is not None else ""
        word, tone = state_words(row.state)
        if row.state in ("answered", "resolved"):
            return Chip(took, "plain")
        return Chip(" · ".join(filter(None, (word, took))), tone)


def _appointment_chip(state: str) -> Chip:
    """Whether they came, else what they said last; nothing where neither is known."""
    from ui.appointments.states import state_chip

    known: dict[str, State] = {
        "came": "came", "no_show": "no_show", "confirmed": "confirmed", "cancelled": "cancelled", "move": "wants_move",
        "unclear": "unclear",
    }  # fmt: skip
    return state_chip(known[state]) if state in known else Chip("", "plain")


def counted(opens: str, n: int) -> str:
    """How many of what, with `{n}` to be filled in."""
    names = {
        "turns": ngettext("{n} wait", "{n} waits", n),
        "episodes": ngettext("{n} conversation", "{n} conversations", n),
        "messages": ngettext("{n} message", "{n} messages", n),
        "deals": ngettext("{n} deal", "{n} deals", n),
        "appointments": ngettext("{n} appointment", "{n} appointments", n),
    }
    return names.get(opens, "{n}")


def state_words(state: str) -> tuple[str, Tone]:
    """How a wait, a conversation or a message stands, with the colour that means it."""
    names: dict[str, tuple[str, Tone]] = {
        "answered": (_("answered"), "plain"),
        "answered_while_closed": (_("while closed"), "info"),
        "open": (_("open"), "warning"),
        "waived": (_("no reply needed"), "neutral"),
        "abandoned": (_("without an answer"), "danger"),
        "resolved": (_("done"), "plain"),
        "closed_by_itself": (_("by itself"), "neutral"),
        "sent": (_("sent"), "neutral"),
        "delivered": (_("delivered"), "neutral"),
        "read": (_("read"), "success"),
        "failed": (_("not delivered"), "danger"),
    }
    return names.get(state, ("", "plain"))
