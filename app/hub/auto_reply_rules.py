"""Automatic answers: what the hub looks at when somebody changes them, when it refuses, what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain import auto_replies as autos
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.hours import BUSINESS
from app.domain.ids import LineId, MemberId
from app.hub.roles import needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection
from storage.view.auto_replies import load_phones, load_replies


@dataclass(frozen=True, slots=True)
class AutoLook:
    """What the rules look at."""

    replies: Mapping[str, autos.AutoReply]
    phones: Mapping[LineId, MemberId]
    lines: frozenset[LineId]


def of_auto(conn: Connection, seen: Situation) -> Situation:
    """All texts, whose phones are whose, the team and its numbers: few rows each."""
    members = {key: one for key, one in view.members(conn).items() if not one.is_removed}
    lines = frozenset(one.line_id for one in view.lines(conn).values() if one.is_known)
    return replace(seen, members=members, auto=AutoLook(load_replies(conn), load_phones(conn), lines))


def check_auto(situation: Situation, body: Any) -> Refused | None:
    """Why a command about automatic answers must not happen."""
    return needs(situation, "change_auto_replies") or _CHECKS[type(body)](situation, body)


def auto_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; nothing where it is so already."""
    return _EVENTS[type(body)](situation, body)


def _look(situation: Situation) -> AutoLook:
    assert situation.auto is not None
    return situation.auto


def _clean(reply: autos.AutoReply) -> autos.AutoReply:
    return replace(reply, greeting=sendable(reply.greeting), away=sendable(reply.away))


def _check_save(situation: Situation, body: autos.SaveAutoReply) -> Refused | None:
    return autos.reply_problem(_clean(body.reply), _look(situation).lines)


def _check_remove(situation: Situation, body: autos.RemoveAutoReply) -> Refused | None:
    is_of_line = body.scope != BUSINESS and body.scope in _look(situation).replies
    return None if is_of_line else Refused("auto_gone")


def _check_map(situation: Situation, body: autos.MapPhone) -> Refused | None:
    if body.line_id not in _look(situation).lines:
        return Refused("auto_scope")
    is_known = body.member_id is None or body.member_id in situation.members
    return None if is_known else Refused("member_unknown", {"where": "team"})


def _saved(situation: Situation, body: autos.SaveAutoReply) -> EventBody | None:
    reply = _clean(body.reply)
    if _look(situation).replies.get(reply.scope) == reply:
        return None
    return autos.AutoReplySaved(
        reply.scope, reply.is_greeting, reply.greeting, reply.is_away, reply.away,
        situation.asker.member_id, reply.language,
    )  # fmt: skip


def _removed(situation: Situation, body: autos.RemoveAutoReply) -> EventBody:
    return autos.AutoReplyRemoved(body.scope, situation.asker.member_id)


def _mapped(situation: Situation, body: autos.MapPhone) -> EventBody | None:
    if _look(situation).phones.get(body.line_id) == body.member_id:
        return None
    return autos.PhoneMapped(body.line_id, body.member_id, situation.asker.member_id)


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    autos.SaveAutoReply: _check_save,
    autos.RemoveAutoReply: _check_remove,
    autos.MapPhone: _check_map,
}
_EVENTS: Mapping[type, Callable[[Situation, Any], EventBody | None]] = {
    autos.SaveAutoReply: _saved,
    autos.RemoveAutoReply: _removed,
    autos.MapPhone: _mapped,
}
