"""Address cards of phones, versions 2.1, 3.0 and 4.0."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from app.desk.contact_imports.opening import open_table
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.watching import UNWATCHED
from tests.unit.table_files import ANDROID_21, IPHONE_30, NEW_40, WHATSAPP


def cards(path: Path, data: bytes) -> list[dict[str, str]]:
    """What stands on the cards of a file, without what is empty."""
    path.write_bytes(data)
    table = open_table(path, UNWATCHED)
    assert table.kind == "vcard"
    return [
        {name: cell for name, cell in zip(table.columns, row.cells, strict=True) if cell}
        for row in table.rows
    ]


def test_a_card_of_an_old_android(tmp_path: Path) -> None:
    assert cards(tmp_path / "a.vcf", ANDROID_21) == [
        {
            "Name": "Renée Étienne", "Phone": "+33 6 39 98 12 34", "Phone 2": "0142685300",
            "E-mail": "renee@example.org", "Company": "Café",
        }
    ]  # fmt: skip


def test_a_card_of_an_iphone(tmp_path: Path) -> None:
    assert cards(tmp_path / "a.vcf", IPHONE_30) == [
        {
            "Name": "Dr. Jörg Müller", "Phone": "+49 171 2345678", "Phone 2": "030 123456",
            "E-mail": "jorg@example.de", "Birthday": "1980-02-29",
            "Note": "Mag Kaffee, schwarz;\nkommt dienstags", "Tags": 'VIP, "Stamm,kunde"',
        }
    ]  # fmt: skip


def test_a_card_of_version_four(tmp_path: Path) -> None:
    assert cards(tmp_path / "a.vcf", NEW_40) == [
        {
            "Name": "Ana Souza", "Phone": "+55-11-91234-5678", "E-mail": "ana@example.com.br",
            "Company": "Padaria; Souza", "Language": "pt", "Country": "Brasil",
        }
    ]  # fmt: skip


def test_a_card_that_whatsapp_made_gives_the_number_of_the_chat(tmp_path: Path) -> None:
    assert cards(tmp_path / "a.vcf", WHATSAPP)[0]["Phone"] == "+33639980002"


def test_several_cards_in_one_file_also_where_one_never_ends(tmp_path: Path) -> None:
    open_ended = WHATSAPP.replace(b"END:VCARD\n", b"")
    found = cards(tmp_path / "a.vcf", open_ended + ANDROID_21 + b"\n\n" + IPHONE_30 + open_ended)
    assert [one["Name"] for one in found] == ["Bo", "Renée Étienne", "Dr. Jörg Müller", "Bo"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_cards_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    assert cards(tmp_path / "a.vcf", IPHONE_30.decode().encode(encoding))[0]["Name"] == "Dr. Jörg Müller"


def test_line_ends_of_old_macs(tmp_path: Path) -> None:
    assert cards(tmp_path / "a.vcf", NEW_40.replace(b"\n", b"\r"))[0]["Name"] == "Ana Souza"


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(b"BEGIN:VCARDS\nnothing\n")
    with pytest.raises(TableRefused):
        open_table(tmp_path / "a.vcf", UNWATCHED)


def test_pictures_of_fifty_megabytes_are_passed_over(tmp_path: Path) -> None:
    photo = b"PHOTO;ENCODING=b;TYPE=JPEG:" + (b"/9j/" * 18 + b"\r\n ") * 700 + b"\r\n"
    card = WHATSAPP.replace(b"FN:Bo\n", b"FN:Bo\n" + photo)
    path = tmp_path / "a.vcf"
    with path.open("wb") as file:
        for _ in range(50 * 1024 * 1024 // len(card)):
            file.write(card)
    tracemalloc.start()
    table = open_table(path, UNWATCHED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table.rows) > 900
    assert peak < 8 << 20
