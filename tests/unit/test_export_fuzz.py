"""Any bytes, any lines, any zip: our own refusals at worst, and every line accounted for."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.export_fuzz import check

MARKS = st.text("\u200e\u200f\u202a\u202c\u2068\ufeff \u00a0\u202f", max_size=3)
NUMBERS = st.one_of(
    st.integers(0, 99).map(str), st.integers(0, 9999).map(lambda n: f"{n:04}"), st.sampled_from("١٢٣")
)
SIGNS = st.sampled_from(["/", ".", "-", ":", ", ", " ", " - ", "] ", "[", "年", " à ", "h", ": ", "، "])
WORDS = st.sampled_from(
    [
        "Ana",
        "Bo: ",
        "PM",
        "p. m.",
        "م",
        "오후 ",
        "<Media omitted>",
        "<attached: 00000012-PHOTO-2026-01-31-21-05-40.jpg>",
        "IMG-20260131-WA0003.jpg (file attached)",
        "null",
        "\u200eimage omitted",
        "<This message was edited>",
        "POLL:",
        "OPTION: a (1 vote)",
        "https://maps.google.com/?q=1.5,2.5",
        "Voice call. 3 min",
        "You deleted this message",
    ]
)
HEADERS = st.sampled_from(
    [
        "31/01/2026, 21:05 - ",
        "[31.01.26, 21:05:09] ",
        "1/31/26, 9:05\u202fPM - ",
        "31/02/2026, 21:05 - ",
        "[11:25, 1/31/2026] ",
        "99/99/99, 99:99 - ",
        "2026. 1. 31. 오후 9:05 - ",
        "\u200f٣١\u200f/١\u200f/٢٠٢٦، ٩:٠٥ م - ",
    ]
)
LINES = st.lists(st.one_of(MARKS, NUMBERS, SIGNS, WORDS, HEADERS, st.text(max_size=8)), max_size=12).map(
    "".join
)
CHATS = st.lists(st.one_of(st.tuples(HEADERS, LINES).map("".join), LINES), max_size=30)


@given(
    CHATS,
    st.sampled_from(["\n", "\r\n", "\r", "\u2028"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_lines_are_read_or_refused(lines: list[str], end: str, encoding: str) -> None:
    check(end.join(lines).encode(encoding, "replace"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)
    check(b"31/01/2026, 21:05 - Ana: hi\n" + data)
    check(b"PK\x03\x04" + data)


@given(st.data())
def test_a_zip_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_chat.txt", "[31.01.26, 21:05:09] Ana: hi\n" * 40)
        file.writestr("00000012-PHOTO-2026-01-31-21-05-40.jpg", b"jpeg")
    content = bytearray(made.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(content) // 2, len(content)))
    check(bytes(content[:cut]), "chat.zip")


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ana", "Bo"]), st.text(st.characters(codec="utf-8"), max_size=60)),
        min_size=1,
    )
)
def test_what_was_written_in_a_chat_is_what_is_read(said: list[tuple[str, str]]) -> None:
    """Texts of one line without markers come back as they are."""
    calm = [(who, " ".join(text.split()).replace("\x00", "")) for who, text in said]
    calm = [(who, f"said {text} yes") for who, text in calm]
    lines = [f"31/01/2026, 21:05 - {who}: {text}\n" for who, text in calm]
    found = check("".join(lines).encode())
    assert found is not None
    assert [(m.author, m.text) for m in found.messages if m.kind == "text"] == calm
