"""The file itself: which text is the chat, encodings, and everything that a file must not be."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk.imports.container import open_export
from app.desk.imports.encoding import LONGEST
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.watching import Watch
from app.desk.imports.zip_guard import MOST_ENTRIES
from tests.unit.export_files import ANDROID, IOS, read, written, zipped

PHOTO = "IMG-20260131-WA0003.jpg"


def refused(path: Path) -> str:
    with pytest.raises(ExportRefused) as caught:
        read(path)
    assert caught.value.facts["file"] == path.name
    return caught.value.code


# ------------------------------------------------------------------ which text


@pytest.mark.parametrize(
    "names",
    [
        ["00000003-WhatsApp rules.txt", "_chat.txt"],
        ["notes.txt", "WhatsApp Chat with Ana Field.txt"],
        ["notes.txt", "Discussion avec Ana.txt"],
        ["about WhatsApp.txt", "WhatsApp Chat with Ana Field.txt"],
        ["__MACOSX/Export/._chat.txt", "__MACOSX/_chat.txt", "Export/_chat.txt"],
    ],
)
def test_the_chat_is_found_among_other_texts(tmp_path: Path, names: list[str]) -> None:
    entries: dict[str, str | bytes] = dict.fromkeys(names[:-1], "just words\n")
    path = zipped(tmp_path, entries | {names[-1]: ANDROID.format("hi")})
    assert [m.text for m in read(path).messages] == ["hi"]


def test_files_are_linked_to_the_zips_entries(tmp_path: Path) -> None:
    chat = ANDROID.format(f"{PHOTO} (file attached)") + ANDROID.format(
        "IMG-20260131-WA0004.jpg (file attached)"
    )
    path = zipped(tmp_path, {"Export/WhatsApp Chat with Ana.txt": chat, f"Export/{PHOTO}": b"jpeg bytes"})
    found = read(path)
    assert (found.preview.media_present, found.preview.media_missing) == (1, 1)
    with open_export(path) as export, export.open_media(export.media[PHOTO]) as stream:
        assert stream.read() == b"jpeg bytes"


def test_files_beside_an_old_bare_text_are_found(tmp_path: Path) -> None:
    (tmp_path / PHOTO).write_bytes(b"jpeg bytes")
    (tmp_path / "private.pdf").write_bytes(b"not for the chat")
    (tmp_path / "IMG-20260131-WA0004.jpg").symlink_to(tmp_path / "private.pdf")
    chat = ANDROID.format(f"{PHOTO} (file attached)") + ANDROID.format("private.pdf (file attached)")
    path = written(tmp_path, chat)
    assert read(path).preview.media_present == 1
    with open_export(path) as export:
        assert list(export.media) == [PHOTO]
        with export.open_media(export.media[PHOTO]) as stream:
            assert stream.read() == b"jpeg bytes"


@pytest.mark.parametrize(
    ("name", "chat"),
    [
        ("WhatsApp Chat with Ana Field.txt", "Ana Field"),
        ("WhatsApp Chat mit Ana Field.txt", "Ana Field"),
        ("Chat de WhatsApp con Ana Field.txt", "Ana Field"),
        ("Conversa do WhatsApp com Ana Field.txt", "Ana Field"),
        ("Discussion WhatsApp avec Ana Field.txt", "Ana Field"),
        ("Chat WhatsApp con Ana Field.txt", "Ana Field"),
        ("WhatsApp Chat with Ana Field(1).txt", "Ana Field"),
        ("WhatsApp Chat with Ana Field (2).txt", "Ana Field"),
        ("chat.txt", None),
    ],
)
def test_the_chats_name_is_in_the_files_name(tmp_path: Path, name: str, chat: str | None) -> None:
    assert read(written(tmp_path, ANDROID.format("hi"), name)).preview.chat_name == chat


def test_the_chats_name_of_an_iphone_is_in_the_zips_name(tmp_path: Path) -> None:
    found = read(zipped(tmp_path, {"_chat.txt": IOS.format("hi")})).preview
    assert (found.chat_name, found.platform) == ("Ana Field", "ios")


# ------------------------------------------------------------------ encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ending: str) -> None:
    text = (ANDROID.format("déjà vu à Orléans") + ANDROID.format("one\ntwo")).replace("\n", ending)
    found = read(written(tmp_path, text.encode(encoding)))
    assert [m.text for m in found.messages] == ["déjà vu à Orléans", "one\ntwo"]
    assert found.preview.lines == 3


def test_a_mark_of_encoding_at_every_line(tmp_path: Path) -> None:
    text = "".join(
        "\ufeff" + line + "\n" for line in (IOS.format("one") + "two\n" + IOS.format("three")).splitlines()
    )
    assert [m.text for m in read(written(tmp_path, text)).messages] == ["one\ntwo", "three"]


def test_a_few_broken_bytes_are_replaced(tmp_path: Path) -> None:
    text = (ANDROID.format("Zoë ☕ ist da") * 3).encode() + ANDROID.format("x").encode().replace(
        b"x", b"\xff"
    )
    assert [m.text for m in read(written(tmp_path, text)).messages][2:] == ["Zoë ☕ ist da", "\ufffd"]


# ------------------------------------------------------------------ what is no export


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export_empty"),
        (b"\n\n\n", "export_not_a_chat"),
        (b"just a letter\nof two lines\n", "export_not_a_chat"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "export_not_a_chat"),
        (bytes(range(256)) * 40, "export_not_a_chat"),
        (b"\0" * 4096, "export_not_a_chat"),
        (b"2026-01-31 21:05:00: server started\n" * 30, "export_not_a_chat"),
        (b"text\n" * 30 + ANDROID.format("hi").encode(), "export_not_a_chat"),
        (b"99/99/2026, 21:05 - Ana: hi\n", "export_not_a_chat"),
        (b"PK but no zip", "export_damaged"),
        (b"PK\x05\x06" + bytes(18), "export_no_text"),
        ("\ufeff".encode("utf-16-le"), "export_not_a_chat"),
    ],
)
def test_files_that_are_no_export(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(written(tmp_path, content)) == code


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.txt") == "export_unreadable"
    assert refused(tmp_path) == "export_not_a_chat"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(tmp_path / "pipe.txt") == "export_not_a_chat"


@pytest.mark.parametrize("entries", [{}, {PHOTO: b"x"}, {"notes.txt": "words\n"}, {"notes.txt": b"\0\1\2"}])
def test_zips_without_a_chat(tmp_path: Path, entries: dict[str, str | bytes]) -> None:
    assert refused(zipped(tmp_path, entries)) == "export_no_text"


def test_an_empty_chat_in_a_zip(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path, {"_chat.txt": ""})) == "export_empty"


def test_a_zip_that_breaks_off_or_was_changed(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": "".join(ANDROID.format(f"line {n}") for n in range(20_000))})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path) == "export_damaged"
    path.write_bytes(whole[:5000] + bytes(byte ^ 0xFF for byte in whole[5000:5100]) + whole[5100:])
    assert refused(path) == "export_damaged"


# ------------------------------------------------------------------ bombs and tricks


def test_a_bomb_in_the_chat_itself(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path, {"_chat.txt": ANDROID.format("hi") + "x" * (64 << 20)})) == "export_bomb"


def test_a_bomb_beside_the_chat(tmp_path: Path) -> None:
    assert (
        refused(zipped(tmp_path, {"_chat.txt": ANDROID.format("hi"), PHOTO: bytes(64 << 20)}))
        == "export_bomb"
    )


def test_many_small_bombs(tmp_path: Path) -> None:
    entries: dict[str, str | bytes] = {f"{n}.jpg": bytes(8 << 20) for n in range(8)}
    entries["_chat.txt"] = ANDROID.format("hi")
    assert refused(zipped(tmp_path, entries)) == "export_bomb"


def test_more_entries_than_any_chat_has(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("_chat.txt", ANDROID.format("hi"))
        for n in range(MOST_ENTRIES):
            made.writestr(f"{n}", "")
    assert refused(path) == "export_bomb"


def test_entries_that_share_their_bytes(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": ANDROID.format("hi"), "a.bin": os.urandom(20_000)})
    data = bytearray(path.read_bytes())
    directory_at = struct.unpack_from("<L", data, len(data) - 6)[0]
    at = data.index(b"PK\x01\x02", directory_at + 4)
    entry = bytes(data[at : len(data) - 22])
    grown = bytes(data[: len(data) - 22]) + entry.replace(b"a.bin", b"b.bin") + bytes(data[len(data) - 22 :])
    data = bytearray(grown)
    struct.pack_into("<HHL", data, len(data) - 14, 3, 3, len(data) - 22 - directory_at)
    path.write_bytes(data)
    assert len(zipfile.ZipFile(path).infolist()) == 3
    assert refused(path) == "export_bomb"


def test_a_directory_that_says_it_is_endless(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": ANDROID.format("hi")})
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, len(data) - 10, 0x7FFFFFFF)
    path.write_bytes(data)
    assert refused(path) == "export_bomb"


def test_well_packed_but_small_is_no_bomb(tmp_path: Path) -> None:
    assert len(read(zipped(tmp_path, {"_chat.txt": ANDROID.format("hi") * 200_000})).messages) == 200_000


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt", "a/../../evil.txt", "/etc/evil", "\\\\server\\share", "..\\evil", "C:\\evil", "c:evil",
        "a/..", "..",
    ],
)  # fmt: skip
def test_names_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    assert refused(zipped(tmp_path, {"_chat.txt": ANDROID.format("hi"), name: b"x"})) == "export_unsafe"


def test_a_name_with_a_zero_in_it(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": ANDROID.format("hi"), "photo.jpg_x": b"x"})
    path.write_bytes(path.read_bytes().replace(b"photo.jpg_x", b"photo.jpg\0x"))
    assert refused(path) == "export_unsafe"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("_chat.txt", ANDROID.format("hi"))
        entry = zipfile.ZipInfo(PHOTO)
        entry.create_system = 3
        entry.external_attr = (kind | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    assert refused(path) == "export_unsafe"


def test_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": ANDROID.format("hi")})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == "export_locked"


def test_an_unknown_way_of_packing(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": ANDROID.format("hi")})
    data = bytearray(path.read_bytes())
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 97
    path.write_bytes(data)
    assert refused(path) == "export_damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    chat = ANDROID.format(f"{PHOTO} (file attached)")
    with zipfile.ZipFile(path, "w") as made:
        for name, content in (("_chat.txt", chat), (PHOTO, "first"), (PHOTO, "second")):
            made.writestr(name, content)
    assert read(path).preview.media_doubled == 1
    with open_export(path) as export, export.open_media(export.media[PHOTO]) as stream:
        assert stream.read() == b"first"
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("_chat.txt", ANDROID.format("another chat"))
    assert refused(path) == "export_two_chats"


# ------------------------------------------------------------------ long lines, watching, stopping


def test_a_line_of_ten_megabytes_is_one_message(tmp_path: Path) -> None:
    line = "x" * (10 << 20)
    found = read(written(tmp_path, ANDROID.format(line) + ANDROID.format("next")))
    assert [len(m.text or "") for m in found.messages] == [len(line), 4]
    assert found.preview.lines == 2


def test_longer_ones_are_cut_and_counted(tmp_path: Path) -> None:
    found = read(written(tmp_path, ANDROID.format("x" * (LONGEST + 5)) + ANDROID.format("next")))
    assert len(found.messages[0].text or "") < LONGEST
    assert (found.messages[1].text, found.preview.not_understood) == ("next", {"too_long": 1})
    many = ANDROID.format("a") + ("y" * 1_000_000 + "\n") * 20
    found = read(written(tmp_path, many))
    assert len(found.messages[0].text or "") <= LONGEST
    assert (found.preview.lines, found.preview.not_understood) == (21, {"too_long": 4})


@pytest.mark.parametrize("make", [written, lambda folder, text: zipped(folder, {"_chat.txt": text})])
def test_a_reading_tells_how_far_it_is_and_can_be_stopped(
    tmp_path: Path, make: Callable[[Path, str], Path]
) -> None:
    from app.desk.imports.preview import preview

    path = make(tmp_path, ANDROID.format("hello") * 20_000)
    told: list[tuple[int, int]] = []
    preview(path, watch=Watch(lambda done, total: told.append((done, total))))
    total = len(ANDROID.format("hello")) * 20_000
    assert told == sorted(told[: len(told) // 2]) * 2
    assert {all_of for _, all_of in told} == {total} and told[-1] == (total, total) and 0 < told[0][0] < total
    with pytest.raises(ExportRefused, match="import_stopped"):
        preview(
            path, watch=Watch(lambda done, _: told.append((done, 0)), lambda: told[-1][1] == 0 < told[-1][0])
        )
