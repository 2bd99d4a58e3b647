"""Finding a quick reply while somebody types: without accents and capitals, by its name first, the most used on top."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from app.domain.ids import QuickReplyId
from app.domain.quick_replies import QuickReply

_NOWHERE = 9
_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)


def folded(text: str) -> str:
    """In small letters without accents, each word after one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    words = _WORD.findall(_MARK.sub("", plain))
    return f" {' '.join(words)}" if words else ""


class QuickSearch:
    """The replies with their words folded once: a key then costs a look at each, no more."""

    def __init__(self, replies: Iterable[QuickReply]) -> None:
        self._all = [(one, folded(one.name), folded(one.text)) for one in replies]

    def find(
        self, text: str, uses: Mapping[str, int], language: str = "", limit: int = 200
    ) -> list[QuickReply]:
        """Those that hold every word of `text`: another language than the conversation's last, then by use and name."""
        wanted = folded(text).split()
        found: list[tuple[int, bool, int, str, QuickReplyId, QuickReply]] = []
        for one, name, words in self._all:
            place = _place(wanted, name, words)
            if place != _NOWHERE:
                is_other = bool(language and one.language and one.language != language)
                found.append((place, is_other, -uses.get(one.reply_id, 0), name, one.reply_id, one))
        found.sort(key=lambda each: each[:5])
        return [each[-1] for each in found[:limit]]


def _place(wanted: list[str], name: str, words: str) -> int:
    """0: the name begins like this; 1: words of it do; 2: the text has them; the last: none of it."""
    if not wanted or name.startswith(" " + " ".join(wanted)):
        return 0
    if all(f" {word}" in name for word in wanted):
        return 1
    both = name + words
    return 2 if all(f" {word}" in both for word in wanted) else _NOWHERE
