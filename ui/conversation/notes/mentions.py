"""Names after an "@" in a note: what is being typed, whom a text names, and where its names stand."""

import re
from collections.abc import Sequence
from typing import Final

from app.domain.folding import folded
from app.domain.ids import MemberId
from app.domain.rows import MemberRow
from ui.conversation.markup import Styled

AT: Final = "@"
_BEGUN: Final = re.compile(r"(?:^|(?<=[\s(]))@([^\s@]{0,40})$")
_NAMED: Final = re.compile(r"(?:^|(?<=[\s(]))@[^\W_][\w'’-]*")


def called(member: MemberRow, team: Sequence[MemberRow]) -> str:
    """How a member is named in a note: the first name, or the whole one where two share it."""
    first = _first(member)
    others = (other for other in team if other.member_id != member.member_id and other.is_active)
    is_shared = any(folded(_first(other)) == folded(first) for other in others)
    return _whole(member) if is_shared else first


def begun(text_before: str) -> str | None:
    """The start of a name that is being typed at the end of this text, "" right after the "@"; None for none."""
    found = _BEGUN.search(text_before)
    return found.group(1) if found else None


def fitting(start: str, team: Sequence[MemberRow]) -> list[MemberRow]:
    """Whom it may mean: everybody else who is in the team, by the start of any of their names."""
    wanted = folded(start)  # with the blank before a word
    others = [member for member in team if member.is_active and not member.is_me]
    return [member for member in others if wanted in folded(member.name) or wanted in folded(_whole(member))]


def named(text: str, team: Sequence[MemberRow]) -> tuple[MemberId, ...]:
    """Everybody whom the text names, each once, in the team's order."""
    words = {folded(found.group()[1:]) for found in _NAMED.finditer(text)}
    return tuple(
        member.member_id for member in team if member.is_active and folded(called(member, team)) in words
    )


def mentioned(text: str) -> tuple[Styled, ...]:
    """The names of a note that somebody is mentioned in, to be shown in bold."""
    return tuple(Styled(found.start(), found.end(), "bold") for found in _NAMED.finditer(text))


def _first(member: MemberRow) -> str:
    return (member.name.split() or [member.name])[0]


def _whole(member: MemberRow) -> str:
    return "".join(member.name.split())
