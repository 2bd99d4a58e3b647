"""Who of the team is in a conversation right now, in a few words."""

from collections.abc import Sequence

from app.words import gettext as _
from app.words import ngettext


def presence_words(typing: Sequence[str], viewing: Sequence[str]) -> str:
    """Names of those who write, then of those who only look; "" for somebody who is not known by name yet."""
    return " · ".join(
        words for words in (_typing_words(_known(typing)), _viewing_words(_known(viewing))) if words
    )


def _known(names: Sequence[str]) -> list[str]:
    return [name or _("A colleague") for name in names]


def _typing_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return _("{name} is typing…").format(name=names[0])
    if len(names) == 2:
        return _("{first} and {second} are typing…").format(first=names[0], second=names[1])
    others = len(names) - 1
    words = ngettext("{name} and {n} other are typing…", "{name} and {n} others are typing…", others)
    return words.format(name=names[0], n=others)


def _viewing_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return _("{name} is viewing").format(name=names[0])
    if len(names) == 2:
        return _("{first} and {second} are viewing").format(first=names[0], second=names[1])
    others = len(names) - 1
    words = ngettext("{name} and {n} other are viewing", "{name} and {n} others are viewing", others)
    return words.format(name=names[0], n=others)
