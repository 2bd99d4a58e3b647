"""Conversations in open formats: pages that anybody can read and print, JSON for programs, the files beside them."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from app.domain.rows import MessageRow
from app.words.formats import Formats, placeholder
from app.words.transfer import notice_words, page_words, talk_state_words
from storage.codec import to_json

STYLE: Final = """
:root{color-scheme:light dark;--page:#f6f7f8;--paper:#fff;--ink:#1b1f23;--soft:#5d6670;--ours:#dff3e6;
--note:#fff3cf;--line:#dfe3e7}
@media (prefers-color-scheme:dark){:root{--page:#15181b;--paper:#22272c;--ink:#e8ebee;--soft:#9aa4ae;--ours:#1f3b2c;
--note:#40371a;--line:#343b42}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
main,header{max-width:780px;margin:0 auto;padding:16px}h1{font-size:20px;margin:8px 0}a{color:inherit}
.soft,time,.state{color:var(--soft);font-size:12px}
.day{text-align:center;margin:20px 0 8px;color:var(--soft);font-size:13px}
.m{max-width:78%;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 12px;margin:6px 0;
overflow-wrap:anywhere;break-inside:avoid}
.m p{margin:0;white-space:pre-wrap}.out{margin-left:auto;background:var(--ours)}
.note{margin-left:auto;background:var(--note)}.notice{text-align:center;color:var(--soft);font-size:13px;margin:8px 0}
.m img,.m video{max-width:100%;max-height:420px;border-radius:4px;display:block}.m audio{width:100%}
blockquote{margin:0 0 6px;padding:2px 8px;border-left:3px solid var(--line);color:var(--soft)}
table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:8px;border-bottom:1px solid var(--line)}
@media print{body{background:#fff}.m{border-color:#bbb}}
"""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; media-src 'self' file: data:"
)
_HEAD: Final = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">'
    '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body>\n"
)
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
_SOUNDS: Final = frozenset({".ogg", ".opus", ".mp3", ".m4a", ".aac", ".amr", ".wav"})
_FILMS: Final = frozenset({".mp4", ".3gp", ".webm"})


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation. `page`: the name of its files without an ending."""

    conversation_id: str
    page: str
    name: str
    identity: str
    line: str
    messages: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Carried:
    """A file of a message. `path` from the pages' folder, None where there is none; `why` then says so."""

    path: str | None = None
    why: str = ""


def head(title: str, language: str) -> str:
    """The beginning of a page: no program in it, and nothing from anywhere else."""
    facts = {"title": html.escape(title), "language": language, "policy": _POLICY, "style": STYLE}
    return _HEAD.format(**facts)


def index_page(talks: Sequence[Talk], formats: Formats, now: datetime) -> Iterator[str]:
    """The list of all conversations."""
    words = page_words()
    yield head(words["title"], formats.language)
    made = words["made"].format(date=_day(now, formats))
    yield f'<main><h1>{html.escape(words["title"])}</h1><p class="soft">{html.escape(made)}</p><table>'
    for talk in talks:
        last = html.escape(_day(talk.last_at, formats)) if talk.last_at else ""
        count = html.escape(words["messages"].format(n=formats.number(talk.messages)))
        yield (
            f'<tr><td><a href="conversations/{quote(talk.page)}.html" dir="auto">{html.escape(talk.name)}</a><br>'
            f'<span class="soft">{html.escape(talk.identity)}</span></td><td>{count}</td><td>{last}</td></tr>\n'
        )
    yield "</table></main></body></html>\n"


def talk_page(
    talk: Talk, rows: Iterable[MessageRow], files: Mapping[str, Carried], formats: Formats, now: datetime
) -> Iterator[str]:
    """One conversation to read; `files` by message."""
    words = page_words()
    yield head(talk.name, formats.language)
    made = words["made"].format(date=_day(now, formats))
    yield (
        f'<header><a class="soft" href="../index.html">{html.escape(words["back"])}</a>'
        f'<h1 dir="auto">{html.escape(talk.name)}</h1><p class="soft">{html.escape(talk.identity)} · '
        f"{html.escape(talk.line)} · {html.escape(made)}</p></header><main>\n"
    )
    day = ""
    for row in rows:
        here = _day(row.sort_at, formats)
        if here != day:
            day = here
            yield f'<div class="day">{html.escape(day)}</div>\n'
        yield _bubble(row, files.get(row.message_id), talk, formats, words)
    yield "</main></body></html>\n"


def _bubble(
    row: MessageRow, carried: Carried | None, talk: Talk, formats: Formats, words: Mapping[str, str]
) -> str:
    if row.notice is not None:
        told = notice_words(row.notice.what, row.notice.by_name, row.notice.to_name)
        return f'<div class="notice" dir="auto">{html.escape(told)}</div>\n'
    is_note = row.kind == "note"
    kind = "note" if is_note else "out" if row.direction == "out" else "in"
    author = row.author_name or (talk.name if kind == "in" else words["us"])
    who = f"{words['note']} · {author}" if is_note else author
    marks = [talk_state_words(row.state)] if row.direction == "out" and not is_note else []
    marks += [words["edited"]] if row.is_edited else []
    said = [f'<span class="state" dir="auto">{html.escape(who)}</span>']
    if row.reply_text:
        quoted = words["in_reply"].format(name=row.reply_name or "")
        said.append(
            f'<blockquote dir="auto">{html.escape(quoted)}: {html.escape(row.reply_text)}</blockquote>'
        )
    said += _inside(row, carried, words)
    time = (
        f'<time datetime="{row.sort_at.isoformat()}">{html.escape(formats.time_of_day(row.sort_at))}</time>'
    )
    beside = " · ".join([time, *(html.escape(mark) for mark in marks if mark)])
    beside += "".join(f" {html.escape(one.emoji)}" for one in row.reactions)
    inner = f'{"".join(said)}<div class="state">{beside}</div>'
    return f'<div class="m {kind}" id="{html.escape(row.message_id)}">{inner}</div>\n'


def _inside(row: MessageRow, carried: Carried | None, words: Mapping[str, str]) -> list[str]:
    if row.is_revoked:
        return [f'<p class="soft">{html.escape(words["revoked"])}</p>']
    said = []
    if carried is not None:
        said.append(_file(row, carried, words))
    elif row.kind not in ("text", "note"):
        said.append(f'<p class="soft">{html.escape(placeholder(row.kind))}</p>')
    place = row.content.place if row.content else None
    if place is not None:
        where = ", ".join(filter(None, (place.name, place.address))) or f"{place.latitude}, {place.longitude}"
        said.append(f'<p dir="auto">{html.escape(where)}</p>')
    for card in row.content.cards if row.content else ():
        phones = ", ".join(phone.number or "" for phone in card.phones)
        said.append(f'<p dir="auto">{html.escape(card.name)} {html.escape(phones)}</p>')
    if row.text:
        said.append(f'<p dir="auto">{html.escape(row.text)}</p>')
    return said


def _file(row: MessageRow, carried: Carried, words: Mapping[str, str]) -> str:
    media = row.content.media if row.content else None
    name = html.escape((media.name if media else None) or placeholder(row.kind))
    if carried.path is None:
        return f'<p class="soft">{name}: {html.escape(words["missing"].format(why=carried.why))}</p>'
    where = html.escape(f"../{carried.path}", quote=True)
    ending = carried.path[carried.path.rfind(".") :].lower()
    if ending in _PICTURES:
        return f'<a href="{where}"><img src="{where}" alt="{name}" loading="lazy"></a>'
    if ending in _SOUNDS:
        return f'<audio controls preload="none" src="{where}"></audio>'
    if ending in _FILMS:
        return f'<video controls preload="none" src="{where}"></video>'
    return f'<p><a href="{where}" download>{name}</a></p>'


def talk_json(talk: Talk, rows: Iterable[MessageRow], files: Mapping[str, Carried]) -> Iterator[str]:
    """One conversation for programs: an object with its messages, oldest first."""
    opened = {
        "conversation_id": talk.conversation_id, "person": talk.identity, "name": talk.name, "line": talk.line,
    }  # fmt: skip
    yield json.dumps(opened, ensure_ascii=False)[:-1] + ', "messages": [\n'
    is_first = True
    for row in rows:
        yield ("" if is_first else ",\n") + json.dumps(
            _message(row, files.get(row.message_id)), ensure_ascii=False
        )
        is_first = False
    yield "\n]}\n"


def _message(row: MessageRow, carried: Carried | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "message_id": row.message_id,
        "at": row.sort_at.isoformat(),
        "direction": row.direction,
        "author": row.author,
        "author_name": row.author_name,
        "kind": row.kind,
        "text": None if row.is_revoked else row.text,
        "state": row.state if row.direction == "out" else None,
        "reply_to": row.reply_message_id,
        "is_edited": row.is_edited,
        "is_revoked": row.is_revoked,
        "reactions": [{"emoji": one.emoji, "name": one.name} for one in row.reactions],
    }
    if row.content is not None and not row.is_revoked:
        told["content"] = json.loads(to_json(row.content))
    if row.notice is not None:
        told["notice"] = json.loads(to_json(row.notice))
    if carried is not None:
        told["file"] = {"path": carried.path} if carried.path else {"missing": carried.why}
    return {key: value for key, value in told.items() if value not in (None, [], False)}


def _day(at: datetime, formats: Formats) -> str:
    """The whole day, whatever today is: a page is read years later."""
    from datetime import timedelta

    return formats.day_line(at, at + timedelta(days=400))
