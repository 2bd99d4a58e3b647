"""Pictures that the channel does not take become JPEGs that it does, in a process of their own."""

import random

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.sample_files import picture
from ui.media.recode import decoded_apart, jpeg, on_white, recode

LIMIT = 60_000


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Pictures are painted."""


def read(data: bytes) -> QImage:
    return QImage.fromData(data)


def noise(width: int, height: int) -> bytes:
    """A picture that no encoder makes small."""
    pixels = random.Random(7).randbytes(width * height * 4)
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32)
    return jpeg(image, 100)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF", "PNG"])
def test_every_type_becomes_a_jpeg_of_the_same_size(kind: str) -> None:
    made = recode(picture(kind, (120, 80)), 5 << 20)
    assert made is not None and made[:3] == b"\xff\xd8\xff"
    assert (read(made).width(), read(made).height()) == (120, 80)


def test_what_is_too_large_is_made_smaller_until_it_fits() -> None:
    large = noise(900, 700)
    assert len(large) > 10 * LIMIT
    made = recode(large, LIMIT)
    assert made is not None and len(made) <= LIMIT
    small = read(made)
    assert abs(small.width() / small.height() - 900 / 700) < 0.02 and small.width() < 900


def test_transparency_becomes_white() -> None:
    clear = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(QColor(0, 0, 0, 0))
    assert on_white(clear).pixelColor(3, 3) == QColor("white")


@pytest.mark.parametrize("data", [b"", b"no picture", picture("JPEG", (40, 40))[:30]])
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert recode(data, LIMIT) is None


def test_a_decoder_that_does_not_start_is_no_picture() -> None:
    assert decoded_apart(picture("JPEG"), ["/nowhere/at-all"]).isNull()
