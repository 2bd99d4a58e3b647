"""Recording in the composer: microphone, bar and desk together."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ConversationId
from app.domain.media import VOICE_ICON_MAX_BYTES
from app.words import amounts, sentences
from app.words import gettext as _
from ui.conversation.composer import Composer
from ui.conversation.writing.answer import Answer, Attached
from ui.conversation.writing.microphone import Microphone
from ui.conversation.writing.recorder import NO_ICON_FROM_MS, SHORTEST_MS, Recorder, Recording, SoundSource
from ui.kit import Kit
from ui.media.shown_media import ShownMedia

UNDO_FROM_MS: Final = 2_000  # a note that is worth an undo when it is thrown away


class Voicing(QObject):
    """`note_ready(conversation_id, Answer)`, `said(conversation_id, sentence)`, `thrown_away(Recording)`."""

    note_ready = Signal(str, object)
    said = Signal(str, str)
    thrown_away = Signal(object)

    def __init__(self, kit: Kit, composer: Composer, media: ShownMedia, parent: QObject) -> None:
        super().__init__(parent)
        self._kit, self._composer, self._media = kit, composer, media
        self.conversation_id: ConversationId | None = None
        self.source: SoundSource = Microphone(self)
        self._recorder: Recorder | None = None
        self._is_warned = False
        bar = composer.record_bar
        bar.stop_asked.connect(lambda: self.recorder.stop())
        bar.play_asked.connect(self._play)
        bar.cancel_asked.connect(self.cancel)
        bar.send_asked.connect(self.send)

    @property
    def recorder(self) -> Recorder:
        """Made with the first note."""
        if self._recorder is None:
            recorder = self._recorder = Recorder(self._kit.tasks, self.source, self)
            recorder.changed.connect(self._show)
            recorder.failed.connect(self._failed)
            recorder.filled.connect(lambda: self._say(_("This is as long as a voice message can be.")))
        return self._recorder

    @property
    def is_busy(self) -> bool:
        """Whether the bar stands in the composer."""
        return self._recorder is not None and self._recorder.stage != "idle"

    def start(self) -> None:
        """Begin to record; a note that is there already is heard or sent first."""
        if self.is_busy or self.conversation_id is None:
            return
        self._media.sounds.stop()
        self._is_warned = False
        self._composer.notice.clear()
        self.recorder.start()
        if self.recorder.stage != "idle":
            self._composer.record_bar.focus_first()

    def cancel(self) -> None:
        """Throw it away; a longer one can be had back."""
        self.recorder.stop()
        recording = self.recorder.recording
        self.recorder.clear()
        self._composer.notice.clear()
        self._composer.focus_text()
        if recording.duration_ms >= UNDO_FROM_MS:
            self.thrown_away.emit(recording)

    def send(self) -> None:
        """Make a voice message of it and send it."""
        self.recorder.stop()
        recording = self.recorder.recording
        if recording.duration_ms < SHORTEST_MS:
            self.cancel()
            self._say(_("This was too short for a voice message. Speak, then send."))
            return
        self.recorder.clear()
        self._composer.notice.clear()
        self._composer.focus_text()
        if self.conversation_id is not None:
            self._kit.tasks.spawn(self._prepare(self.conversation_id, recording), "voice message")

    def restore(self, recording: Recording) -> None:
        """It was not sent after all, or is there again."""
        if not self.is_busy:
            self.recorder.restore(recording)

    def put_aside(self) -> Recording | None:
        """Another conversation is opened: what was spoken waits with this one."""
        if not self.is_busy:
            return None
        self.recorder.stop()
        recording = self.recorder.recording
        self.recorder.clear()
        return recording if recording.duration_ms >= SHORTEST_MS else None

    def close(self) -> None:
        """The window goes."""
        if self._recorder is not None:
            self._recorder.close()

    # -- inside

    async def _prepare(self, conversation_id: ConversationId, recording: Recording) -> None:
        try:
            made = await self._kit.desk.prepare_voice(recording.pcm, recording.rate_hz, recording.channels)
        except ComptoirError as error:
            made = Refused(error.code, error.facts)
        if isinstance(made, Refused):
            self.said.emit(conversation_id, sentences.refusal(made.code, made.facts))
            if conversation_id == self.conversation_id:
                self.restore(recording)
            return
        file = Attached(made.kind, made.media, _("Voice message"))
        self.note_ready.emit(conversation_id, Answer(files=(file,)))

    def _play(self) -> None:
        self._media.sounds.stop()
        self.recorder.toggle_play()

    def _show(self) -> None:
        recorder = self.recorder
        self._composer.record_bar.show_recorder(recorder)
        self._composer.set_recording(is_recording=recorder.stage != "idle")
        if recorder.stage == "recording" and not self._is_warned and recorder.duration_ms >= NO_ICON_FROM_MS:
            self._is_warned = True
            self._say(sentences.refusal("voice_no_icon", {"limit": self._icon_limit()}))

    def _icon_limit(self) -> str:
        return amounts.size(VOICE_ICON_MAX_BYTES, self._kit.formats.language)

    def _failed(self, code: str) -> None:
        self._say(sentences.refusal(code, {}))

    def _say(self, sentence: str) -> None:
        if self.conversation_id is not None:
            self.said.emit(self.conversation_id, sentence)
