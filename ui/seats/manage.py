"""The people of this computer, in the settings: their PINs, who comes and who goes."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import DeviceId
from app.domain.seats import SeatRow
from app.words import gettext as _
from app.words import sentences
from app.words.seats import role_words
from ui.kit import Kit
from ui.seats.add_person import AddPerson, ChoosePin
from ui.settings.way import Way
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog, Dialog
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView

LEADERS = ("owner", "manager")


class SeatsWay(Way):
    """The line of the settings that leads here."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(
            kit.theme,
            _("People at this computer"),
            _(
                "Several people can share it: each with a PIN, their own drafts, and what they do in their own name."
            ),
            _("Manage…"),
        )
        self.asked.connect(lambda: ManagePeople(kit, self).open())


class ManagePeople(Dialog):
    """Everybody who uses this computer, and what may be done about each."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("People at this computer"), parent)
        self._kit = kit
        self.lines: dict[DeviceId, _PersonLine] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(kit.theme.tokens.space.x2)
        self.body.addSpacing(kit.theme.tokens.space.x1)
        self.body.addLayout(self._list)
        self.says = Paragraph(kit.theme, role="small", ink="danger")
        self.says.hide()
        self.body.addWidget(self.says)
        self.add = Button(kit.theme, _("Add a person…"), icon="user-plus")
        self.close_button = Button(kit.theme, _("Close"), kind="primary")
        self.buttons.addWidget(self.add)
        self.buttons.addStretch()
        self.buttons.addWidget(self.close_button)
        self.close_button.setDefault(True)
        self.add.clicked.connect(self._add)
        self.close_button.clicked.connect(self.accept)
        self._stop_hearing = kit.desk.subscribe_seats(lambda _moment: self._show())
        self.finished.connect(lambda _result: self._stop_hearing())
        self._show()
        self.close_button.setFocus()

    def _show(self) -> None:
        for line in self.lines.values():
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        rows, is_leader = self._kit.desk.seats(), self._kit.desk.me().role in LEADERS
        may_go = {row.device_id for row in rows if len(rows) > 1 and (row.is_active or is_leader)}
        self.lines = {
            row.device_id: _PersonLine(self._kit, row, may_go=row.device_id in may_go) for row in rows
        }
        for line in self.lines.values():
            self._list.addWidget(line)
            line.pin.clicked.connect(partial(self._choose_pin, line.row))
            line.remove.clicked.connect(partial(self._ask_to_remove, line.row))

    def _add(self) -> None:
        AddPerson(self._kit, self).open()

    def _choose_pin(self, row: SeatRow) -> None:
        ChoosePin(self._kit, row, self).open()

    def _ask_to_remove(self, row: SeatRow) -> None:
        self._confirm(
            row,
            _("Remove {name} from this computer?").format(name=row.name),
            _("They stay in the team. To use this computer again they need a new code."),
            discard=False,
        )

    def _confirm(self, row: SeatRow, title: str, sentence: str, *, discard: bool) -> None:
        dialog = ConfirmDialog(
            self._kit.theme, title, sentence, confirm=_("Remove"), keep=_("Cancel"), parent=self
        )
        dialog.confirmed.connect(
            lambda: self._kit.tasks.spawn(self._remove(row, discard=discard), "remove person")
        )
        dialog.open()

    async def _remove(self, row: SeatRow, *, discard: bool) -> None:
        self.says.hide()
        try:
            await self._kit.desk.remove_seat(row.device_id, discard=discard)
        except ComptoirError as error:
            sentence = sentences.refusal(error.code, error.facts)
            if error.code == "seat_unsent":
                self._confirm(
                    row, _("Remove {name} all the same?").format(name=row.name), sentence, discard=True
                )
            else:
                self.says.set_text(sentence)
                self.says.show()


class _PersonLine(QWidget):
    """One person: who they are, a PIN of one's own, a way out."""

    def __init__(self, kit: Kit, row: SeatRow, *, may_go: bool) -> None:
        super().__init__()
        self.row = row
        theme = kit.theme
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, row.name, weight="medium"))
        words.addWidget(Label(theme, role_words(row.role), role="small", ink="text_muted"))
        pin = _("Change PIN…") if row.has_pin else _("Choose a PIN…")
        self.pin = Button(theme, pin, height="small", parent=self)
        self.pin.setVisible(row.is_active)
        self.remove = Button(
            theme, _("Remove…"), height="small", name=_("Remove {name}").format(name=row.name), parent=self
        )
        self.remove.setVisible(may_go)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.tokens.space.x3)
        line.addWidget(AvatarView(theme, Portrait(row.member_id, row.name), 40))
        line.addLayout(words, 1)
        line.addWidget(self.pin)
        line.addWidget(self.remove)
