"""Voice messages: spoken, heard, sent, thrown away and had back, with a microphone that a test plays."""

import math
import struct
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.domain.errors import Refused
from app.domain.ids import ConversationId
from app.domain.rows import MessageRow
from tests.gui.rig import Rig, click, press, rig, until
from ui.conversation.writing.record_bar import RecordBar
from ui.conversation.writing.recorder import LONGEST_MS, NO_ICON_FROM_MS, Recorder, level_of
from ui.conversation.writing.voicing import Voicing

__all__ = ["rig"]

RATE = 8_000


class PlayedMicrophone:
    """Gives what a test says."""

    def __init__(self, failure: str = "") -> None:
        self.failure = failure
        self.starts = self.stops = 0
        self._take: Callable[[bytes, int, int], None] | None = None
        self._fail: Callable[[str], None] | None = None

    def start(self, take: Callable[[bytes, int, int], None], fail: Callable[[str], None]) -> None:
        self._take, self._fail = take, fail
        self.starts += 1
        if self.failure:
            fail(self.failure)

    def stop(self) -> None:
        self.stops += 1

    def is_on(self) -> bool:
        return self.starts > self.stops

    def speak(self, ms: int) -> None:
        assert self._take is not None
        count = RATE * ms // 1000
        wave = (round(9_000 * math.sin(number / 9)) for number in range(400))
        block = b"".join(struct.pack("<h", value) for value in wave)
        self._take((block * (count // 400 + 1))[: count * 2], RATE, 1)

    def break_off(self, code: str) -> None:
        assert self._fail is not None
        self._fail(code)


@pytest.fixture
def microphone(rig: Rig) -> PlayedMicrophone:
    found = PlayedMicrophone()
    rig.conversation.writer.voicing.source = found
    return found


def bar(rig: Rig) -> RecordBar:
    return rig.conversation.composer.record_bar


def voicing(rig: Rig) -> Voicing:
    return rig.conversation.writer.voicing


def recorder(rig: Rig) -> Recorder:
    return voicing(rig).recorder


def sent(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return [row for row in rig.desk.talks[conversation_id].messages if row.is_pending]


def start(rig: Rig) -> None:
    button = rig.conversation.composer.tools.record
    click(button, button.rect().center())


async def test_a_note_is_spoken_and_sent_by_mouse(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    rig.write("Half a text")
    start(rig)
    assert bar(rig).isVisible() and not rig.conversation.composer.box.isVisible() and microphone.is_on()
    microphone.speak(3_400)
    assert bar(rig).time.text() == "0:03" and len(recorder(rig).levels) == 34
    click(bar(rig).send_button, bar(rig).send_button.rect().center())
    assert not bar(rig).isVisible() and rig.conversation.composer.text == "Half a text"
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    row = sent(rig, conversation_id)[0]
    assert row.kind == "voice" and not row.text and not microphone.is_on()
    assert row.content is not None and row.content.media is not None
    assert abs((row.content.media.duration_ms or 0) - 3_400) < 30
    assert rig.desk.draft(conversation_id) == "Half a text"


async def test_the_keyboard_records_and_sends(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    rig.conversation.focus_composer()
    press(rig.conversation.composer.box, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert bar(rig).send_button.hasFocus()
    microphone.speak(1_000)
    press(bar(rig).send_button, Qt.Key.Key_Return)
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    assert rig.conversation.composer.box.hasFocus()


async def test_a_note_answers_the_quoted_message(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    quoted = rig.desk.talks[conversation_id].messages[0].message_id
    rig.conversation.writer.quote(quoted)
    start(rig)
    microphone.speak(1_000)
    assert rig.conversation.composer.quote.isVisible()
    voicing(rig).send()
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    assert sent(rig, conversation_id)[0].reply_message_id == quoted
    assert not rig.conversation.composer.quote.isVisible()


async def test_escape_throws_it_away_and_undo_has_it_back(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    start(rig)
    microphone.speak(4_000)
    press(bar(rig).send_button, Qt.Key.Key_Escape)
    assert not bar(rig).isVisible() and not microphone.is_on()
    toast = rig.conversation.toasts.toasts[-1]
    assert toast.text == "Recording thrown away" and toast.link is not None
    click(toast.link, toast.link.rect().center())
    assert bar(rig).isVisible() and bar(rig).play_button.isVisible()
    assert recorder(rig).duration_ms == 4_000
    voicing(rig).send()
    await until(lambda: len(sent(rig, conversation_id)) == 1)


async def test_it_can_be_heard_before_it_goes(rig: Rig, microphone: PlayedMicrophone) -> None:
    rig.open(3)
    start(rig)
    microphone.speak(2_000)
    click(bar(rig).stop_button, bar(rig).stop_button.rect().center())
    assert not microphone.is_on() and bar(rig).play_button.isVisible() and not bar(rig).dot.isVisible()
    whole = await recorder(rig)._wav("")
    assert whole[:4] == b"RIFF" and len(whole) == 44 + 2 * RATE * 2
    voicing(rig).cancel()


async def test_a_slip_is_no_note(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    start(rig)
    microphone.speak(200)
    voicing(rig).send()
    assert sent(rig, conversation_id) == [] and not bar(rig).isVisible()
    assert "too short" in rig.conversation.composer.notice.label.text


@pytest.mark.parametrize("code", ["microphone_missing", "microphone_forbidden"])
async def test_without_a_microphone_a_sentence_says_so(rig: Rig, code: str) -> None:
    voicing(rig).source = PlayedMicrophone(code)
    rig.open(3)
    start(rig)
    assert not bar(rig).isVisible() and "microphone" in rig.conversation.composer.notice.label.text
    assert code not in rig.conversation.composer.notice.label.text


async def test_what_was_spoken_before_the_microphone_broke_stays(
    rig: Rig, microphone: PlayedMicrophone
) -> None:
    rig.open(3)
    start(rig)
    microphone.speak(2_000)
    microphone.break_off("microphone_broken")
    assert recorder(rig).stage == "stopped" and bar(rig).isVisible()
    assert "no sound" in rig.conversation.composer.notice.label.text
    voicing(rig).cancel()


async def test_a_long_note_is_warned_of_and_the_longest_ends(rig: Rig, microphone: PlayedMicrophone) -> None:
    rig.open(3)
    start(rig)
    microphone.speak(NO_ICON_FROM_MS)
    assert "512 KB" in rig.conversation.composer.notice.label.text
    microphone.speak(LONGEST_MS - NO_ICON_FROM_MS)
    assert recorder(rig).stage == "stopped" and not microphone.is_on()
    assert "as long as" in rig.conversation.composer.notice.label.text
    voicing(rig).cancel()


async def test_another_conversation_keeps_it_for_later(rig: Rig, microphone: PlayedMicrophone) -> None:
    first = rig.open(3)
    start(rig)
    microphone.speak(1_500)
    rig.open(5)
    assert not bar(rig).isVisible() and not microphone.is_on()
    rig.panes.open(first)
    assert bar(rig).isVisible() and recorder(rig).duration_ms == 1_500
    voicing(rig).cancel()


async def test_a_note_that_cannot_be_made_comes_back(rig: Rig, microphone: PlayedMicrophone) -> None:
    conversation_id = rig.open(3)
    rig.desk.voice_refused = Refused("disk_full")
    start(rig)
    microphone.speak(1_500)
    voicing(rig).send()
    await until(lambda: bar(rig).isVisible())
    assert "disk is full" in rig.conversation.composer.notice.label.text
    assert sent(rig, conversation_id) == [] and recorder(rig).duration_ms == 1_500
    voicing(rig).cancel()


def test_levels_follow_the_loudest_sample() -> None:
    assert level_of(b"\0\0" * 100) == 0
    assert level_of(struct.pack("<h", -32768) * 100) == 255
    assert level_of(struct.pack("<h", 6_000) * 100) == 127
    assert level_of(b"\1") == 0
