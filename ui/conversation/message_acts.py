"""What one message offers: its links, its menu, its ways on, and copying; by mouse and by key alike."""

from typing import Final, cast

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor, QGuiApplication

from app.domain.errors import ComptoirError
from app.domain.ids import MessageId
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words import sentences
from ui.conversation.about_appointment import appointment_of
from ui.conversation.contact_handle import copy_handle
from ui.conversation.footers import Way
from ui.conversation.links import open_link
from ui.conversation.message_menu import MenuActs, message_menu
from ui.conversation.spots import Spot
from ui.conversation.thread_model import ThreadModel
from ui.conversation.thread_view import ThreadView
from ui.kit import Kit
from ui.media.shown_media import ShownMedia
from ui.plain import shown_line
from ui.widgets.menu import Menu
from ui.widgets.toast import ToastStack

_ELSEWHERE: Final = frozenset({"call", "template", "unblock", "ask_number", "health"})
_MEDIA_SPOTS: Final = frozenset({"picture", "play", "speed", "file"})


class MessageActs(QObject):
    """`sent(conversation_id, message_id)`, `refused(sentence, code)`, `take_back_asked(message_id)`, `jump_asked`
    with the id of a quoted message, `write_asked(number, name)` of a contact card, `way_asked` for ways about the
    customer or the connection, `reply_asked(message_id)`, `react_asked(message_id, emoji or None)`,
    `edit_note_asked(message_id, text)`, `remove_note_asked(message_id)`,
    `keep_reply_asked(MessageRow)`, `appointment_asked(appointment_id)`.
    """

    sent = Signal(str, str)
    refused = Signal(str, str)
    take_back_asked = Signal(str)
    jump_asked = Signal(str)
    write_asked = Signal(str, str)
    way_asked = Signal(str)
    reply_asked = Signal(str)
    react_asked = Signal(str, object)
    edit_note_asked = Signal(str, str)
    remove_note_asked = Signal(str)
    keep_reply_asked = Signal(object)
    appointment_asked = Signal(str)

    def __init__(
        self, kit: Kit, model: ThreadModel, view: ThreadView, toasts: ToastStack, media: ShownMedia
    ) -> None:
        super().__init__(view)
        self._kit, self._model, self._view, self._toasts, self._media = kit, model, view, toasts, media
        view.spot_chosen.connect(self._spot_chosen)
        view.menu_asked.connect(self._open_menu)
        view.copy_asked.connect(self._copy_by_id)
        view.copy_text_asked.connect(self._copy_text)

    def _row(self, message_id: str) -> MessageRow | None:
        place = self._model.place_of(MessageId(message_id))
        return None if place is None else self._model.row(place)

    def _spot_chosen(self, message_id: str, spot: Spot) -> None:
        row = self._row(message_id)
        if row is None:
            return
        if spot.target in ("link", "map"):
            open_link(spot.value)
        elif spot.target in _MEDIA_SPOTS:
            self._media_chosen(row, spot)
        elif spot.target == "list":
            self._show_list(row)
        elif spot.target == "card":
            QGuiApplication.clipboard().setText(spot.value)
            self._toasts.show(_("Number copied"))
        elif spot.target == "write":
            self._write_to(spot.value)
        elif spot.target == "details":
            self._copy_details(row)
        elif spot.target == "quote":
            self.jump_asked.emit(spot.value)
        elif spot.target == "whole":
            with self._view.keeping_place():
                self._model.show_whole(row.message_id)
        else:
            self._go(row, cast("Way", spot.value))

    def _media_chosen(self, row: MessageRow, spot: Spot) -> None:
        if spot.target == "play":
            self._media.sounds.toggle(spot.value)
        elif spot.target == "speed":
            self._media.sounds.next_speed(spot.value)
        elif spot.target == "picture":
            self._media.view_whole(row, spot.value)
        else:
            self._media.file_menu(row, spot.value, QCursor.pos())

    def _show_list(self, row: MessageRow) -> None:
        """What the customer finds in a list that we sent."""
        ask = row.content.ask if row.content is not None else None
        menu = Menu(self._kit.theme, _("Choices of the list"), self._view)
        for option in ask.options if ask is not None else ():
            words = f"{option.title} · {option.description}" if option.description else option.title
            menu.add(shown_line(words), lambda: None)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _open_menu(self, message_id: str, at: QPoint) -> None:
        place = self._model.place_of(MessageId(message_id))
        if place is None:
            return
        acts = MenuActs(
            self._copy,
            self._copy_details,
            self._go,
            open_link,
            self._take_back_row,
            self.jump_asked.emit,
            self._copy_text,
            self._media.fetch_again,
            self._reply,
            self._react,
            self._view.selection.text_in(MessageId(message_id)),
            write_to=self._write_to,
            edit_note=lambda row: self.edit_note_asked.emit(row.message_id, row.text or ""),
            remove_note=lambda row: self.remove_note_asked.emit(row.message_id),
            keep_reply=self._keep_reply,
            appointment=self.appointment_asked.emit,
        )
        row, face, now = self._model.row(place), self._model.face(place), self._kit.clock.now()
        header = self._kit.desk.header(row.conversation_id)
        is_open = header is not None and header.is_window_open
        is_leader = self._kit.desk.me().role != "rep"
        has_agenda = self._kit.has_area("appointments")
        about = appointment_of(self._kit.desk, row, header) if has_agenda else ""
        menu = message_menu(
            self._kit.theme,
            row,
            face,
            now,
            acts,
            self._view,
            is_open=is_open,
            is_leader=is_leader,
            about=about,
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _write_to(self, value: str) -> None:
        number, _, name = value.partition("\n")
        self.write_asked.emit(number, name)

    def _reply(self, row: MessageRow) -> None:
        self.reply_asked.emit(row.message_id)

    def _react(self, row: MessageRow, emoji: str | None) -> None:
        self.react_asked.emit(row.message_id, emoji)

    def _keep_reply(self, row: MessageRow) -> None:
        self.keep_reply_asked.emit(row)

    def _take_back_row(self, row: MessageRow) -> None:
        self.take_back_asked.emit(row.message_id)

    def _copy_by_id(self, message_id: str) -> None:
        row = self._row(message_id)
        if row is not None:
            self._copy(row)

    def _copy(self, row: MessageRow) -> None:
        QGuiApplication.clipboard().setText(row.text or "")
        self._toasts.show(_("Message copied"), is_passing=True)

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._toasts.show(_("Selected text copied"), is_passing=True)

    def _copy_number(self, row: MessageRow) -> None:
        header = self._kit.desk.header(row.conversation_id)
        if header is not None:
            copy_handle(header, self._toasts)

    def _copy_details(self, row: MessageRow) -> None:
        self._kit.tasks.spawn(self._copy_details_now(row.message_id), "copy details")

    async def _copy_details_now(self, message_id: MessageId) -> None:
        try:
            details = await self._kit.desk.original(message_id)
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        QGuiApplication.clipboard().setText(details)
        self._toasts.show(_("Details copied"), is_passing=True)

    def _go(self, row: MessageRow, way: Way) -> None:
        if way == "details":
            self._copy_details(row)
        elif way == "number":
            self._copy_number(row)
        elif way in _ELSEWHERE:
            self.way_asked.emit(way)
        else:
            self._kit.tasks.spawn(self._go_now(row, way), way)

    async def _go_now(self, row: MessageRow, way: Way) -> None:
        try:
            if way == "arrived":
                await self._kit.desk.settle(row.message_id, "arrived")
            else:
                self.sent.emit(row.conversation_id, await self._kit.desk.retry(row.message_id))
        except ComptoirError as error:
            self.refused.emit(sentences.refusal(error.code, error.facts), error.code)
