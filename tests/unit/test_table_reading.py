"""Files become tables: odd encodings and separators, spreadsheets, and what is refused with a reason."""

from __future__ import annotations

import contextlib
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.contact_imports.opening import Reading, open_table
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_BYTES, MOST_ROWS
from app.desk.contact_imports.watching import UNWATCHED, Watch
from tests.unit.table_files import sheet_xml, write_xlsx

TEXT = "Prénom;Nom;Téléphone\r\nRenée;Étienne;06 39 98 12 34\r\nJörg;Müller;+49 171 2345678\r\n"


def read(path: Path, data: bytes, reading: Reading | None = None) -> list[tuple[str, ...]]:
    """The rows of a file with these bytes, its heading first."""
    path.write_bytes(data)
    table = open_table(path, UNWATCHED, reading)
    return [table.columns, *(row.cells for row in table.rows)]


def refusal(path: Path, reading: Reading | None = None) -> str:
    """Why it is not read."""
    with pytest.raises(TableRefused) as refused:
        open_table(path, UNWATCHED, reading)
    assert refused.value.facts["file"] == path.name
    return refused.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    rows = read(tmp_path / "a.csv", TEXT.encode(encoding))
    assert rows == [
        ("Prénom", "Nom", "Téléphone"),
        ("Renée", "Étienne", "06 39 98 12 34"),
        ("Jörg", "Müller", "+49 171 2345678"),
    ]


def test_letters_far_behind_the_beginning_still_tell_the_encoding(tmp_path: Path) -> None:
    data = b"name,phone\n" + b"Ana,0639981234\n" * 120_000 + "Renée,0639981235\n".encode("cp1252")
    assert read(tmp_path / "a.csv", data)[-1] == ("Renée", "0639981235")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    lines = [
        ["Name", "Phone", "City"],
        ["Ana", "+33 6 39 98 12 34", "Paris"],
        ["Bo", "+33 6 39 98 12 35", "Nice"],
    ]
    data = "\n".join(separator.join(cells) for cells in lines).encode()
    assert read(tmp_path / "a.csv", data) == [tuple(cells) for cells in lines]


def test_excels_own_line_names_the_separator(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", b"sep=|\r\nname|phone\r\nAna, the one|1\r\n")
    assert rows == [("name", "phone"), ("Ana, the one", "1")]


def test_quotes_keep_separators_and_line_breaks(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", b'name,note\n"Field, Ana","two\nlines ""quoted"""\n')
    assert rows[1] == ("Field, Ana", 'two\nlines "quoted"')


def test_uneven_rows_are_filled_or_marked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,phone,city\nAna\nBo,1234567,Paris,extra\nCy,1234567,Nice,,\n\n,,\n")
    table = open_table(tmp_path / "a.csv", UNWATCHED)
    assert [row.cells for row in table.rows] == [
        ("Ana", "", ""),
        ("Bo", "1234567", "Paris"),
        ("Cy", "1234567", "Nice"),
    ]
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert table.ragged == {3}


def test_a_file_without_a_heading_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Ana,0639981234\nBo,0639981235\n")
    table = open_table(path, UNWATCHED)
    assert (table.has_header, table.columns, len(table.rows)) == (False, ("", ""), 2)
    assert open_table(path, UNWATCHED, Reading(has_header=True)).columns == ("Ana", "0639981234")


def test_a_quote_that_never_closes_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('name,phone\n"Ana,1\n' + "Bo,0639981234\n" * 20_000)
    assert refusal(tmp_path / "a.csv") == "table_quote_open"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\n\n,,\n", "table_empty"),
        (b"name,phone\n", "table_no_rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "table_other_kind"),
        (b"%PDF-1.7\n", "table_other_kind"),
        (bytes(range(256)) * 20, "table_not_text"),
        (b"PK\3\4 not really a zip", "table_damaged"),
        (b'{"name": "Ana"\n', "table_no_json"),
        (b"," * 500 + b"\n" + b"a," * 500, "table_too_wide"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert refusal(tmp_path / "a.csv") == code


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(1 << 30)
    assert MOST_BYTES < 1 << 30
    assert refusal(tmp_path / "a.csv") == "table_too_large"


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,phone\n" + b"A,1\n" * (MOST_ROWS + 1))
    assert refusal(tmp_path / "a.csv") == "table_too_long"


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "table_folder"
    assert refusal(tmp_path / "gone.csv") == "table_unreadable"


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,phone\n" + b"Ana,0639981234\n" * 10_000)
    told: list[tuple[int, int]] = []
    open_table(path, Watch(lambda done, total: told.append((done, total))))
    assert told == sorted(told)
    assert told[-1][1] == path.stat().st_size
    with pytest.raises(TableRefused) as stopped:
        open_table(path, Watch(is_stopped=lambda: True))
    assert stopped.value.code == "table_stopped"


# --- spreadsheets ---


def test_a_spreadsheet_gives_texts(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["Nom", "Mobile", "Solde"], ["Ana", 33639981234, 12.5], ["Bo", "", -3]]
    )
    table = open_table(path, UNWATCHED)
    assert [table.columns, *(row.cells for row in table.rows)] == [
        ("Nom", "Mobile", "Solde"), ("Ana", "33639981234", "12.5"), ("Bo", "", "-3"),
    ]  # fmt: skip
    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "Clients", ("Clients",))


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.csv", [["Nom", "Mobile"], ["Ana", 33639981234]])
    assert open_table(path, UNWATCHED).kind == "xlsx"


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "table_too_long"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "table_too_wide"),
        ("<row r='1'><c  r = 'XFD1048576'><v>1</v></c></row>", "table_too_long"),
        ('<row r="1"><c r="&#88;FD1"><v>1</v></c></row>', "table_damaged"),
    ],
)
def test_a_cell_a_million_rows_away_takes_no_memory(tmp_path: Path, places: str, code: str) -> None:
    xml = sheet_xml([["Nom"], ["Ana"]]).replace("</sheetData>", places + "</sheetData>")
    assert refusal(write_xlsx(tmp_path / "a.xlsx", xml=xml)) == code


def test_a_spreadsheet_that_is_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", xml=" " * (64 << 20))
    assert refusal(path) == "table_bomb"


def test_a_zip_that_lies_about_its_sizes_is_not_opened(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["Nom"], *[["Ana"]] * 1_000])
    with zipfile.ZipFile(path) as box:
        size = box.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes()
    lied = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lied != data
    path.write_bytes(lied)
    assert refusal(path) == "table_damaged"


def test_other_zips_are_no_spreadsheets(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as box:
        box.writestr("hello.txt", "hello")
    assert refusal(tmp_path / "a.xlsx") == "table_damaged"


# --- whatever the bytes, one refusal or a table ---


@given(data=st.binary(max_size=600))
def test_no_bytes_break_a_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for head in (b"", b"BEGIN:VCARD\n", b"{", b"PK\3\4", b"\xff\xfe", b"name,phone\n"):
        path = folder / "fuzz.bin"
        path.write_bytes(head + data)
        with contextlib.suppress(TableRefused):
            open_table(path, UNWATCHED)


def test_a_damaged_spreadsheet_never_breaks_the_reader(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [["Nom", "Mobile"], *[["Ana", 33639981234]] * 50]).read_bytes()
    dice = random.Random(5)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        (tmp_path / "b.xlsx").write_bytes(data)
        with contextlib.suppress(TableRefused):
            open_table(tmp_path / "b.xlsx", UNWATCHED)
