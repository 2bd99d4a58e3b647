"""Samples of every form that microphones give become 16 bits, low byte first."""

import struct

import pytest
from PySide6.QtMultimedia import QAudioFormat

from ui.conversation.writing.microphone import Microphone, to_16_bit

FORMS = QAudioFormat.SampleFormat


def layout(form: QAudioFormat.SampleFormat) -> QAudioFormat:
    found = QAudioFormat()
    found.setSampleFormat(form)
    return found


@pytest.mark.parametrize(
    ("form", "samples"),
    [
        (FORMS.Int16, struct.pack("<3h", 0, 16384, -32768)),
        (FORMS.Float, struct.pack("<3f", 0.0, 0.5, -1.5)),
        (FORMS.Int32, struct.pack("<3i", 0, 16384 << 16, -(1 << 31))),
        (FORMS.UInt8, bytes([128, 192, 0])),
    ],
)
def test_every_form_of_samples(form: QAudioFormat.SampleFormat, samples: bytes) -> None:
    found = struct.unpack("<3h", to_16_bit(samples, layout(form)))
    assert found[0] == 0 and abs(found[1] - 16384) < 3 and found[2] <= -32767


def test_half_a_sample_is_left_out() -> None:
    assert to_16_bit(b"\0" * 7, layout(FORMS.Float)) == b"\0\0"


def test_a_microphone_that_was_never_started_stops() -> None:
    Microphone().stop()
