"""Reads a multipart/form-data body (RFC 7578), as uploads use it."""

import re
from dataclasses import dataclass

BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))', re.IGNORECASE)
PARAMETER = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; a file has a file name, and a type if the sender declared one."""

    name: str
    data: bytes
    filename: str | None = None
    content_type: str | None = None


def parse_form(content_type: str, raw: bytes) -> dict[str, Part]:
    """The fields of a form by name. Raises ValueError when it is none."""
    match = BOUNDARY.search(content_type)
    if match is None or not content_type.lower().startswith("multipart/form-data"):
        raise ValueError("not multipart/form-data")
    mark = b"--" + (match[1] or match[2]).encode()
    pieces = (b"\r\n" + raw).split(b"\r\n" + mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ValueError("the form has no end")
    parts = [_part(piece) for piece in pieces[1:-1]]
    return {part.name: part for part in parts}


def _part(piece: bytes) -> Part:
    head, found, data = piece.lstrip(b" \t").removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not found:
        raise ValueError("a part of the form has no header")
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
    fields = {name.strip().lower(): value.strip() for name, _, value in lines}
    names = dict(PARAMETER.findall(fields.get("content-disposition", "")))
    if "name" not in names:
        raise ValueError("a part of the form has no name")
    return Part(names["name"], data, names.get("filename"), fields.get("content-type"))
