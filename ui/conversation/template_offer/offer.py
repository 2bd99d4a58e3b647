"""The box in which a template is chosen, filled in, read whole and sent; it stands in the answer's place."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desk.desk import Composed
from app.domain.channels import WHATSAPP
from app.domain.outgoing import problems
from app.domain.rows import Changes, ThreadHeader
from app.domain.template_blanks import blanks
from app.domain.template_filling import Filled, Filling, filled, filling_of, missing
from app.domain.templates import Template
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.conversation.blocks.base import Pictures
from ui.conversation.composer import MARGIN, Lock
from ui.conversation.template_offer.consent_strip import ConsentStrip
from ui.conversation.template_offer.fill_fields import FillFields, MakeFile, begun, likeness
from ui.conversation.template_offer.frame import OfferFoot, OfferHead, OfferNotice, OfferTop
from ui.conversation.template_offer.known import called, empty, known_of, nothing_words, talk_language
from ui.conversation.template_offer.memory import Half, OfferMemory
from ui.conversation.template_offer.middle import OfferMiddle, PreviewPart, height_for
from ui.conversation.template_offer.preview import BubblePreview
from ui.conversation.template_offer.rows import OfferList
from ui.conversation.template_offer.stock import Stock
from ui.kit import Kit
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round

SHORT: Final = 340  # a lower box has no room for reasons
LEADERS: Final = ("owner", "manager")


class TemplateOffer(QWidget):
    """`send_asked(conversation_id, Composed, due_at or None)`, `manage_asked`; `closed`: back to the answer."""

    send_asked = Signal(str, object, object)
    closed = Signal()
    manage_asked = Signal()

    def __init__(
        self, kit: Kit, make_file: MakeFile, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._memory = OfferMemory(kit.desk)
        self._stock = Stock(kit, self._memory)
        self._header: ThreadHeader | None = None
        self._lock: Lock | None = None
        self._draft = ""
        self._language = ""
        self._others = 0  # more that could be offered
        self._room_px = SHORT
        self._template: Template | None = None  # as it was when its fields were made
        self._is_all = self._is_draft_open = self._is_leaving = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Choose a template"))
        self.top = OfferTop(theme)
        self.head = OfferHead(theme)
        self.draft = Paragraph(theme, ink="text_muted")
        self.search = Input(theme, _("Search a template"), placeholder=_("Search a template"), is_search=True)
        self.list = OfferList(theme)
        self.nothing = Paragraph(theme, ink="text_muted")
        self.fields = FillFields(theme, kit.formats.zone, kit.clock.now, make_file)
        self.preview = BubblePreview(theme, kit.formats, pictures)
        self.right = PreviewPart(theme, self.preview)
        self.consent = ConsentStrip(kit)
        self.notice = OfferNotice(theme)
        self.foot = OfferFoot(theme)
        self.middle = OfferMiddle(theme, self._left(), self.right)
        self._lay_out()
        self._connect()

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 4, 8)
        column.setSpacing(8)
        for part in (self.search, self.list, self.nothing, self.fields):
            column.addWidget(part)
        column.addStretch(1)
        return left

    def _lay_out(self) -> None:
        self.draft.setContentsMargins(0, 0, 0, 0)
        around = QWidget()
        inner = QVBoxLayout(around)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.addWidget(self.draft)
        self._draft_part = around
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 1, 1, MARGIN + 1, MARGIN + 1)
        column.setSpacing(0)
        for part in (
            self.top,
            self._draft_part,
            self.head,
            self.middle,
            self.consent,
            self.notice,
            self.foot,
        ):
            column.addWidget(part)

    def _connect(self) -> None:
        self.top.draft_asked.connect(self._show_draft)
        self.top.closed.connect(self.closed)
        self.search.textChanged.connect(self._fill_list)
        self.list.chosen.connect(self.choose)
        self.list.moved.connect(lambda rect: self.middle.show_part(self.list, rect))
        self.fields.changed.connect(self._written)
        self.foot.all_asked.connect(self._show_all)
        self.foot.manage_asked.connect(self.manage_asked)
        self.foot.send_asked.connect(self.send)
        self.consent.moved.connect(self._settle)
        self.consent.anyway_asked.connect(lambda: self.send(is_anyway=True))
        self.consent.plan_asked.connect(lambda moment: self.send(due_at=moment))
        self._kit.bridge.changed.connect(self._changed)
        self._kit.theme.changed.connect(self._settle)

    # -- what the pane says

    def show_for(self, header: ThreadHeader, lock: Lock | None, draft: str) -> None:
        """Offer templates for a conversation. `lock`: why there is no other way, None when it was asked for."""
        is_other = self._header is None or self._header.conversation_id != header.conversation_id
        self._header, self._lock, self._draft = header, lock, draft
        if is_other:
            self._open_conversation(header)
        self._settle()

    def set_room(self, height_px: int) -> None:
        """How high the box may be at most; where that is little, the reason goes and its title stays."""
        self._room_px = height_px
        self._give_room()

    def focus_first(self) -> None:
        """By key, begin at the list, or where something is still missing."""
        if self._template is not None and not self.fields.is_empty:
            self.fields.focus_first_missing(missing(self._template, self.fields.filling))
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Why it was not sent; everything that was given is still there."""
        self._is_leaving = False
        self.notice.say(sentence)
        self._settle()

    def take_back(self) -> None:
        """A template that was refused after it had left here is chosen again, with its values."""
        if self._header is not None and self._template is None:
            self._open_conversation(self._header)
            self._settle()

    def sent(self, conversation_id: str) -> None:
        """It went out: the next one begins anew."""
        header = self._header
        if self._template is not None and header is not None and header.conversation_id == conversation_id:
            self._memory.used(self._template.key)
            self._memory.forget(header.conversation_id)
            self._kit.desk.keep_attached(header.conversation_id, None)
            self._open_conversation(header)
            self._settle()

    # -- what the person does

    def choose(self, key: str) -> None:
        """A template is picked: its fields begin, its bubble shows."""
        template = self._stock.one(self._header.line_id, key) if self._header is not None else None
        if template is None or key == self._key:
            return
        self._keep()
        self.notice.say("")
        self._begin(template)
        self._settle()

    def send(self, *, is_anyway: bool = False, due_at: datetime | None = None) -> None:
        """If nothing is missing or stands against it. `is_anyway`: though it is late there; `due_at`: at that time."""
        template, header = self._template, self._header
        lacking = missing(template, self.fields.filling) if template else ()
        is_held = self._is_leaving or not (self.consent.refused is None or is_anyway or due_at)
        if template is None or header is None or is_held or self.fields.focus_first_missing(lacking):
            return
        self._stock.forget()
        if (code := self._stock.trouble(header.line_id, template)) is not None:
            self.say(sentences.refusal(code, {}))
            return
        made = filled(template, self.fields.filling)
        problem = problems(WHATSAPP, "template", made.text, made.content)
        if problem is not None:
            self.say(sentences.refusal(problem.code, problem.facts))
            return
        self._keep()
        self._is_leaving = True  # at once, so that a second click finds nothing to send
        self._settle_foot()
        composed = Composed("template", made.text, made.content, quiet_anyway=is_anyway)
        self.send_asked.emit(header.conversation_id, composed, due_at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the answer where there is one; Ctrl Enter sends."""
        is_send = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self._lock is None:
            self.closed.emit()
        elif is_send and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send()
        else:
            super().keyPressEvent(event)

    def _show_all(self) -> None:
        self._is_all = not self._is_all
        if not self._is_all:
            self.search.clear()
        self._settle()
        if self._is_all:
            self.search.setFocus()

    def _show_draft(self) -> None:
        self._is_draft_open = not self._is_draft_open
        self._settle()

    def _written(self) -> None:
        self.notice.say("")
        self._keep()
        self._show_preview()
        self._settle_foot()
        self.middle.settle()

    # -- inside

    def _open_conversation(self, header: ThreadHeader) -> None:
        self._is_all = self._is_draft_open = self._is_leaving = False
        self._template = None
        self.search.clear()
        self.notice.say("")
        self.fields.clear()
        self._language = talk_language(self._kit, header)
        self._take_back(header)
        template = self._stock.one(header.line_id, self._half.chosen)
        if template is not None:
            self._begin(template)

    def _take_back(self, header: ThreadHeader) -> None:
        """A template that came back, refused or taken back before it went, is chosen again with its values."""
        attached = self._kit.desk.attached(header.conversation_id)
        content = attached.content if attached is not None and attached.kind == "template" else None
        if content is None or content.template is None or self._half.chosen is not None:
            return
        sent = content.template
        for one in self._stock.all(header.line_id):
            if (one.name, one.language) == (sent.name, sent.language):
                self._half.chosen = one.key
                self._half.fillings[one.key] = filling_of(one, content)

    @property
    def _key(self) -> str | None:
        return self._template.key if self._template is not None else None

    @property
    def _half(self) -> Half:
        assert self._header is not None
        return self._memory.half(self._header.conversation_id)

    def _begin(self, template: Template) -> None:
        header, half = self._header, self._half
        assert header is not None
        known = known_of(self._kit, header, template)
        earlier = half.fillings.get(template.key, Filling())
        fallbacks = {**self._memory.fallbacks(template.key), **earlier.fallbacks}
        given = begun(template, known, earlier.values, half.likes, fallbacks)
        given = replace(given, files=earlier.files, place=earlier.place, offer_ends_at=earlier.offer_ends_at)
        half.chosen, self._template = template.key, template
        address = header.line_profile.address if header.line_profile else ""
        self.fields.show_template(template, given, known, address)
        self._order()
        self._show_preview()

    def _order(self) -> None:
        """Tab goes as the eye does: search, list, fields, foot."""
        QWidget.setTabOrder(self.search, self.list)
        last = self.fields.order_after(self.list)
        for button in (self.foot.all_button, self.foot.manage_button, self.foot.send_button):
            QWidget.setTabOrder(last, button)
            last = button

    def _keep(self) -> None:
        """What is in the fields, for a return to this template, conversation, or day."""
        template = self._template
        if template is None or self._header is None:
            return
        filling, half = self.fields.filling, self._half
        half.fillings[template.key] = filling
        for blank in blanks(template):
            if value := filling.values.get(blank.key):
                half.likes[likeness(blank.name, blank.before)] = value
        self._memory.keep_fallbacks(template.key, filling.fallbacks)

    def _changed(self, changes: Changes) -> None:
        is_ours = changes.is_templates or changes.is_everything or changes.is_ledger
        if is_ours:
            self._stock.forget()
        header, template = self._header, self._template
        if header is None or not is_ours:
            return
        code = self._stock.trouble(header.line_id, template) if template is not None else None
        now = self._stock.one(header.line_id, self._key)
        if code == "template_changed" and now is not None:
            self._keep()
            self._begin(now)
        if code is not None:
            self.notice.say(sentences.refusal(code, {}))
        self._settle()

    def _settle(self) -> None:
        """Everything that follows from conversation, choice and search."""
        header, lock = self._header, self._lock
        if header is None:
            return
        has_draft = bool(self._draft.strip())
        self.top.settle()
        self.foot.settle()
        self.top.show_state(has_draft=has_draft, is_draft_open=self._is_draft_open, may_close=lock is None)
        self.draft.set_text(self._draft)
        self._draft_part.setVisible(has_draft and self._is_draft_open)
        self.head.setVisible(lock is not None)
        if lock is not None:
            self.head.show_lock(lock.title, lock.reason)
        self.search.setVisible(self._is_all)
        self.consent.show_for(header, self._template)
        self._fill_list()
        self._settle_foot()
        self.right.show_chosen(called(header), is_chosen=self._template is not None)
        self._give_room()
        self.updateGeometry()
        self.update()

    def _give_room(self) -> None:
        """What is left for the middle when everything around it has its height."""
        is_short = self._room_px < self._kit.theme.px(SHORT)
        self.head.reason.setVisible(not is_short)
        parts = [self.top, self._draft_part, self.head, self.consent, self.notice, self.foot]
        around = sum(height_for(part, self.width() - 2 * MARGIN) for part in parts if not part.isHidden())
        self.middle.most_px = self._room_px - around - MARGIN - 2
        self.middle.settle()

    def _fill_list(self) -> None:
        header = self._header
        if header is None:
            return
        words = self.search.text() if self._is_all else None
        rows, self._others = self._stock.rows(header, self._language, self._key, words)
        self.list.show_rows(rows, self._key)
        is_sought = self._is_all and bool(self.search.text().strip())
        has_some = bool(self._stock.all(header.line_id))
        self.nothing.set_text(nothing_words(is_sought=is_sought, has_some=has_some))
        self.nothing.setVisible(not rows)
        self.middle.settle()

    def _settle_foot(self) -> None:
        header, template, others = self._header, self._template, self._others
        if header is None:
            return
        words = (
            ngettext("See {n} other template", "See {n} other templates", others).format(n=others)
            if others
            else ""
        )
        is_whole = template is not None and not missing(template, self.fields.filling)
        is_ready = (
            is_whole
            and not self._is_leaving
            and template is not None
            and self._stock.trouble(header.line_id, template) is None
            and self.consent.refused is None
        )
        self.foot.show_state(
            all_words=_("Show fewer") if self._is_all else words,
            may_manage=self._kit.desk.me().role in LEADERS and (self._is_all or not self.list.rows.rows),
            can_send=is_ready,
        )

    def _show_preview(self) -> None:
        if self._template is not None:
            made: Filled = filled(self._template, self.fields.filling, empty)
            self.preview.show_message(made.text, made.content)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground, and the box on it."""
        c = self._kit.theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_sunken)
        box = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, -MARGIN)
        fill_round(painter, box, c.surface, self._kit.theme.tokens.radius.normal, c.border_strong)
