"""Documents, archives, texts and programs: what they are, and whether opening them may run something."""

import re

from app.domain.file_facts import FileFacts, Source

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_DIRECTORY_MAX_BYTES = 512 * 1024  # of a ZIP's list of entries
_ENTRIES_MAX = 5_000
_END_BYTES = 22 + 65_535  # a ZIP's end and its longest comment
_SAMPLE_BYTES = 4096

_STARTS: tuple[tuple[bytes, FileFacts], ...] = (
    (b"MZ", FileFacts("application/vnd.microsoft.portable-executable", ".exe", is_dangerous=True)),
    (b"\x7fELF", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"\xca\xfe\xba\xbe", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"\xfe\xed\xfa\xce", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"\xfe\xed\xfa\xcf", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"\xce\xfa\xed\xfe", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"\xcf\xfa\xed\xfe", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"dex\n", FileFacts("application/x-executable", ".bin", is_dangerous=True)),
    (b"L\0\0\0\x01\x14\x02\0", FileFacts("application/x-ms-shortcut", ".lnk", is_dangerous=True)),
    (b"ITSF", FileFacts("application/vnd.ms-htmlhelp", ".chm", is_dangerous=True)),
    (b"!<arch>\n", FileFacts("application/vnd.debian.binary-package", ".deb", is_dangerous=True)),
    (b"\xed\xab\xee\xdb", FileFacts("application/x-rpm", ".rpm", is_dangerous=True)),
    (b"MSCF", FileFacts("application/vnd.ms-cab-compressed", ".cab", is_dangerous=True)),
    (b"{\\rtf", FileFacts("application/rtf", ".rtf")),
    (b"Rar!\x1a\x07", FileFacts("application/vnd.rar", ".rar")),
    (b"7z\xbc\xaf\x27\x1c", FileFacts("application/x-7z-compressed", ".7z")),
    (b"\x1f\x8b", FileFacts("application/gzip", ".gz")),
)
_UNKNOWN = FileFacts("application/octet-stream", ".bin")
_ODF = {
    b"text": ("text", ".odt"), b"spreadsheet": ("spreadsheet", ".ods"), b"presentation": ("presentation", ".odp")
}  # fmt: skip
_OLE = (
    ("WordDocument", FileFacts("application/msword", ".doc")),
    ("Workbook", FileFacts("application/vnd.ms-excel", ".xls")),
    ("Book", FileFacts("application/vnd.ms-excel", ".xls")),
    ("PowerPoint Document", FileFacts("application/vnd.ms-powerpoint", ".ppt")),
)
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|\?php|hta:)[\s>/:]?", re.IGNORECASE)
_DRAWING = re.compile(rb"<(?:svg|!doctype\s+svg)[\s>]", re.IGNORECASE)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}
_MACROS = (b"vbaProject.bin", b"xl/macrosheets/")
_PROGRAMS = (
    b"META-INF/MANIFEST.MF",
    b"AndroidManifest.xml",
    b"classes.dex",
    b"AppxManifest.xml",
    b"Payload/",
)


def document(source: Source) -> FileFacts:
    """The facts of anything that is neither picture, sound nor film; unknown content is octets."""
    head = source.at(0, _SAMPLE_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(source)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(source)
    for start, facts in _STARTS:
        if head.startswith(start):
            return facts
    if b"%PDF-" in head[:1024]:
        return FileFacts("application/pdf", ".pdf")
    if source.at(32_769, 5) == b"CD001" or source.at(source.size - 512, 4) == b"koly":
        return FileFacts("application/x-disk-image", ".iso", is_dangerous=True)
    return _text(source, head)


def _zip(source: Source) -> FileFacts:
    names = _zip_names(source)
    if source.at(30, 8) == b"mimetype":
        written = source.at(38, 80)
        for word, (kind, extension) in _ODF.items():
            if written.startswith(b"application/vnd.oasis.opendocument." + word):
                return FileFacts(_OPEN + kind, extension)
    if any(name.startswith(_PROGRAMS) for name in names):
        return FileFacts("application/java-archive", ".jar", is_dangerous=True)
    if b"[Content_Types].xml" in names:
        has_macros = any(macro in name for name in names for macro in _MACROS)
        return _office(names, has_macros)
    return FileFacts("application/zip", ".zip")


def _office(names: list[bytes], has_macros: bool) -> FileFacts:
    kinds = (
        (b"word/", "wordprocessingml.document", ".docx", ".docm"),
        (b"xl/", "spreadsheetml.sheet", ".xlsx", ".xlsm"),
        (b"ppt/", "presentationml.presentation", ".pptx", ".pptm"),
    )
    for folder, kind, extension, with_macros in kinds:
        if any(name.startswith(folder) for name in names):
            if has_macros:
                mime = f"application/vnd.ms-office.{with_macros[1:]}"
                return FileFacts(mime, with_macros, is_dangerous=True)
            return FileFacts(_OFFICE + kind, extension)
    return FileFacts("application/zip", ".zip")


def _zip_names(source: Source) -> list[bytes]:
    """The names of its entries by the list at its end, as far as it can be trusted."""
    start = max(0, source.size - _END_BYTES)
    tail = source.at(start, _END_BYTES)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        return []
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    offset = int.from_bytes(tail[end + 16 : end + 20], "little")
    listed = source.at(offset, min(size, _DIRECTORY_MAX_BYTES))
    names: list[bytes] = []
    place = 0
    while listed[place : place + 4] == b"PK\x01\x02" and len(names) < _ENTRIES_MAX:
        lengths = [int.from_bytes(listed[place + at : place + at + 2], "little") for at in (28, 30, 32)]
        names.append(listed[place + 46 : place + 46 + lengths[0]])
        place += 46 + sum(lengths)
    return names


def _ole(source: Source) -> FileFacts:
    """Word, Excel and PowerPoint before 2007: told apart by the streams in their first directory sector."""
    power = source.little(30, 2)
    sector = 1 << power if power in (9, 12) else 512
    first = source.little(48, 4)
    directory = source.at((first + 1) * sector, max(sector, 4096))
    for name, facts in _OLE:
        if name.encode("utf-16-le") + b"\0\0" in directory:
            return facts
    # An installer, a mail with attachments, or something that nobody should open by surprise.
    return FileFacts("application/x-ole-storage", ".bin", is_dangerous=True)


def _text(source: Source, head: bytes) -> FileFacts:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _marked_up(head.replace(b"\0", b"")[2:])
    samples = head + source.at(source.size // 2, 256) + source.at(source.size - 256, 256)
    if not head or not _CONTROLS.isdisjoint(samples):
        return _UNKNOWN
    return _marked_up(head.removeprefix(b"\xef\xbb\xbf"))


def _marked_up(text: bytes) -> FileFacts:
    start = text.lstrip()
    if start.startswith(b"#!"):
        return FileFacts("text/x-script", ".sh", is_dangerous=True)
    if start[:20].upper().startswith(b"[INTERNETSHORTCUT]"):
        return FileFacts("application/x-url", ".url", is_dangerous=True)
    if start.startswith(b"<"):
        if _DRAWING.search(text):
            return FileFacts("image/svg+xml", ".svg", is_dangerous=True)
        if _WEB.search(text):
            return FileFacts("text/html", ".html", is_dangerous=True)
        return FileFacts("application/xml", ".xml")
    if start[:11].upper() == b"BEGIN:VCARD":
        return FileFacts("text/vcard", ".vcf")
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return FileFacts("text/calendar", ".ics")
    return FileFacts("text/plain", ".txt")
