"""Files in a message: their names, kinds and captions, on both systems and in any language."""

import re
from collections.abc import Container
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from app.desk.imports.marks import INVISIBLE, MARKED, bare, wording
from app.desk.imports.wording import Said

_M: Final = f"[{INVISIBLE}]*+"
_KINDS: Final = {
    "PHOTO": "image", "IMG": "image", "VIDEO": "video", "VID": "video", "AUDIO": "audio", "AUD": "audio",
    "PTT": "voice", "GIF": "gif", "STICKER": "sticker", "STK": "sticker", "DOC": "document",
}  # fmt: skip
_TOKEN = re.compile(rf"(?:\d{{8}}-|\d{{4}}-\d\d-\d\d-)?({'|'.join(_KINDS)})-\d")
_BY_ENDING: Final = {".vcf": "contacts", ".webp": "sticker"}
_ANDROID_NAME = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d{1,6}\.\w{0,5}")
_IOS_NAME = re.compile(r"\d{8}-.|\d{4}-\d\d-\d\d-[A-Z]+-\d+\.")
_IOS = re.compile(
    rf"{_M}<{_M} ?(?:(?P<word>[^<>:\n]{{2,20}}): ?(?P<name>[^<>\n]{{1,300}})"
    rf"|(?P<named>\d{{8}}-[^<>\n]{{1,300}}) \S{{2,20}}) ?>"
)
_OLD_IOS = re.compile(rf"{_M}(?P<name>[^\s<>][^<>\n]{{0,300}}) {_M}<{_M}(?P<word>[^<>:\n]{{2,20}})>")
_PAGES = re.compile(r" ?• \d+ [^\n]{1,20}$")
_RUNNING_NUMBER = re.compile(r"^\d{8}-")
_LONGEST_FIRST_LINE: Final = 400
_MOST_LOOKED_AT: Final = 8


class Attachment(NamedTuple):
    """A file of a message: its name in the export, its kind, and what was written with it."""

    name: str
    kind: str
    caption: str | None
    language: str | None = None


def attachment_in(body: str, names: Container[str], words: Said) -> Attachment | None:
    """The file that a message brings. `names` are the files at hand: one of them is an attachment in any language."""
    first, _, rest = body.partition("\n")
    if len(first) <= _LONGEST_FIRST_LINE:
        ended = first.rstrip()
        if ended.endswith(")") and (found := _android(ended, rest, names, words)):
            return found
        if ended.endswith(">") and (found := _old_ios(ended, rest, names, words)):
            return found
    return _ios(body, names, words) if "<" in body else None


def _android(first: str, rest: str, names: Container[str], words: Said) -> Attachment | None:
    name, _, word = first[:-1].rpartition(" (")
    name, language = bare(name).strip(), words.get(wording(word))
    if not name or not (name in names or _ANDROID_NAME.fullmatch(name) or (language and "." in name)):
        return None
    kind = kind_of(name)
    return Attachment(name, kind, _without_title(rest, name, kind), language)


def _old_ios(first: str, rest: str, names: Container[str], words: Said) -> Attachment | None:
    """`2016-06-27-PHOTO-00000013.jpg <attached>`."""
    found = _OLD_IOS.fullmatch(first)
    if found is None:
        return None
    name, language = bare(found["name"]).strip(), words.get(wording(found["word"]))
    if not (name in names or (_IOS_NAME.match(name) and "." in name) or (language and "." in name)):
        return None
    kind = kind_of(name)
    return Attachment(name, kind, _without_title(rest, name, kind), language)


def _ios(body: str, names: Container[str], words: Said) -> Attachment | None:
    for count, found in enumerate(_IOS.finditer(body)):
        if count == _MOST_LOOKED_AT:
            break
        name = bare(found["name"] or found["named"]).strip()
        language = words.get(wording(found["word"] or ""))
        if name in names or _IOS_NAME.match(name) or (language and "." in name):
            kind = kind_of(name)
            before = _without_pages(body[: found.start()], name, kind)
            around = [bare(part).strip() for part in (before, body[found.end() :])]
            return Attachment(name, kind, "\n".join(part for part in around if part) or None, language)
    return None


def kind_of(name: str) -> str:
    """The kind by the token in the name; a file with a name of its own was sent as a document."""
    token = _TOKEN.match(name)
    if token:
        return _KINDS[token[1]]
    return _BY_ENDING.get(PurePosixPath(name).suffix.lower(), "document")


def _without_title(rest: str, name: str, kind: str) -> str | None:
    """Android repeats a document's name, without its ending, on the next line."""
    first, _, others = rest.partition("\n")
    is_title = kind in ("document", "contacts") and bare(first).strip() in (PurePosixPath(name).stem, name)
    caption = bare(others if is_title else rest) if not is_title else others
    return caption.strip() or None


def _without_pages(before: str, name: str, kind: str) -> str:
    """iOS names a document before its marker: "quote.pdf • 2 pages"."""
    if kind != "document":
        return before
    title = _PAGES.sub("", bare(before).strip())
    own = _RUNNING_NUMBER.sub("", name)
    return "" if title in (own, PurePosixPath(own).stem) else before


def last_marked(body: str) -> tuple[str, str] | None:
    """What stands before and after the last mark by which iOS begins its own words; None without one."""
    at = body.rfind(MARKED)
    return (body[:at], body[at:]) if at >= 0 else None
