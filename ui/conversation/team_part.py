"""The team at a conversation: who has it, taking it by beginning to answer, giving it away, putting it aside."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.ids import ConversationId, MemberId
from app.domain.rows import ThreadHeader
from app.words import gettext as _
from ui.conversation.composer import Composer
from ui.conversation.header import ThreadHead
from ui.keys import KEYS
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Label
from ui.widgets.menu import Menu
from ui.widgets.toast import Toast, ToastStack


class TeamPart(QObject):
    """Follows the open conversation's head; acts through the desk, each with its undo."""

    def __init__(self, kit: Kit, head: ThreadHead, composer: Composer, toasts: ToastStack) -> None:
        super().__init__(head)
        self._kit, self._head, self._toasts = kit, head, toasts
        self._header: ThreadHeader | None = None
        self._claimed: tuple[ConversationId, MemberId | None] | None = None
        self._done_toasts: dict[str, Toast] = {}  # by conversation
        self.holder = HolderLine(kit.theme)
        composer.tabs.add_at_end(self.holder)
        composer.written.connect(self._begun)
        head.assign_asked.connect(self.take_or_assign)
        head.snooze_asked.connect(self.snooze_or_wake)
        head.tags_asked.connect(self.choose_tags)
        head.menu_opening.connect(self._add_to)
        self.holder.take_over_asked.connect(self._take_over)

    def show_header(self, header: ThreadHeader) -> None:
        """The open conversation as it is now."""
        if self._header is None or self._header.conversation_id != header.conversation_id:
            self._claimed = None
        self._header = header
        self._head.show_team(header, is_alone=self.is_alone)
        self.holder.show_holder(None if header.is_mine else header.assignee_name)

    @property
    def is_alone(self) -> bool:
        """Whether nobody else is in the team: then nothing needs to be taken."""
        return sum(member.is_active for member in self._kit.desk.members()) < 2

    # -- who has it

    def take_or_assign(self) -> None:
        """What nobody has is taken at once; else it is given to somebody."""
        if self._header is None:
            return
        if self._header.assignee_id is None:
            from ui.teamwork.acts import take

            take(self._kit, [self._header.conversation_id], self._toasts.show)
        else:
            self.choose_assignee()

    def choose_assignee(self) -> None:
        """Who has it from now on."""
        from ui.teamwork.assign_picker import open_assign

        if self._header is not None:
            open_assign(self._kit, [self._header.conversation_id], self._head.assign, self._toasts.show)

    def hand_over(self) -> None:
        """Give it away with a reason and what the next one must know."""
        from ui.teamwork.hand_over import open_hand_over

        if self._header is not None:
            open_hand_over(self._kit, [self._header.conversation_id], self._head, self._toasts.show)

    def _begun(self, text: str) -> None:
        """Whoever begins to answer what nobody has takes it; the hub tells when somebody else was faster."""
        header = self._header
        if header is None or not text.strip() or header.assignee_id is not None or self.is_alone:
            return
        key = (header.conversation_id, header.assignee_id)
        if key != self._claimed and self._kit.desk.setting("claim_on_answer"):
            self._claimed = key
            self._kit.tasks.spawn(self._kit.desk.claim(header.conversation_id), "claim")

    def _take_over(self) -> None:
        from ui.teamwork.acts import assign

        if self._header is not None:
            me = self._kit.desk.me().member_id
            assign(self._kit, [self._header.conversation_id], me, self._toasts.show)

    # -- aside, filed, ended

    def snooze_or_wake(self) -> None:
        """Snoozed until a time, or back from there."""
        header = self._header
        if header is None:
            return
        if header.is_snoozed:
            from ui.teamwork.acts import wake

            wake(self._kit, [header.conversation_id], self._toasts.show)
        else:
            from ui.teamwork.snooze_picker import open_snooze

            open_snooze(self._kit, [header.conversation_id], self._head.snooze_place, self._toasts.show)

    def choose_tags(self) -> None:
        """Under which words it is filed."""
        from ui.teamwork.tag_picker import open_tags

        if self._header is not None:
            open_tags(self._kit, [self._header.conversation_id], self._head.more, self._toasts.show)

    def end_or_reopen(self) -> None:
        """Ended with an outcome, or taken up again."""
        header = self._header
        if header is None:
            return
        if not header.is_closed:
            from ui.teamwork.close_sheet import open_close

            open_close(self._kit, [header.conversation_id], self._head, self._show_done)
            return
        conversation_id = header.conversation_id
        self._kit.tasks.spawn(self._kit.desk.reopen(conversation_id), "reopen")
        if (done := self._done_toasts.get(conversation_id)) is not None:
            done.dismiss()  # it offered what has just been done

    def _show_done(self, text: str, **how: object) -> Toast:
        toast = self._toasts.show(text, **how)  # type: ignore[arg-type]
        header = self._header
        if header is not None:
            conversation_id = header.conversation_id
            self._done_toasts[conversation_id] = toast
            toast.closed.connect(lambda: self._done_toasts.pop(conversation_id, None))
        return toast

    def _add_to(self, menu: Menu) -> None:
        """What the head's menu offers."""
        header = self._header
        if header is None:
            return
        menu.addSeparator()
        if not self.is_alone:
            if header.assignee_id is None:
                menu.add(_("Take"), self.take_or_assign, icon="user-check")
            menu.add(_("Assign to…"), self.choose_assignee, icon="user-plus")
            menu.add(_("Hand over…"), self.hand_over, icon="arrow-right-left")
        words = _("Bring back now") if header.is_snoozed else _("Snooze…")
        menu.add(words, self.snooze_or_wake, icon="alarm-clock")
        menu.add(_("Tags…"), self.choose_tags, icon="tag")
        row = self._kit.desk.inbox_row(header.conversation_id)
        if row is not None and row.waiting_since_at is not None:
            key = KEYS["waive"].sequence
            menu.add(_("No answer needed"), self.waive, icon="circle-check", key=key)
        menu.add(_("New task…"), self._add_task, icon="list-checks", key=KEYS["new_task"].sequence)
        if not header.unread_count:
            menu.add(_("Mark as unread"), self._mark_unread, icon="mail")
        menu.addSeparator()

    def _add_task(self) -> None:
        from app.domain.tasks import TaskAbout
        from ui.todo.sheet import open_sheet

        if self._header is not None:
            about = TaskAbout(conversation_id=self._header.conversation_id)
            open_sheet(self._kit, about, self._header.name, self._toasts.show, self._head)

    def waive(self) -> None:
        """Whoever waits there needs no answer."""
        from ui.teamwork.acts import waive

        if self._header is not None:
            waive(self._kit, [self._header.conversation_id], self._toasts.show)

    def _mark_unread(self) -> None:
        from ui.teamwork.acts import mark_unread

        if self._header is not None:
            mark_unread(self._kit, [self._header.conversation_id], self._toasts.show)


class HolderLine(QWidget):
    """At the end of the tabs: that a colleague has the conversation, with the way to take it over."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = Label(theme, role="small", ink="warning")
        self.link = Button(theme, _("Take it over"), kind="link", height="tiny")
        self.take_over_asked = self.link.clicked
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addWidget(self.link)
        self.hide()

    def show_holder(self, name: str | None) -> None:
        """Whose it is; None: one's own, or nobody's."""
        self.setVisible(name is not None)
        if name is not None:
            first = isolated(shown_name(name).split()[0])
            self.label.setText(_("{name} has this conversation").format(name=first))
            self.setAccessibleName(self.label.text())
