"""Address cards of phones, versions 2.1, 3.0 and 4.0: a stream of lines becomes a table with one row a card.

A reader of our own: what is needed is small, and phones write much that no grammar allows (decision 170).
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from app.desk.contact_imports.csv_reading import encoding_of
from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.table import MOST_ROWS, Table, table_of
from app.desk.contact_imports.values import tags_cell
from app.desk.contact_imports.watching import Watch

COLUMNS: Final = (
    "Name", "Phone", "Phone 2", "Phone 3", "E-mail", "E-mail 2", "Company", "Tags", "Birthday", "Note", "Language",
    "Country", "Owner", "WhatsApp id",
)  # fmt: skip
OWN: Final = "X-COMPTOIR"  # what other programs have no word for; its parameter KEY says what it is
MOST_CARDS: Final = MOST_ROWS
_LONGEST: Final = 64 * 1024  # characters of one property
_LOOK_EVERY: Final = 5_000
_MOST_OWN: Final = 60
_UNWANTED: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-ABPHOTO", "AGENT"})
_PROPERTY: Final = re.compile(
    r"(?:[A-Za-z0-9-]{1,40}\.)?(?P<name>[A-Za-z0-9-]{1,60})(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":;])*)*):(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER: Final = re.compile(r";((?:\"[^\"]*\"|[^\";])*)")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PIECES: Final = re.compile(r"\\.|[^\\,;]+|.", re.DOTALL)  # what is escaped stays whole


@dataclass(slots=True)
class _Card:
    name: str = ""
    parts: str = ""
    phones: list[tuple[int, str]] = field(default_factory=list)
    emails: list[tuple[int, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)


def read_vcard(path: Path, watch: Watch, *, encoding: str | None = None) -> Table:
    """All cards of a file, one after the other; pictures are passed over. Raises TableRefused."""
    with path.open("rb") as stream:
        chosen = encoding or encoding_of(stream)
        stream.seek(0)
        cards = _cards(_lines(stream, chosen), chosen, path.stat().st_size, stream, watch)
        rows: list[tuple[int, list[str]]] = []
        keys: dict[str, None] = {}
        for number, card in enumerate(cards, 1):
            if number > MOST_CARDS:
                raise TableRefused("table_too_long", limit=str(MOST_ROWS))
            if len(keys) < _MOST_OWN:
                keys.update(dict.fromkeys(card.own))
            rows.append((number, _row(card, keys)))
    if not rows:
        raise TableRefused("table_no_cards")
    shown = list(keys)[:_MOST_OWN]
    header = (0, [*COLUMNS, *shown])
    return table_of("vcard", [header, *rows], True, encoding=chosen)


def _row(card: _Card, keys: Iterable[str]) -> list[str]:
    phones = [value for _rank, value in sorted(card.phones, key=lambda one: one[0])]
    emails = [value for _rank, value in sorted(card.emails, key=lambda one: one[0])]
    first = card.first | {"CATEGORIES": tags_cell(card.tags)}
    return [
        card.name or card.parts,
        *(_at(phones, place) for place in range(3)),
        *(_at(emails, place) for place in range(2)),
        *(
            first.get(key, "")
            for key in ("ORG", "CATEGORIES", "BDAY", "NOTE", "LANG", "COUNTRY", "OWNER", "USER")
        ),
        *(card.own.get(key, "") for key in keys),
    ]


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _lines(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    """Physical lines as bytes of one kind: UTF-16 and the like become UTF-8 on the way. Long ones come in pieces."""
    if encoding.startswith(("utf-16", "utf-32")):
        import io

        text = io.TextIOWrapper(stream, encoding, errors="replace", newline=None)
        try:
            while piece := text.readline(_LONGEST):
                yield piece.encode("utf-8", "replace")
        except UnicodeError as error:
            raise TableRefused("table_not_text") from error
        finally:
            text.detach()
        return
    stream.seek(3 if encoding == "utf-8-sig" else 0)
    while line := stream.readline(_LONGEST):
        if b"\r" in line.rstrip(b"\r\n"):
            yield from (
                part + b"\n"
                for part in line.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
                if part
            )
        else:
            yield line


def _cards(
    lines: Iterator[bytes], encoding: str, size: int, stream: IO[bytes], watch: Watch
) -> Iterator[_Card]:
    kept = "utf-8" if encoding.startswith(("utf-16", "utf-32", "utf-8")) else encoding
    card: _Card | None = None
    for count, whole in enumerate(_unfolded(lines)):
        if count % _LOOK_EVERY == 0:
            watch.look_up(min(stream.tell() if not stream.closed else size, size), size)
        bare = whole.strip().upper()
        if bare == b"BEGIN:VCARD":
            if card is not None:  # one without an end
                yield card
            card = _Card()
        elif bare == b"END:VCARD":
            if card is not None:
                yield card
            card = None
        elif card is not None:
            _take(card, whole, kept)
    if card is not None:
        yield card


def _unfolded(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Whole properties: a line that begins with a blank goes on, and so does quoted-printable that ends with "="."""
    whole: bytes | None = None
    is_soft = is_unwanted = False
    for line in lines:
        bare = line.rstrip(b"\r\n")
        if whole is not None and (is_soft or bare[:1] in (b" ", b"\t")):
            if not is_unwanted and len(whole) < _LONGEST:
                whole = whole[:-1] + bare if is_soft else whole + bare[1:]
            is_soft = is_soft and bare.endswith(b"=")
            continue
        if whole is not None and not is_unwanted:
            yield whole
        whole = bare
        name = re.split(rb"[;:]", bare[:120], maxsplit=1)[0].rpartition(b".")[2].upper()
        is_unwanted = name.decode("latin-1") in _UNWANTED
        is_soft = bare.endswith(b"=") and b"QUOTED-PRINTABLE" in bare[:200].upper()
    if whole is not None and not is_unwanted:
        yield whole


def _take(card: _Card, whole: bytes, encoding: str) -> None:
    found = _PROPERTY.fullmatch(whole.decode("latin-1"))
    if found is None:
        return
    name, parameters = found["name"].upper(), _parameters(found["parameters"])
    raw = found["value"].encode("latin-1")
    if "QUOTED-PRINTABLE" in parameters.get("ENCODING", ()):
        raw = quopri.decodestring(raw)
    elif "BASE64" in parameters.get("ENCODING", ()) or "B" in parameters.get("ENCODING", ()):
        return
    value = _decoded(raw, (parameters.get("CHARSET") or [""])[0], encoding)
    if value.strip():
        _keep(card, name, parameters, value)


def _parameters(text: str) -> dict[str, list[str]]:
    """By name, values in capitals. Version 2.1 writes them without a name: TEL;CELL;PREF."""
    found: dict[str, list[str]] = {}
    for part in _PARAMETER.findall(text):
        name, equals, value = part.partition("=")
        if not equals:
            name, value = ("ENCODING" if part.upper() in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), part
        is_own = name.upper() == "KEY"
        values = [value.strip('"')] if is_own else value.replace('"', "").upper().split(",")
        found.setdefault(name.strip().upper(), []).extend(values)
    return found


def _decoded(raw: bytes, charset: str, encoding: str) -> str:
    for name in (charset, "utf-8", encoding):
        if name:
            try:
                return raw.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return raw.decode("cp1252", "replace")


def _keep(card: _Card, name: str, parameters: dict[str, list[str]], value: str) -> None:
    if name == "FN":
        card.name = card.name or _plain(value)
    elif name == "N":
        card.parts = card.parts or _composed(value)
    elif name == "TEL":
        _keep_phone(card, parameters, value)
    elif name == "EMAIL":
        card.emails.append((_rank(parameters), _plain(value).removeprefix("mailto:")))
    elif name == OWN:
        _keep_own(card, parameters, value)
    elif name in ("ORG", "ADR", "CATEGORIES", "BDAY", "NOTE", "LANG"):
        _keep_first(card, name, value)


def _keep_first(card: _Card, name: str, value: str) -> None:
    """What counts once; words of several lines are put together."""
    if name == "CATEGORIES":
        card.tags += [tag for tag in map(_plain, _cut(value, ",")) if tag]
    elif name == "ADR":
        parts = _cut(value, ";")
        if len(parts) > 6:
            card.first.setdefault("COUNTRY", _plain(parts[6]))
    else:
        card.first.setdefault(name, _plain(_cut(value, ";")[0] if name == "ORG" else value))


def _keep_own(card: _Card, parameters: dict[str, list[str]], value: str) -> None:
    key = _unquoted(_decoded((parameters.get("KEY") or [""])[0].encode("latin-1"), "", "utf-8"))
    if key in ("COUNTRY", "LANG", "OWNER", "USER"):
        card.first[key] = _plain(value)
    elif key and (key in card.own or len(card.own) < _MOST_OWN):
        card.own[key] = _plain(value)


def _unquoted(key: str) -> str:
    """RFC 6868: what a parameter cannot hold as it is."""
    signs = {"^'": '"', "^n": "\n", "^^": "^"}
    return re.sub(r"\^['n^]", lambda found: signs[found[0]], key)


def _keep_phone(card: _Card, parameters: dict[str, list[str]], value: str) -> None:
    plain = _plain(value)
    if plain.lower().startswith("tel:"):
        plain = plain[4:].partition(";")[0]
    kinds = parameters.get("TYPE", [])
    if "FAX" in kinds or "PAGER" in kinds:
        return
    rank = _rank(parameters) + (0 if "CELL" in kinds else 4)
    known = parameters.get("WAID")
    if known and known[0].isdigit():  # WhatsApp's own cards say which number the chat has
        rank, plain = rank - 10, f"+{known[0]}"
    if len(card.phones) < 20:
        card.phones.append((rank, plain))


def _rank(parameters: dict[str, list[str]]) -> int:
    return 0 if "PREF" in parameters or "PREF" in parameters.get("TYPE", ()) else 1


def _composed(value: str) -> str:
    family, given, middle, prefix, suffix, *_ = [*_cut(value, ";"), "", "", "", "", ""]
    return " ".join(part for part in map(_plain, (prefix, given, middle, family, suffix)) if part)


def _cut(value: str, sign: str) -> list[str]:
    """Cut at each sign that is not escaped; a backslash that is escaped itself escapes nothing."""
    parts = [""]
    for piece in _PIECES.findall(value):
        if piece == sign:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
