"""What a person does in the composer, joined to the desk: drafts, quotes, files, emoji, voice, forms."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.desk.desk import Composed, Refusal
from app.domain.contents import Content
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import Changes, MessageRow
from app.domain.spelling import guess_language
from app.words import gettext as _
from app.words import sentences
from ui.conversation.composer import Composer
from ui.conversation.writing.answer import Answer, Attached, answer_of, joined
from ui.conversation.writing.attaching import PICTURES, SOUNDS, STICKERS, Attaching
from ui.conversation.writing.forms import Forms
from ui.conversation.writing.kept import Begun, Kept
from ui.conversation.writing.my_words import MyWords
from ui.conversation.writing.newer_answer import NewerAnswer, newer_words
from ui.conversation.writing.quote_strip import quoted_words
from ui.conversation.writing.sending import Sending
from ui.conversation.writing.spelling import Spelling
from ui.conversation.writing.voicing import Voicing
from ui.kit import Kit
from ui.media.shown_media import ShownMedia
from ui.widgets.emoji_picker import EmojiPicker, recent_after
from ui.widgets.menu import Menu

LANGUAGE_ROWS: Final = 30  # so many messages tell which language a customer writes
WRITTEN: Final = frozenset({"send.text", "send.message", "schedule.add"})  # commands that the composer makes
EMOJI_PLACE: Final = "emoji"  # what the place is called under which the lately used emoji are kept


class Writer(QObject):
    """`refused(conversation_id, sentence)`: said as a toast when it is about another conversation than the open one."""

    refused = Signal(str, str)

    def __init__(self, kit: Kit, composer: Composer, media: ShownMedia, sending: Sending) -> None:
        super().__init__(composer)
        self._kit, self._composer, self._sending = kit, composer, sending
        self._kept = Kept(kit.desk, kit.begun)
        self._conversation_id: ConversationId | None = None
        self._is_opening = False
        self._newer = NewerAnswer(kit.desk.me().name)
        self.attaching = Attaching(kit, composer.files, composer)
        self.voicing = Voicing(kit, composer, media, self)
        self.forms = Forms(kit, composer, sending)
        self.spelling = Spelling(kit.theme, composer.box, MyWords(kit.desk))
        self.spelling.set_on(is_on=bool(kit.desk.setting("spelling")))
        self._connect(media)

    def _connect(self, media: ShownMedia) -> None:
        composer, sending = self._composer, self._sending
        composer.written.connect(self._keep_draft)
        composer.changed.connect(self._keep_begun)
        composer.send_asked.connect(self._send)
        composer.files_given.connect(self.attaching.add)
        composer.tools.emoji_asked.connect(self.choose_emoji)
        composer.tools.attach_asked.connect(self.open_attach_menu)
        composer.tools.record_asked.connect(self.record)
        media.repaint.connect(lambda _sha256: composer.files.repaint_pictures())
        self._kit.bridge.changed.connect(self._changed)
        self.attaching.said.connect(self.say)
        self.attaching.ended.connect(composer.focus_text)
        self.attaching.late.connect(self._file_came_late)
        self.voicing.note_ready.connect(self._send_note)
        self.voicing.said.connect(self.say)
        sending.sent.connect(lambda where, _id: self._kept.store(ConversationId(where)))
        sending.came_back.connect(self.give_back)
        sending.form_came_back.connect(self._form_came_back)
        sending.said.connect(self.say)

    # -- which conversation

    def open(self, conversation_id: ConversationId | None) -> None:
        """Leave what was begun where it is, and show what was begun here."""
        self._leave()
        is_other = conversation_id != self._conversation_id
        self._conversation_id = self.attaching.conversation_id = conversation_id
        self.forms.conversation_id = self.voicing.conversation_id = conversation_id
        if conversation_id is None:
            return
        if is_other:
            self._newer.begin(self._kit.desk.page(conversation_id, limit=LANGUAGE_ROWS))
        begun = self._kept.begun(conversation_id)
        self.spelling.set_language(self._language_of(conversation_id))
        self._show(replace(begun.answer, text=self._kit.desk.draft(conversation_id)))
        if begun.voice is not None:
            self.voicing.restore(begun.voice)
        form = self._kept.form(conversation_id)
        if form is not None:
            self._offer_form(form, _("A message of yours was not sent."))

    def _leave(self) -> None:
        if self._conversation_id is None:
            return
        self._kept.keep(self._conversation_id, Begun(self._composer.answer, self.voicing.put_aside()))

    def close_down(self) -> None:
        """The window goes: the microphone is given back."""
        self._leave()
        self.voicing.close()
        self.spelling.close()

    def _show(self, answer: Answer) -> None:
        """All of an answer, with the words of the message that it quotes."""
        self._is_opening = True
        reply_to = answer.reply_to
        row = self._kit.desk.message(reply_to) if reply_to is not None else None
        header = self._kit.desk.header(row.conversation_id) if row is not None else None
        if row is None:
            answer = replace(answer, reply_to=None)
        name, text = quoted_words(row, header.name if header else "") if row is not None else ("", "")
        self._composer.set_answer(answer, name, text)
        self._is_opening = False

    def _language_of(self, conversation_id: ConversationId) -> str:
        """What the customer writes in; where that is not clear, what the person reads in."""
        rows = self._kit.desk.page(conversation_id, limit=LANGUAGE_ROWS)
        guessed = guess_language(row.text for row in rows if row.direction == "in" and row.text)
        return guessed or self._kit.formats.language

    def _changed(self, changes: Changes) -> None:
        if "spelling" in changes.settings:
            self.spelling.set_on(is_on=bool(self._kit.desk.setting("spelling")))

    # -- writing

    def quote(self, message_id: MessageId) -> None:
        """Answer this message."""
        if self._composer.is_locked:
            return
        self._show(replace(self._composer.answer, reply_to=message_id))
        self._keep_begun()
        if not self.voicing.is_busy:
            self._composer.focus_text()

    def choose_emoji(self) -> None:
        """The picker above its button."""
        picker = self.emoji_picker()
        picker.chosen.connect(self._put_emoji)
        picker.open_above(self._composer.tools.emoji)

    def emoji_picker(self) -> EmojiPicker:
        """A picker that begins with the lately used ones and remembers what is chosen."""
        recent = self._kit.desk.last_place().get(EMOJI_PLACE, "").split()
        picker = EmojiPicker(self._kit.theme, recent, self._composer)
        picker.chosen.connect(lambda emoji: self._remember_emoji(recent, emoji))
        return picker

    def _remember_emoji(self, recent: list[str], emoji: str) -> None:
        self._kit.desk.remember_place(**{EMOJI_PLACE: " ".join(recent_after(recent, emoji))})

    def _put_emoji(self, emoji: str) -> None:
        self._composer.box.insert(emoji)
        self._composer.focus_text()

    def open_attach_menu(self) -> None:
        """Files, and what the customer can choose from."""
        if self._composer.is_locked or self.voicing.is_busy:
            return
        attaching = self.attaching
        menu = Menu(self._kit.theme, _("Attach"), self._composer)
        photo, sound, sticker = _("Photo or video…"), _("Sound…"), _("Sticker…")
        menu.add(photo, lambda: attaching.choose(None, photo.rstrip("…"), PICTURES), icon="image")
        menu.add(_("Document…"), lambda: attaching.choose("document", _("Document")), icon="file-text")
        menu.add(sound, lambda: attaching.choose("audio", sound.rstrip("…"), SOUNDS), icon="volume-2")
        menu.add(sticker, lambda: attaching.choose("sticker", sticker.rstrip("…"), STICKERS), icon="sticker")
        self.forms.add_to(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_above(self._composer.tools.attach)

    def record(self) -> None:
        """Begin a voice message."""
        if not self._composer.is_locked:
            self.voicing.start()

    def _keep_draft(self, text: str) -> None:
        if self._conversation_id is not None:
            if not self._kit.desk.draft(
                self._conversation_id
            ):  # what stands there was seen before the first letter
                self._newer.begin(self._kit.desk.page(self._conversation_id, limit=LANGUAGE_ROWS))
            self._kit.desk.save_draft(self._conversation_id, text)

    def _keep_begun(self) -> None:
        if self._conversation_id is not None and not self._is_opening:
            self._kept.keep(self._conversation_id, Begun(self._composer.answer))

    # -- sending

    def _send(self, answer: Answer) -> None:
        """A colleague's answer that came while this one was written is shown first; then Enter sends."""
        if self._conversation_id is not None and (answer.is_anyway or not self._tell_newer()):
            self._show(Answer())  # at once, so that a second Enter finds nothing to send
            self._kept.set_aside(self._conversation_id, Begun())
            self._sending.send(self._conversation_id, answer)

    def _tell_newer(self) -> bool:
        row = self._newest_of_others()
        if row is None:
            return False
        self._newer.told(row)
        self._composer.say(newer_words(row, self._kit.formats), _("Send anyway"))
        return True

    def _newest_of_others(self) -> MessageRow | None:
        if self._conversation_id is None:
            return None
        return self._newer.newer(self._kit.desk.page(self._conversation_id, limit=LANGUAGE_ROWS))

    def planned(self, conversation_id: ConversationId, answer: Answer) -> None:
        """What is written goes out later: the box is empty, unless something else was written meanwhile."""
        if conversation_id == self._conversation_id and self._composer.answer == answer:
            self._show(Answer())
            self._kept.keep(conversation_id, Begun())

    def _send_note(self, conversation_id: ConversationId, answer: Answer) -> None:
        """A voice message goes alone; the text in the box stays, the quote goes with it."""
        if conversation_id == self._conversation_id:
            answer = replace(answer, reply_to=self._composer.answer.reply_to)
            self._composer.set_quote(None)
            self._keep_begun()
        self._sending.send(conversation_id, answer)

    # -- what comes back

    def give_back(self, conversation_id: ConversationId, back: Answer) -> None:
        """What did not go out stands before what was written meanwhile, here or in what is kept."""
        is_here = conversation_id == self._conversation_id
        begun = self._kept.begun(conversation_id)
        written = self._composer.answer if is_here else begun.answer
        text = self._composer.text if is_here else self._kit.desk.draft(conversation_id)
        whole = joined(back, replace(written, text=text))
        self._kit.desk.save_draft(conversation_id, whole.text)
        self._kept.keep(conversation_id, Begun(whole, begun.voice))
        if is_here:
            self._show(whole)
            if not self.voicing.is_busy:
                self._composer.focus_text()

    def hub_refused(self, refusal: Refusal) -> None:
        """A stored send did not happen: what it was made of is in the composer again, and why."""
        conversation_id, command = refusal.conversation_id, refusal.command
        if conversation_id is None:
            return
        sentence = sentences.refusal(refusal.code, refusal.facts)
        composed = composed_of(command)
        answer = answer_of(composed) if composed is not None else None
        if answer is not None:
            self.give_back(conversation_id, answer)
        elif (
            composed is not None and composed.kind != "reaction" and conversation_id == self._conversation_id
        ):
            self._offer_form(composed, sentence)
            return
        self.say(conversation_id, sentence, refusal.code if composed is not None else "")

    def say(self, conversation_id: ConversationId, sentence: str, code: str = "") -> None:
        """A sentence above the tools, or elsewhere when it is about another conversation."""
        if conversation_id == self._conversation_id:
            self._composer.say(sentence, _("Send anyway") if code == "newer_answer" else "")
        else:
            self.refused.emit(conversation_id, sentence)

    def _file_came_late(self, conversation_id: ConversationId, file: Attached) -> None:
        self.give_back(conversation_id, Answer(files=(file,)))

    def _form_came_back(self, conversation_id: ConversationId, form: Composed, sentence: str) -> None:
        if conversation_id != self._conversation_id:
            self._kit.desk.keep_attached(conversation_id, form)
            if sentence:
                self.refused.emit(conversation_id, sentence)
        elif sentence:
            self._offer_form(form, sentence)
        else:
            self.forms.reopen(form)

    def _offer_form(self, form: Composed, sentence: str) -> None:
        self._composer.say(sentence, _("Open it again"), lambda: self._reopen(form))

    def _reopen(self, form: Composed) -> None:
        self._composer.notice.clear()
        if self._conversation_id is not None:
            self._kept.forget_form(self._conversation_id)
        self.forms.reopen(form)


def composed_of(command: object) -> Composed | None:
    """What a refused command was made of; None for what was not written in the composer."""
    if getattr(command, "KIND", "") not in WRITTEN:
        return None
    kind: str = getattr(command, "kind", "text")
    content: Content | None = getattr(command, "content", None)
    reply_to: MessageId | None = getattr(command, "reply_to", None)
    return Composed(kind, getattr(command, "text", ""), content, reply_to)
