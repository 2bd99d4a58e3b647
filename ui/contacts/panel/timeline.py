"""What happened with a person, newest first, a page at a time. A press goes to the message where there is one."""

from __future__ import annotations

from typing import Final

from app.domain.contact_cards import FieldType
from app.domain.contact_rows import ContactCard, TimelinePlace, TimelineRow
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.contact_timeline import happened_words
from app.words.contact_values import value_words
from app.words.formats import placeholder
from ui.contacts.panel.parts import PanelKit, SectionBox
from ui.contacts.panel.timeline_list import TimelineLine, TimelineList
from ui.conversation.team_words import team_words
from ui.plain import shown_line, shown_name
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph

PAGE: Final = 20
ICONS: Final[dict[str, IconName]] = {
    "messages": "message-square",
    "call": "phone",
    "note": "sticky-note",
    "note_added": "sticky-note",
    "note_removed": "sticky-note",
    "changed": "pencil",
    "added": "user-plus",
    "owned": "user-check",
    "merged": "merge",
}


class TimelineSection:
    """One list that is as high as what it holds; "Show more" reads the next page."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Timeline")
        self.widget = SectionBox(panel.theme, self.title)
        self.list = TimelineList(panel.theme, self.title)
        self.more = Button(panel.theme, _("Show more"), kind="link", is_flush=True)
        self.nothing = Paragraph(panel.theme, _("Nothing happened yet"), ink="text_faint")
        self._rows: list[TimelineRow] = []
        self._pages = 1
        self._card: ContactCard | None = None
        self.widget.column.addWidget(self.nothing)
        self.widget.lines.addWidget(self.list)
        self.widget.foot.addWidget(self.more)
        self.more.clicked.connect(self._show_more)
        self.list.opened.connect(self._open)

    def show(self, card: ContactCard) -> None:
        """Theirs, as many pages as were asked for."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self._pages = 1
        self._card = card
        desk = self._panel.kit.desk
        rows: list[TimelineRow] = []
        before: TimelinePlace | None = None
        page: list[TimelineRow] = []
        for _number in range(self._pages):
            page = desk.contact_timeline(card.contact_id, before, PAGE)
            rows += page
            if not page:
                break
            before = page[-1].place
        self._rows = rows
        titles = {field.field_id: shown_line(field.title) for field in desk.contact_fields()}
        members = {str(one.member_id): shown_name(one.name) for one in desk.members()}
        self.list.show_lines([self._line(row, titles, members) for row in rows])
        self.more.setVisible(len(page) == PAGE)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _line(self, row: TimelineRow, titles: dict[str, str], members: dict[str, str]) -> TimelineLine:
        kit = self._panel.kit
        now = kit.clock.now()
        icon = ICONS.get(row.what, "tag")
        words, below = happened_words(row, titles, members), ""
        name = shown_name(row.name) if row.name else ""
        at = row.at
        message = row.message
        if message is not None:
            at = message.sort_at
            if row.what == "notice" and message.notice is not None:
                words, icon = team_words(message.notice, now, kit.formats)
                words, name = words.split("\n")[0], ""
            elif row.what == "messages":
                below = shown_line(message.text or "") or placeholder(message.kind)
            else:
                below = shown_line(message.text or "")
        elif row.what == "changed":
            below = ", ".join(shown_line(self._value(key, value)) for key, value in row.values if value)
        parts = (name, below) if row.what != "messages" else (below,)
        below = " · ".join(part for part in parts if part)
        return TimelineLine(icon, words, below, kit.formats.list_time(at, now))

    def _value(self, key: str, value: str) -> str:
        fields = self._panel.kit.desk.contact_fields()
        kind: FieldType = next((one.type for one in fields if one.field_id == key), "text")
        return value_words(key, kind, value, self._panel.kit.formats)

    def _show_more(self) -> None:
        self._pages += 1
        if self._card is not None:
            self.show(self._card)

    def _open(self, number: int) -> None:
        message = self._rows[number].message if number < len(self._rows) else None
        if message is not None:
            self._panel.show_message(message.conversation_id, message.message_id)
