"""Tables in text: which encoding, which separator, and the records with the line on which each begins."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_COLUMNS, Table, table_of
from app.desk.contact_imports.watching import Watch

SEPARATORS: Final = (",", ";", "\t", "|")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD: Final = ("cp1252", "mac_roman", "cp850")
_USUAL: Final = frozenset("éèêëàâäçùûüôöîïñáíóúãõßœæåøìòÿšž")
_SELDOMER: Final = frozenset("ÉÈÊËÀÂÄÇÙÛÜÔÖÎÏÑÁÍÓÚÃÕŒÆÅØ’‘“”–…€°«»\u00a0")
_PIECE: Final = 1 << 20
_SAMPLE_CHARS: Final = 1 << 16
_ODD_BYTES: Final = 1 << 16
_LOOK_EVERY: Final = 2_000


def read_csv(
    path: Path,
    watch: Watch,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    has_header: bool | None = None,
) -> Table:
    """The table of a text file; what is None is found out. Raises TableRefused."""
    with path.open("rb") as stream:
        chosen = encoding or encoding_of(stream)
        stream.seek(0)
        size = path.stat().st_size
        text = io.TextIOWrapper(stream, chosen, errors="replace", newline="")
        try:
            sample = text.read(_SAMPLE_CHARS)
            said, skipped = _said_separator(sample)
            chosen_separator = separator or said or separator_of(sample)
            text.seek(0)
            if skipped:
                text.readline()
            records = _records(text, stream, chosen_separator, skipped, size, watch)
            return table_of("csv", records, has_header, encoding=chosen, separator=chosen_separator)
        except (UnicodeError, LookupError) as error:
            raise TableRefused("table_not_text") from error
        finally:
            text.detach()


def encoding_of(stream: IO[bytes]) -> str:
    """By a mark, else by what the whole of the bytes can be. Raises TableRefused when they are no text."""
    head = stream.read(4096)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\0" in head:
        return _wide(head)
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd, is_utf8 = bytearray(), True
    while piece := stream.read(_PIECE):
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        if not piece.isascii() and len(odd) < _ODD_BYTES:
            odd += b"\n".join(line for line in piece.split(b"\n") if not line.isascii())[:_ODD_BYTES]
    if is_utf8:
        return "utf-8"
    return _old_encoding(bytes(odd))


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: blanks and digits leave a zero at every other place; anything else is no text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even * 8 < odd:
        return "utf-16-le"
    if even > len(head) // 8 and odd * 8 < even:
        return "utf-16-be"
    raise TableRefused("table_not_text")


def _old_encoding(odd: bytes) -> str:
    """A damaged UTF-8, or the code page of an old Windows, an old Mac or DOS: the one whose letters are likeliest."""
    text = odd.decode("utf-8", "replace")
    faulty = text.count("\ufffd")
    if sum(1 for char in text if char > "\x7f") - faulty > faulty:
        return "utf-8"
    if _controls(odd) * 20 > len(odd):
        raise TableRefused("table_not_text")
    scores = {name: _likelihood(odd.decode(name, "replace")) for name in _OLD}
    return max(_OLD, key=lambda name: scores[name])


def _controls(data: bytes) -> int:
    return sum(1 for byte in data if byte < 32 and byte not in (9, 10, 13))


def _likelihood(text: str) -> float:
    score = 0.0
    for char in text:
        if char > "\x7f":
            score += 1.0 if char in _USUAL else 0.4 if char in _SELDOMER else -1.0
    return score


def _said_separator(sample: str) -> tuple[str | None, bool]:
    """Excel's own first line: `sep=;`."""
    first = sample.partition("\n")[0].strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], True
    return (None, True) if first.lower() == "sep=" else (None, False)


def separator_of(sample: str) -> str:
    """The sign that cuts most rows into the same number of cells."""
    lines = sample if sample.endswith("\n") else sample.rpartition("\n")[0] or sample
    scored = [(_evenness(lines, sign), -place, sign) for place, sign in enumerate(SEPARATORS)]
    best = max(scored)
    return best[2] if best[0] > 0 else ","


def _evenness(sample: str, sign: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for count, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=sign)):
            if count == 60:
                break
            if cells:
                widths[len(cells)] += 1
    except csv.Error:
        return 0.0
    total = sum(widths.values())
    width, most = max(
        widths.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0)
    )
    return 0.0 if width < 2 or not total else most / total + min(width, 50) / 1000


def _records(
    text: io.TextIOWrapper, stream: IO[bytes], separator: str, skipped: bool, size: int, watch: Watch
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=separator)
    row = int(skipped)
    try:
        for cells in reader:
            row += 1
            if row % _LOOK_EVERY == 0:
                watch.look_up(stream.tell(), size)
            yield row, cells[: MOST_COLUMNS + 1]
    except csv.Error as error:
        raise TableRefused("table_quote_open", row=str(row + 1)) from error
