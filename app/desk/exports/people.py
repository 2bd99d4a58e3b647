"""People in open formats: each writer takes people one by one and gives bytes that the import reads again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from app.desk.contact_imports.columns import KEYS, LAST_KEYS, OUR_ID, own_titles
from app.desk.contact_imports.people import defused
from app.desk.contact_imports.values import tags_cell
from app.desk.contact_imports.vcard_reading import OWN
from app.domain.contact_cards import ContactField
from app.domain.exports import ExportedPerson, ExportFormat, readable
from app.words.transfer import column_headings

_LINE_BYTES: Final = 75  # of a vCard


def writer_of(
    kind: ExportFormat, fields: Sequence[ContactField], separator: str = ","
) -> Callable[[Iterable[ExportedPerson]], Iterator[bytes]]:
    """What turns people into the bytes of a file."""
    if kind == "csv":
        return lambda people: _csv(people, fields, separator)
    if kind == "jsonl":
        return lambda people: _jsonl(people, fields)
    return lambda people: _vcards(people, fields)


def _csv(people: Iterable[ExportedPerson], fields: Sequence[ContactField], separator: str) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    titles, names = own_titles(fields), column_headings()
    types = {field.field_id: field.type for field in fields}
    header = [*(names[key] for key in KEYS), *titles.values(), *(names.get(key, key) for key in LAST_KEYS)]
    writer.writerow(map(defused, header))
    yield b"\xef\xbb\xbf" + _taken(buffer)
    for person in people:
        told = _told(person)
        own = dict(person.fields)
        cells = [
            *(told.get(key, "") for key in KEYS),
            *(readable(own[key], types[key]) if key in own else "" for key in titles),
            *(told.get(key, "") for key in LAST_KEYS),
        ]
        writer.writerow(map(defused, cells))
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _told(person: ExportedPerson) -> dict[str, str]:
    """Every column that says something."""
    values = {
        "name": person.name,
        "phone": f"+{person.number}" if person.number else "",
        "other_phone": f"+{person.phone}" if person.phone else "",
        "email": person.email,
        "company": person.company,
        "language": person.language,
        "country": person.country,
        "tags": tags_cell(person.tags),
        "owner": person.owner_name,
        "whatsapp_id": person.user_id,
        "whatsapp_name": person.profile_name,
        "username": person.username,
        "created_at": person.created_at.isoformat(timespec="seconds") if person.created_at else "",
        "last_message_at": person.last_at.isoformat(timespec="seconds") if person.last_at else "",
        OUR_ID: person.contact_id,
    }
    return {key: value for key, value in values.items() if value}


def _jsonl(people: Iterable[ExportedPerson], fields: Sequence[ContactField]) -> Iterator[bytes]:
    titles = own_titles(fields)
    types = {field.field_id: field.type for field in fields}
    for person in people:
        told: dict[str, object] = {OUR_ID: person.contact_id, **_told(person)}
        if person.tags:
            told["tags"] = list(person.tags)
        own = {titles[key]: readable(value, types[key]) for key, value in person.fields if key in titles}
        if own:
            told["fields"] = own
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _vcards(people: Iterable[ExportedPerson], fields: Sequence[ContactField]) -> Iterator[bytes]:
    titles = own_titles(fields)
    types = {field.field_id: field.type for field in fields}
    for person in people:
        own = [(titles[key], readable(value, types[key])) for key, value in person.fields if key in titles]
        yield _vcard(person, own)


def _vcard(person: ExportedPerson, own: Sequence[tuple[str, str]]) -> bytes:
    shown = person.name or (
        f"+{person.number}" if person.number else person.email or person.username or person.user_id or "?"
    )
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:;{_escaped(shown)};;;", f"FN:{_escaped(shown)}"]
    if person.number:
        lines.append(f"TEL;TYPE=CELL,PREF;waid={person.number}:+{person.number}")
    if person.phone:
        lines.append(f"TEL;TYPE=VOICE:+{person.phone}")
    if person.email:
        lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(person.email)}")
    if person.company:
        lines.append(f"ORG:{_escaped(person.company)}")
    if person.tags:
        lines.append("CATEGORIES:" + ",".join(map(_escaped, person.tags)))
    told = [
        ("LANG", person.language), ("COUNTRY", person.country), ("OWNER", person.owner_name), ("USER", person.user_id),
        *own, (OUR_ID, person.contact_id),
    ]  # fmt: skip
    lines += [f'{OWN};KEY="{_quoted(key)}":{_escaped(value)}' for key, value in told if value]
    lines.append("END:VCARD")
    return b"".join(map(_folded, lines))


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n").replace("\r", " ")


def _quoted(key: str) -> str:
    """RFC 6868: what a parameter cannot hold as it is."""
    return key.replace("^", "^^").replace("\n", "^n").replace('"', "^'")


def _folded(line: str) -> bytes:
    """Lines of at most 75 bytes, never cut inside a character."""
    data, pieces, room = line.encode("utf-8", "replace"), [], _LINE_BYTES
    while len(data) > room:
        cut = room
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(data[:cut])
        data, room = data[cut:], _LINE_BYTES - 1
    return b"\r\n ".join([*pieces, data]) + b"\r\n"
