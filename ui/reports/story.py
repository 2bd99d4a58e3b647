"""One wait taken apart: from when to when, who had it for how long, what was written, and the way to it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.report_rows import StoryLine, TurnStory
from app.words import gettext as _
from app.words.formats import in_brief
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.reports.parts_bar import PartsBar, Piece, Swatch
from ui.reports.words import exact, member_name, moment_words, says
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.surfaces import Line
from ui.widgets.two_line_list import ROLE, TwoLineList, TwoLineRow

_BESIDES_PX: Final = 420
_LIST_PX: Final = 224


class TurnSheet(Dialog):
    """`message_asked(conversation_id, message_id)`: show it where it stands."""

    message_asked = Signal(str, str)

    def __init__(self, kit: Kit, story: TurnStory, parent: QWidget) -> None:
        super().__init__(kit.theme, _("{name}: one wait").format(name=shown_name(story.name)), parent)
        self._kit, self.story = kit, story
        theme = kit.theme
        self.summary = Paragraph(theme, self._summary())
        self.pieces = pieces_of(kit, story)
        self.bar = PartsBar(theme, self.pieces, _("Who had it for how long"))
        self.body.addWidget(self.summary)
        self.body.addSpacing(4)
        self.body.addWidget(self.bar)
        self.body.addLayout(self._legend())
        facts = self._facts()
        self.facts = Paragraph(theme, "\n".join(facts), role="small", ink="text_muted")
        if facts:
            self.body.addWidget(self.facts)
        self.list = TwoLineList(theme, "behind", _("Messages of this wait"))
        self.list.setFixedHeight(min(self.room(_LIST_PX, _BESIDES_PX), max(60, 58 * len(story.messages) + 4)))
        self.list.show_rows([self._line(number, one) for number, one in enumerate(story.messages)], None)
        self.list.setVisible(bool(story.messages))
        self.list.activated.connect(self._go_to)
        self.list.clicked.connect(self._go_to)
        self.body.addWidget(Line(theme))
        self.body.addWidget(self.list)
        self.cancel = Button(theme, _("Close"))
        self.go = Button(theme, _("Open conversation"), kind="primary")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._open)
        self.go.setDefault(True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- words

    def _moment(self, seconds: int) -> str:
        return moment_words(seconds, self._kit.formats, self._kit.clock.now())

    def _summary(self) -> str:
        story = self.story
        start, took = self._moment(story.start_s), exact(story.cal_s)
        who = member_name(self._kit, story.author) if story.author else ""
        if story.end_s is None:
            return _("Waits since {start}, {time} so far.").format(start=start, time=took)
        end = self._moment(story.end_s)
        sentences = {
            "reply": _("From {start} to {end}: {time}, until {who} answered."),
            "waived": _("From {start} to {end}: {time}, until {who} said that no reply is needed."),
            "abandoned": _("From {start} to {end}: {time}. The conversation was ended without an answer."),
        }
        said = sentences.get(story.ended_by or "reply", sentences["reply"])
        return said.format(start=start, end=end, time=took, who=who or _("somebody"))

    def _facts(self) -> list[str]:
        story, kit = self.story, self._kit
        facts = []
        if story.bus_s is not None:
            facts.append(_("Within opening hours: {time}").format(time=exact(story.bus_s)))
        if story.is_closed_class:
            facts.append(_("Answered while closed: not in the averages of opening hours, counted apart."))
        if story.response_s is not None and story.responder is not None:
            said = _("Own response time of {who}: {time}")
            facts.append(said.format(who=member_name(kit, story.responder), time=exact(story.response_s)))
        if story.assist is not None:
            said = _(
                "{who} helped: the conversation was somebody else’s, so it is not in the average of {who}."
            )
            facts.append(said.format(who=member_name(kit, story.assist)))
        for who, seconds in story.handed_before:
            said = _("{who} handed it on after {time} without an answer.")
            facts.append(said.format(who=member_name(kit, who), time=exact(seconds)))
        if story.link_s:
            facts.append(_("Between “send” and WhatsApp: {time}").format(time=exact(story.link_s)))
        if story.promised_s is not None:
            facts.append(
                _("An answer was promised by {moment}.").format(moment=self._moment(story.promised_s))
            )
        if story.origin == "outbound":
            facts.append(_("We wrote first in this conversation."))
        if story.is_late_clock:
            facts.append(_("WhatsApp’s time could not be right: the time of arrival counts."))
        return facts

    def _legend(self) -> QGridLayout:
        """Each piece with its time, and the whole below."""
        theme, grid = self._kit.theme, QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, piece in enumerate(self.pieces):
            grid.addWidget(Swatch(theme, piece), number, 0)
            grid.addWidget(Label(theme, piece.words), number, 1)
            grid.addWidget(
                Label(theme, exact(piece.seconds), tabular=True), number, 2, Qt.AlignmentFlag.AlignRight
            )
        total = len(self.pieces)
        grid.addWidget(Line(theme), total, 0, 1, 3)
        grid.addWidget(Label(theme, _("Together"), weight="semibold"), total + 1, 1)
        self.total = Label(
            theme, exact(sum(piece.seconds for piece in self.pieces)), weight="semibold", tabular=True
        )
        grid.addWidget(self.total, total + 1, 2, Qt.AlignmentFlag.AlignRight)
        return grid

    def _line(self, number: int, one: StoryLine) -> TwoLineRow:
        kit = self._kit
        author = shown_name(self.story.name) if one.author == "contact" else author_words(kit, one.author)
        chip = _("begins") if one.is_start else _("ends") if one.is_end else ""
        text = shown_line(one.text)
        said = says(_("Note"), text) if one.kind == "note" else in_brief(one.kind, text)
        return TwoLineRow(str(number), said, f"{self._moment(one.at_s)} · {author}", Chip(chip, "plain"))

    # -- ways

    def _go_to(self, index: QModelIndex) -> None:
        row: TwoLineRow | None = index.data(ROLE)
        if row is not None:
            self._leave(self.story.messages[int(row.key)].message_id)

    def _open(self) -> None:
        first = next((one for one in self.story.messages if one.is_start), None)
        self._leave(first.message_id if first is not None else "")

    def _leave(self, message_id: str) -> None:
        self.message_asked.emit(self.story.conversation_id, message_id)
        self.accept()


def author_words(kit: Kit, author: str) -> str:
    """A person of the team, the phone, or what wrote by itself."""
    names = {
        "greeting": _("Greeting message"), "away": _("Away message"), "bot": _("Automatic assistant"),
        "reminder": _("Reminder"), "campaign": _("Campaign"), "rule": _("Rule"), "ladder": _("Follow-up"),
    }  # fmt: skip
    return names.get(author) or member_name(kit, author)


def pieces_of(kit: Kit, story: TurnStory) -> tuple[Piece, ...]:
    """The parts with their words; each person has one colour."""
    people = list(dict.fromkeys(part.who for part in story.parts if part.kind == "hold"))
    found = []
    for part in story.parts:
        if part.kind == "hold":
            words = _("With {who}").format(who=member_name(kit, part.who))
        else:
            words = _("On its way to Comptoir") if part.kind == "delivery" else _("With nobody")
        hue = people.index(part.who) if part.kind == "hold" else 0
        found.append(Piece(part.kind, part.seconds, says(words, exact(part.seconds)), hue, words))
    return tuple(found)
