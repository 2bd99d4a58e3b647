"""Strangers' pictures: decoded in a process of their own, with caps; a broken one breaks nothing."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.guards.logs import Expect
from ui.media.decoder import ANSWER, REQUEST, decoded, serve
from ui.media.decoder_process import DecoderProcess

FILL = QSize(248, 186)


def photo(width: int, height: int, form: str = "JPEG", orientation: int | None = None) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    picture.save(out, form, exif=exif)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("size", [(3000, 2000), (40, 900), (8, 8)])
def test_a_picture_fills_the_place_that_was_kept(form: str, size: tuple[int, int]) -> None:
    assert decoded(photo(*size, form), FILL).size() == FILL


def test_a_photo_stands_upright_as_the_camera_was_held() -> None:
    assert decoded(photo(300, 100, orientation=6), QSize()).size() == QSize(100, 300)


@pytest.mark.parametrize(
    "data",
    [b"", b"junk", b"<svg xmlns='http://www.w3.org/2000/svg'/>", bomb(30_000, 30_000)],
    ids=["nothing", "junk", "drawing", "bomb"],
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert decoded(data, FILL).isNull()


def test_half_a_photo_is_none(expect_qt: Expect) -> None:
    expect_qt("JPEG")
    assert decoded(photo(300, 200)[:100], FILL).isNull()


def test_the_process_answers_one_after_another() -> None:
    data = photo(30, 20, "PNG")
    asked = REQUEST.pack(30, 20, len(data)) + data + REQUEST.pack(9, 9, 4) + b"junk"
    out = io.BytesIO()
    assert serve(io.BytesIO(asked), out) == 0
    answers = out.getvalue()
    assert ANSWER.unpack_from(answers) == (30, 20)
    assert ANSWER.unpack_from(answers, ANSWER.size + 30 * 20 * 4) == (0, 0)


def test_a_picture_that_kills_the_decoder_is_broken_and_the_next_one_is_not(qtbot: QtBot) -> None:
    decoder = DecoderProcess()
    images: list[QImage] = []
    decoder.decode(photo(60, 40), QSize(6, 4), images.append)
    qtbot.waitUntil(lambda: len(images) == 1, timeout=20_000)
    decoder.decode(photo(4000, 4000), QSize(4000, 4000), images.append)
    decoder.kill()
    decoder.decode(photo(60, 40), QSize(6, 4), images.append)
    qtbot.waitUntil(lambda: len(images) == 3, timeout=20_000)
    decoder.close()
    assert [image.isNull() for image in images] == [False, True, False]


def test_without_a_decoder_every_picture_is_broken(qtbot: QtBot) -> None:
    decoder = DecoderProcess(["/nowhere/at/all"])
    images: list[QImage] = []
    decoder.decode(photo(6, 4), FILL, images.append)
    qtbot.waitUntil(lambda: len(images) == 1, timeout=20_000)
    decoder.close()
    assert images[0].isNull()


def test_a_film_shows_its_first_picture_and_what_only_claims_to_be_one_shows_none(qtbot: QtBot) -> None:
    film = (Path(__file__).parents[2] / "resources" / "stories" / "files" / "video-chair.mp4").read_bytes()
    decoder = DecoderProcess()
    images: list[QImage] = []
    decoder.decode(film, FILL, images.append)
    decoder.decode(film[:8] + b"junk" * 40, FILL, images.append)
    qtbot.waitUntil(lambda: len(images) == 2, timeout=20_000)
    decoder.close()
    assert [image.size() for image in images] == [FILL, QSize(0, 0)]
    shades = {images[0].pixelColor(x, 90).name() for x in range(0, 248, 8)}
    assert len(shades) > 5  # a picture, no single ground
