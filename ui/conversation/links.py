"""Links inside people's words: found in plain text, and opened only when their kind is harmless.

What is underlined is exactly what was written; `where_to` says the host that it really leads to. Nothing is fetched.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.words import gettext as _
from ui.plain import isolated

OPENABLE: Final = frozenset({"http", "https", "tel", "mailto"})
MOST_LINKS: Final = 50  # in one message
_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"'`«»]+)"
    r"|(?P<www>\bwww\.[^\s<>\"'`«»]+\.[^\s<>\"'`«»]+)"
    r"|(?P<uri>\b(?:tel|mailto):[^\s<>\"'`«»]+)"
    r"|(?P<mail>\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…"
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link at `start`..`end` (characters of the shown text) leading to `target`."""

    start: int
    end: int
    target: str


def find_links(text: str) -> tuple[Link, ...]:
    """The links of a shown text, in order. One that hides a login before its host ("a@b") is no link."""
    links: list[Link] = []
    if "." not in text and ":" not in text:
        return ()
    for match in _FOUND.finditer(text):
        written = _trimmed(match.group())
        target = _target(match.lastgroup or "", written)
        if target is not None:
            links.append(Link(match.start(), match.start() + len(written), target))
        if len(links) >= MOST_LINKS:
            break
    return tuple(links)


def has_web_link(text: str) -> bool:
    """Whether a text has a link of which a page could be shown."""
    return any(link.target.lower().startswith(("http:", "https:")) for link in find_links(text))


def where_to(target: str) -> str:
    """What a person must know before a click: the true host (in its ASCII form), number or address."""
    url = QUrl(target)
    if url.scheme() in ("tel", "mailto"):
        return _("Opens {target}").format(target=isolated(url.path()))
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return _("Opens {host} in the browser").format(host=isolated(host))


def open_link(target: str) -> bool:
    """Hand it to the system; False when its kind may not be opened."""
    url = QUrl(target, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in OPENABLE:
        return False
    return QDesktopServices.openUrl(url)


def _trimmed(written: str) -> str:
    """Without the punctuation of the sentence around it; a bracket that was opened inside stays."""
    while written and (written[-1] in _TRAILING or _closes_nothing(written)):
        written = written[:-1]
    return written


def _closes_nothing(written: str) -> bool:
    opener = _PAIRS.get(written[-1])
    return opener is not None and written.count(opener) < written.count(written[-1])


def _target(kind: str, written: str) -> str | None:
    target = {"www": f"https://{written}", "mail": f"mailto:{written}"}.get(kind, written)
    parts = _split(target)
    if parts is None or parts.scheme.lower() not in OPENABLE:
        return None
    if parts.scheme.lower() in ("http", "https") and ("@" in parts.netloc or not parts.hostname):
        return None
    return target


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:  # an unfinished "[" of an IPv6 host
        return None
