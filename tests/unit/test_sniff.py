"""The content decides: every type that we know by its first bytes, and everything that pretends to be another."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.file_facts import FileFacts
from app.domain.file_names import disk_name, may_run, shown_file_name
from app.domain.sniff import sniff, sniff_bytes
from tests import sample_files as make

OFFICE = "[Content_Types].xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TYPES = [
    (make.picture("JPEG"), "image/jpeg"),
    (make.picture("PNG"), "image/png"),
    (make.picture("WEBP"), "image/webp"),
    (make.picture("GIF"), "image/gif"),
    (make.picture("BMP"), "image/bmp"),
    (make.picture("TIFF"), "image/tiff"),
    (make.film(make.VIDEO, make.AUDIO), "video/mp4"),
    (make.film(make.VIDEO, brand=b"3gp5"), "video/3gpp"),
    (make.film(make.VIDEO, brand=b"qt  "), "video/quicktime"),
    (make.film(make.AUDIO), "audio/mp4"),
    (make.film(make.AUDIO, brand=b"M4A "), "audio/mp4"),
    (make.film(brand=b"heic"), "image/heic"),
    (make.film(brand=b"avif"), "image/avif"),
    (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
    (make.sound("OGG", "OPUS"), "audio/ogg"),
    (make.sound("OGG", "VORBIS"), "audio/ogg"),
    (make.sound("MP3"), "audio/mpeg"),
    (b"ID3\x03\0\0\0\0\0\x0a" + bytes(10) + make.sound("MP3"), "audio/mpeg"),
    (make.sound("WAV"), "audio/wav"),
    (make.sound("FLAC"), "audio/flac"),
    (make.adts(), "audio/aac"),
    (b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50, "audio/amr"),
    (make.PDF, "application/pdf"),
    (make.archive("a.txt"), "application/zip"),
    (make.archive(OFFICE, "word/document.xml"), DOCX),
    (
        make.archive(OFFICE, "xl/workbook.xml"),
        DOCX.replace("wordprocessingml.document", "spreadsheetml.sheet"),
    ),
    (
        make.archive(OFFICE, "ppt/presentation.xml"),
        DOCX.replace("wordprocessingml.document", "presentationml.presentation"),
    ),
    (
        make.archive(first=("mimetype", b"application/vnd.oasis.opendocument.text")),
        "application/vnd.oasis.opendocument.text",
    ),
    (make.ole("WordDocument"), "application/msword"),
    (make.ole("Workbook"), "application/vnd.ms-excel"),
    (make.ole("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    (b"{\\rtf1\\ansi hello}", "application/rtf"),
    ("Déjà vu, à bientôt\n".encode(), "text/plain"),
    ("Déjà vu\n".encode("latin-1"), "text/plain"),
    ("\ufeffnom;prix\n".encode("utf-16"), "text/plain"),
    (b"BEGIN:VCARD\nVERSION:3.0\n", "text/vcard"),
    (b"BEGIN:VCALENDAR\n", "text/calendar"),
    (b"", "application/octet-stream"),
    (bytes(range(256)), "application/octet-stream"),
]
DANGEROUS = [
    (b"MZ\x90\0" + bytes(200), ".exe"),
    (b"\x7fELF" + bytes(60), ".bin"),
    (b"\xcf\xfa\xed\xfe" + bytes(60), ".bin"),
    (b"#!/bin/sh\nrm -rf ~\n", ".sh"),
    (b"<!DOCTYPE html><script>x</script>", ".html"),
    (b"  \n<html><body>", ".html"),
    (b"<!-- a --><SCRIPT>", ".html"),
    (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>", ".svg"),
    (b"<?xml version='1.0'?><!DOCTYPE svg><svg/>", ".svg"),
    ("<html>".encode("utf-16"), ".html"),
    (b"[InternetShortcut]\nURL=file://server/x", ".url"),
    (make.archive("META-INF/MANIFEST.MF"), ".jar"),
    (make.archive(OFFICE, "word/document.xml", "word/vbaProject.bin"), ".docm"),
    (make.ole("Property"), ".bin"),
    (bytes(32_769) + b"CD001" + bytes(100), ".iso"),
]


@pytest.mark.parametrize(("data", "mime"), TYPES, ids=[mime for _, mime in TYPES])
def test_the_content_says_what_it_is(data: bytes, mime: str) -> None:
    facts = sniff_bytes(data)
    assert facts.mime == mime
    assert not facts.is_dangerous


@pytest.mark.parametrize(("data", "extension"), DANGEROUS)
def test_what_may_run_is_called_dangerous(data: bytes, extension: str) -> None:
    facts = sniff_bytes(data)
    assert facts.is_dangerous
    assert facts.extension == extension


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_pixels_are_counted_without_decoding(kind: str) -> None:
    facts = sniff_bytes(make.picture(kind, (123, 45)))
    assert (facts.width_px, facts.height_px) == (123, 45)


def test_a_lossless_webp_is_measured_too() -> None:
    facts = sniff_bytes(make.picture("WEBP", (77, 33), lossless=True))
    assert (facts.width_px, facts.height_px) == (77, 33)


def test_a_jpeg_with_a_long_preface_is_measured() -> None:
    plain = make.picture("JPEG", (64, 48))
    comment = b"\xff\xfe\xff\xff" + bytes(0xFFFF - 2)
    facts = sniff_bytes(plain[:2] + comment * 9 + plain[2:])
    assert (facts.width_px, facts.height_px) == (64, 48)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_told_from_a_still_one(kind: str) -> None:
    assert sniff_bytes(make.moving(kind)).is_animated
    assert not sniff_bytes(make.picture(kind)).is_animated


@pytest.mark.parametrize(
    ("kind", "mode", "is_simple"),
    [("JPEG", "RGB", True), ("JPEG", "L", False), ("JPEG", "CMYK", False), ("PNG", "RGB", True), ("PNG", "RGBA", True),
     ("PNG", "L", False)],
)  # fmt: skip
def test_pictures_that_phones_may_not_show_are_told(kind: str, mode: str, is_simple: bool) -> None:
    assert sniff_bytes(make.picture(kind, mode=mode)).is_simple_picture is is_simple


@pytest.mark.parametrize(
    ("kind", "subtype"), [("OGG", "OPUS"), ("OGG", "VORBIS"), ("MP3", None), ("WAV", None), ("FLAC", None)]
)
def test_sound_tells_its_length(kind: str, subtype: str | None) -> None:
    found = sniff_bytes(make.sound(kind, subtype, seconds=2.0)).duration_ms
    assert found is not None
    assert abs(found - 2000) < 90


def test_the_length_of_frames_is_an_estimate() -> None:
    assert sniff_bytes(b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50).duration_ms == 1000
    assert sniff_bytes(make.adts(94)).duration_ms == 94 * 1024 * 1000 // 48_000


def test_a_film_tells_its_tracks_also_when_they_are_described_last() -> None:
    for is_last in (False, True):
        facts = sniff_bytes(make.film(make.VIDEO, make.AUDIO, is_moov_last=is_last, padding=70_000))
        assert (facts.video_codec, facts.audio_codec) == ("avc1", "mp4a")
        assert (facts.width_px, facts.height_px, facts.duration_ms, facts.channels) == (640, 360, 2500, 2)


def test_the_codec_of_ogg_is_told() -> None:
    facts = sniff_bytes(make.sound("OGG", "OPUS", channels=2))
    assert (facts.audio_codec, facts.channels) == ("opus", 2)
    assert sniff_bytes(make.sound("OGG", "VORBIS")).audio_codec == "vorbis"


def test_a_pixel_bomb_is_seen_before_anything_is_decoded() -> None:
    bomb = bytearray(make.picture("PNG"))
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    assert sniff_bytes(bytes(bomb)).is_pixel_bomb
    bomb[16:24] = struct.pack(">II", 1, 65_000)
    assert sniff_bytes(bytes(bomb)).is_pixel_bomb
    assert not sniff_bytes(make.picture("PNG", (400, 300))).is_pixel_bomb


def test_a_large_file_is_looked_at_in_small_parts() -> None:
    data = make.film(make.VIDEO, make.AUDIO, is_moov_last=True, padding=30_000_000)
    read = 0

    def part(start: int, length: int) -> bytes:
        nonlocal read
        found = data[start : start + length]
        read += len(found)
        return found

    assert sniff(part, len(data)).video_codec == "avc1"
    assert read < 100_000


@given(st.binary(max_size=300), st.sampled_from(TYPES + DANGEROUS), st.integers(0, 1 << 30))
def test_no_content_breaks_it(noise: bytes, seed: tuple[bytes, str], at: int) -> None:
    data = bytearray(seed[0][:60_000])
    place = at % (len(data) + 1)
    data[place : place + len(noise)] = noise
    for content in (bytes(data), bytes(data[:place]), noise):
        facts = sniff_bytes(content)
        assert isinstance(facts, FileFacts)
        assert facts.duration_ms is None or facts.duration_ms >= 0


def test_endless_structures_end() -> None:
    chance = random.Random(3)
    heads = [b"\xff\xd8\xff", b"GIF89a", b"PK\x03\x04", box_head(), b"OggS", b"RIFF\0\0\0\0WAVE"]
    for head in heads:
        for fill in (b"\0", b"\xff", bytes([chance.randrange(256)])):
            sniff_bytes(head + fill * 200_000)


def box_head() -> bytes:
    return make.box(b"ftyp", b"isom") + struct.pack(">I", 8) + b"free"


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("quote.pdf", ".pdf", "quote.pdf"),
        ("invoice.pdf.exe", ".pdf", "invoice.pdf.pdf"),
        ("../../../etc/passwd", ".txt", "passwd.txt"),
        ("C:\\Windows\\system32\\evil.dll", ".exe", "evil.exe"),
        ("con.txt", ".txt", "file con.txt"),
        ("photo\u202egpj.exe", ".jpg", "photogpj.jpg"),
        ("a\0b\nc.png", ".png", "abc.png"),
        ("tarifs.csv", ".txt", "tarifs.csv"),
        ("tarifs.csv", ".pdf", "tarifs.pdf"),
        ("run.bat", ".txt", "run.txt"),
        ("...", ".jpg", "file.jpg"),
        (None, ".jpg", "file.jpg"),
        ("", ".jpg", "file.jpg"),
        ('a<b>:"|?*.png', ".png", "a_b______.png"),
        ("é" * 300 + ".docx", ".docx", "é" * 80 + ".docx"),
    ],
)
def test_only_a_harmless_name_reaches_a_disk(name: str | None, extension: str, expected: str) -> None:
    assert disk_name(name, extension) == expected


def test_a_shown_name_hides_nothing() -> None:
    assert shown_file_name("../x/photo\u202egpj.exe\n") == "photogpj.exe"


@pytest.mark.parametrize(
    ("name", "mime", "runs"),
    [
        ("a.BAT", "text/plain", True),
        ("a.txt", "text/plain", False),
        ("a", None, False),
        (None, None, False),
        ("x.js", None, True),
        ("photo.jpg", "application/vnd.microsoft.portable-executable", True),
        ("a.pdf", "text/html; charset=utf-8", True),
        ("a.pdf", "application/pdf", False),
    ],
)
def test_a_file_may_run_by_its_name_or_by_its_content(name: str | None, mime: str | None, runs: bool) -> None:
    assert may_run(name, mime) is runs


@pytest.mark.parametrize(("data", "extension"), DANGEROUS)
def test_whatever_is_dangerous_is_so_by_its_type_too(data: bytes, extension: str) -> None:
    assert may_run("harmless", sniff_bytes(data).mime)
    assert not may_run("harmless", "application/zip")
