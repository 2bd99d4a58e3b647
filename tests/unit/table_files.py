"""Small tables to read: spreadsheets made by hand, and address cards as phones write them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Clients" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def letters(place: int) -> str:
    """The name of a column, from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_xml(rows: Sequence[Sequence[object]]) -> str:
    """The XML of a sheet: numbers as numbers, all else as text."""
    lines = []
    for number, cells in enumerate(rows, 1):
        inner = []
        for place, cell in enumerate(cells):
            where = f"{letters(place)}{number}"
            if isinstance(cell, int | float):
                inner.append(f'<c r="{where}"><v>{cell}</v></c>')
            elif cell:
                inner.append(f'<c r="{where}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(inner)}</row>')
    return SHEET.format(rows="".join(lines))


def write_xlsx(path: Path, rows: Sequence[Sequence[object]] = (), xml: str | None = None) -> Path:
    """A spreadsheet with one sheet, of rows or of XML as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", TYPES)
        box.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        box.writestr("xl/workbook.xml", BOOK)
        box.writestr(
            "xl/_rels/workbook.xml.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        box.writestr("xl/worksheets/sheet1.xml", xml if xml is not None else sheet_xml(rows))
    return path


ANDROID_21 = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89tienne;Ren=C3=A9e;;;\r\n"
    b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e=20=\r\n=C3=89tienne\r\nTEL;CELL;PREF:+33 6 39 98 12 34\r\n"
    b"TEL;WORK:0142685300\r\nEMAIL;HOME:renee@example.org\r\nORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9;Bar\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r\n /2wBDAAgGBgcGBQgHBwcJCQ\r\n\r\nEND:VCARD\r\n"
)
IPHONE_30 = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iOS 17//EN\r\nN:Müller;Jörg;;Dr.;\r\nFN:Dr. Jörg Müller\r\n"
    "item1.TEL;type=pref:+49 171 2345678\r\nitem1.X-ABLabel:_$!<Mobile>!$_\r\nTEL;type=HOME;type=VOICE:030 123456\r\n"
    "TEL;type=WORK;type=FAX:030 999999\r\nitem2.EMAIL;type=INTERNET:jorg@example.de\r\nBDAY;value=date:1980-02-29\r\n"
    "NOTE:Mag Kaffee\\, schwarz;\\nkommt\r\n  dienstags\r\nCATEGORIES:VIP,Stamm\\,kunde\r\nEND:VCARD\r\n"
).encode()
NEW_40 = (
    "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Souza\nN:Souza;Ana;;;\n"
    'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+55-11-91234-5678;ext=1\nEMAIL;PREF=1:ana@example.com.br\n'
    "ORG:Padaria\\; Souza;Vendas\nLANG:pt\nADR:;;Rua A;São Paulo;SP;01000;Brasil\nEND:VCARD\n"
).encode()
WHATSAPP = b"""BEGIN:VCARD
VERSION:3.0
N:;Bo;;;
FN:Bo
TEL;type=CELL;type=VOICE;waid=33639980002:+33 6 39 98 00 02
END:VCARD
"""
