"""What a message is: its kind, what a person wrote in it, and the file that it brings.

Markers of known languages come first; then what holds in any language (the name of a file at hand, iOS's mark before
its own words, Android's angle brackets).
"""

import re
from collections.abc import Container
from typing import Final, NamedTuple

from app.desk.imports.attachments import attachment_in, last_marked
from app.desk.imports.marks import INVISIBLE, MARKED, bare, plain, wording
from app.desk.imports.wording import Wording

_CARE = re.compile(rf"[<{INVISIBLE}]|\)[ ]?(?:\n|\Z)|https?://(?:maps|www\.google|foursquare)")
_PLACE = re.compile(
    r"(?:[^\n]*\n){0,4}[^\n]*?https?://(?:maps\.google\.com/\?q=-?\d+\.\d+,-?\d+\.\d+|foursquare\.com/v/\S+)\s*"
)
_DOCUMENT = re.compile(r"[^\n]{1,150}\.\w{1,5}(?: • \d+ \S+)?(?= )")  # what stands before "document omitted"
_EDITED = re.compile(rf"[ \n]?[{INVISIBLE}]*<[{INVISIBLE}]*(?P<inner>[^<>\n]{{4,60}})>[{INVISIBLE}\s]*\Z")
_WHOLE_IN_BRACKETS = re.compile(r"<(?=[^<>]*[^<>\s]\s+[^<>\s]|[^<>]*[^\x00-\x7f])[^<>\n]{4,60}>")
_POLL = re.compile(rf"[{INVISIBLE}]*(?P<word>[^\W\d_]{{2,15}}) ?:[ ]?\n")
_CHOICES = re.compile(rf"\n[{INVISIBLE}]*[^\W\d_]{{2,15}} ?: [^\n]*\([{INVISIBLE}]*\d++[^\n()]*\)")
NOTHING: Final = frozenset({"", "null"})  # seen once, missed, or not available any more
_LONGEST_MARKER: Final = 160
_LONGEST_OMITTED: Final = 45
_LONGEST_PLACE: Final = 1_000
_LONGEST_POLL: Final = 4_000


class Body(NamedTuple):
    """`text` is what was written, None when there is only a file; `language` is set by a marker that tells it."""

    kind: str
    text: str | None
    media: str | None = None
    is_omitted: bool = False
    is_edited: bool = False
    language: str | None = None


class BodyReader:
    """Reads the bodies of one file. `names`: the files at hand. `is_ios`: headers in square brackets."""

    def __init__(self, words: Wording, names: Container[str], *, is_ios: bool) -> None:
        self._words = words
        self._names = names
        self._is_ios = is_ios
        self._encryption = tuple(words.encryption)
        self._documents = tuple(marker for marker, (kind, _) in words.omitted.items() if kind == "document")
        self._known = NOTHING | words.omitted.keys() | words.live.keys() | words.deleted.keys()

    def of_nobody(self, body: str) -> Body:
        """A line without an author: the application's own."""
        text = bare(body).strip()
        if len(text) < _LONGEST_MARKER and self._words.calls.fullmatch(text.rstrip(".")):
            return Body("call", text)
        return Body("system", text, language=self._notice_language(text))

    def of_author(self, body: str, *, is_early: bool = False) -> Body:
        """A line with an author, whom iOS names even where the application speaks."""
        is_short = len(body) < _LONGEST_MARKER
        if _CARE.search(body) is None:
            if is_early and (language := self._notice_language(body)):
                return Body("system", body.strip(), language=language)
            return (self._whole(body) if is_short else None) or self._plain(body)
        body, is_edited, language = self._without_edited(body)
        found = self._careful(body, is_short=is_short, is_early=is_early)
        return found._replace(is_edited=is_edited, language=found.language or language)

    def _careful(self, body: str, *, is_short: bool, is_early: bool) -> Body:
        if file := attachment_in(body, self._names, self._words.attached):
            return Body(file.kind, file.caption, file.name, language=file.language)
        if found := (self._whole(body) if is_short else None) or self._omitted(body):
            return found
        if len(body) < _LONGEST_PLACE and _PLACE.fullmatch(body):
            return Body("location", bare(body).strip())
        if self._is_ios and body.startswith(MARKED):
            return self._own_words(body)
        if is_early and (language := self._notice_language(body)):
            return Body("system", bare(body).strip(), language=language)
        return self._plain(body)

    def _plain(self, body: str) -> Body:
        if "\n" in body and self._is_poll(body):
            return Body("poll", bare(body).strip())
        text = body.rstrip()
        return Body("text", text) if text else Body("unknown", None)

    def _whole(self, body: str) -> Body | None:
        """A body that is one marker and nothing else."""
        said = wording(body)
        if said in self._known or said.startswith(self._words.deleted_starts):
            return self._marker(said, body)
        is_likely_call = ". " in said or ", " in said or (self._is_ios and body.startswith(MARKED))
        if is_likely_call and self._words.calls.fullmatch(said):
            return Body("call", plain(body).strip())
        if self._is_ios and said.startswith(self._encryption):
            return Body("system", bare(body).strip(), language=self._notice_language(body))
        if self._is_ios and said.endswith(self._documents) and (found := _DOCUMENT.match(plain(body))):
            return Body("document", found[0], is_omitted=True)
        return None

    def _marker(self, said: str, body: str) -> Body:
        words = self._words
        if said in words.omitted:
            kind, language = words.omitted[said]
            return Body(kind, None, is_omitted=True, language=language)
        if said in words.live:
            return Body("live_location", plain(body).strip(), language=words.live[said])
        if said in NOTHING:
            return Body("unknown", None)
        return Body("deleted", plain(body).strip(), language=words.deleted.get(said))

    def _omitted(self, body: str) -> Body | None:
        """A marker instead of a file, with what was written beside it."""
        first, _, rest = body.partition("\n")
        if rest and len(first) < _LONGEST_MARKER and (known := self._words.omitted.get(wording(first))):
            return Body(known[0], bare(rest).strip() or None, is_omitted=True, language=known[1])
        split = last_marked(body)
        if (
            split
            and len(split[1]) < _LONGEST_MARKER
            and (known := self._words.omitted.get(wording(split[1])))
        ):
            return Body(known[0], bare(split[0]).strip() or None, is_omitted=True, language=known[1])
        if (
            not self._is_ios
            and len(body) < _LONGEST_MARKER
            and _WHOLE_IN_BRACKETS.fullmatch(bare(body).strip())
        ):
            return None if "://" in body else Body("media", None, is_omitted=True)
        return None

    def _own_words(self, body: str) -> Body:
        """iOS marks what the application wrote: a short unknown word stands for a file, anything else is a notice."""
        text = bare(body).strip()
        if self._is_poll(body):
            return Body("poll", text)
        is_sentence = text.endswith(".") or any(sign.isdigit() for sign in text) or "\n" in text
        if len(text) <= _LONGEST_OMITTED and not is_sentence and not self._words.notices.search(text):
            return Body("media", None, is_omitted=True)
        return Body("system", text, language=self._notice_language(text))

    def _is_poll(self, body: str) -> bool:
        begun = _POLL.match(body)
        if begun is None or not (begun["word"] in self._words.polls or begun["word"].isupper()):
            return False
        return _CHOICES.search(body[:_LONGEST_POLL]) is not None

    def _without_edited(self, body: str) -> tuple[str, bool, str | None]:
        """The text without the note that it was changed; in other languages iOS's mark before it tells."""
        found = _EDITED.search(body[-80:])
        if found is None or not (text := body[: len(body) - (found.end() - found.start())]).strip(
            INVISIBLE + " "
        ):
            return body, False, None
        language = self._words.edited.get(wording(found["inner"]))
        is_marked = self._is_ios and MARKED in found[0].partition("<")[0]
        is_known_file = ":" in found["inner"] or wording(found["inner"]) in self._words.attached
        if language or (is_marked and not is_known_file and " " in found["inner"]):
            return text, True, language
        return body, False, None

    def _notice_language(self, text: str) -> str | None:
        """The language of the notice about encryption; None for other texts."""
        said = wording(text[:_LONGEST_MARKER])
        if not said.startswith(self._encryption):
            return None
        return next(lang for start, lang in self._words.encryption.items() if said.startswith(start))
