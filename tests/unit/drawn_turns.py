"""Turns, episodes, messages and deals for tests of reports: by hand, or drawn."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.copies import changed
from app.domain.deal_histories import Track
from app.domain.groups import GroupBook, GroupSaved
from app.domain.hours import ALWAYS, HoursBook, OpeningHours, Span
from app.domain.ids import MemberId
from app.domain.money import Money
from app.domain.report_facts import Facts
from app.domain.report_rows import ReportAsk
from app.domain.send_index import ACCEPTED, ASKED, DELIVERED, FAILED, HUMAN, IN, READ, SendIndex, Sent
from app.domain.turn_index import TurnIndex
from app.domain.turns import Episode, Turn

PARIS = "Europe/Paris"
DAY_S, HOUR_S = 86_400, 3600
MORNING, AFTERNOON = Span(540, 720), Span(840, 1080)
HOURS = OpeningHours(ALWAYS, PARIS, (*[(MORNING, AFTERNOON)] * 5, (), ()), holidays=("2026-05-01",))


def at(moment: str) -> int:
    """A moment in Paris: "2026-03-02 10:00"."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(PARIS)).timestamp())


MONDAY = at("2026-03-02 00:00")
NOW_S = at("2026-03-20 12:00")
MONTH = ReportAsk(at("2026-03-01 00:00"), at("2026-04-01 00:00"), PARIS)


def hours() -> HoursBook:
    """Monday to Friday, 9 to 12 and 14 to 18."""
    return HoursBook([("", HOURS)])


def groups() -> GroupBook:
    """Bo and Al are the workshop, since ever."""
    book = GroupBook()
    book.apply(GroupSaved("g1", "Workshop", (MemberId("bo"), MemberId("al"))), 0)
    return book


def turn(start_s: int, cal_s: int | None = 60, who: str = "bo", talk: str = "c1", **fields: Any) -> Turn:
    """An answered wait that `who` held all the time; `cal_s` None: it lasts."""
    made = Turn(
        talk,
        talk.replace("c", "p"),
        "l1",
        1,
        1,
        start_s,
        "customer",
        start_s,
        f"m{start_s}",
        holder_at_start=who,
        holder=who if cal_s is None else None,
    )
    if cal_s is not None:
        made = changed(
            made, end_s=start_s + cal_s, ended_by="reply", author=who, holds=((who, cal_s),) if cal_s else (),
            responder=who, response_s=cal_s,
        )  # fmt: skip
    return changed(made, **fields)


def episode(opened_s: int, took_s: int | None = 3600, talk: str = "c1", **fields: Any) -> Episode:
    """A matter that Bo closed; `took_s` None: it is open."""
    closed_s = None if took_s is None else opened_s + took_s
    made = Episode(
        talk, talk.replace("c", "p"), "l1", 1, opened_s, "customer", took_s is None, opened_s, opened_s, took_s, took_s,
        took_s, None if took_s is None else "bo", False, int(took_s is not None), 0, 0, 1, None, 0, closed_s,
    )  # fmt: skip
    return changed(made, **fields)


def sent(no: int, at_s: int, flags: int, talk: str = "c1", who: str = "bo", failure: str = "") -> Sent:
    """A message."""
    is_in = bool(flags & IN)
    return Sent(no, at_s, talk, talk.replace("c", "p"), "l1", flags, "" if is_in else who, failure)


def deal(deal_id: str, made_s: int, state: str = "open", ended_s: int | None = None, **fields: Any) -> Track:
    """A deal of 100 euros of the first person."""
    made = Track(
        deal_id, "main", "s1", state, made_s, ended_s, Money(10_000, "EUR"), MemberId("bo"), "", "us", "p1", made_s, (),  # type: ignore[arg-type]
    )  # fmt: skip
    return changed(made, **fields)


def facts(
    turns: list[Turn] | None = None,
    episodes: list[Episode] | None = None,
    messages: list[Sent] | None = None,
    deals: list[Track] | None = None,
    *,
    book: HoursBook | None = None,
    **more: Any,
) -> Facts:
    """Of these; the standard of a first answer is 15 minutes by the opening hours, of later ones 30."""
    index = TurnIndex(hours() if book is None else book, groups(), standard)
    index.load(turns or [], episodes or [])
    sends = SendIndex(groups())
    sends.load(messages or [])
    return Facts(index, sends, deals or [], "EUR", 900, **more)


def standard(_start_s: int, _scopes: object, is_first: bool, _is_known: bool) -> tuple[int, str]:
    """15 minutes, 30 for later answers."""
    return (900 if is_first else 1800), "bus"


def drawn(seed: int, n: int = 300) -> tuple[list[Turn], list[Episode], list[Sent], list[Track]]:
    """Two months of a small team."""
    chance = random.Random(seed)
    turns, episodes, messages, deals = [], [], [], []
    for no in range(n):
        talk, number = f"c{no % 23}", no // 23 + 1
        opened_s = MONDAY - 20 * DAY_S + number * 3 * DAY_S + chance.randrange(2 * DAY_S)
        episodes.append(_drawn_episode(chance, opened_s, talk, number))
        turns += [
            _drawn_turn(chance, opened_s + k * 5000, talk, number, k + 1) for k in range(chance.randint(1, 3))
        ]
        messages += _drawn_messages(chance, 10 * no, opened_s, talk)
        made_s = opened_s + chance.randrange(DAY_S)
        state = chance.choice(("open", "won", "lost"))
        ended_s = None if state == "open" else made_s + chance.randrange(9 * DAY_S)
        owner = MemberId(chance.choice(("bo", "al", "cy")))
        amount = chance.choice(
            (None, Money(chance.randrange(10**5), "EUR"), Money(chance.randrange(10**5), "CHF"))
        )
        deals.append(
            deal(
                f"d{no}", made_s, state, ended_s, owner_id=owner, amount=amount, person=talk.replace("c", "p")
            )
        )
    return turns, episodes, messages, deals


def _drawn_turn(chance: random.Random, start_s: int, talk: str, number: int, count: int) -> Turn:
    who, cal_s = chance.choice(("bo", "al", "cy", "phone")), int(chance.expovariate(1 / 9000))
    line = chance.choice(("l1", "l2"))
    made = turn(start_s, cal_s, who, talk, episode=number, turn=count, line_id=line)
    promised_s = start_s + 4000 if chance.random() < 0.3 else None
    made = changed(made, promised_s=promised_s)
    how = chance.random()
    if how < 0.05:
        return turn(start_s, None, who, talk, episode=number, turn=count, line_id=line, promised_s=promised_s)
    if how < 0.15:
        made = changed(made, ended_by="waived", responder=None, response_s=None)
    elif how < 0.2:
        made = changed(made, ended_by="abandoned", responder=None, response_s=None)
    elif how < 0.4:
        holds = (("al", cal_s // 3), ("cy", cal_s - cal_s // 3))
        made = changed(made, holds=holds, handed_before=holds[:1], holder_at_start="al")
    elif how < 0.5:
        made = changed(
            made, responder=None, response_s=None, assist=who, holds=(("cy", cal_s),), holder_at_start="cy"
        )
    return made


def _drawn_episode(chance: random.Random, opened_s: int, talk: str, number: int) -> Episode:
    took_s = None if chance.random() < 0.1 else chance.randrange(2 * DAY_S)
    made = episode(opened_s, took_s, talk, episode=number, line_id=chance.choice(("l1", "l2")))
    return changed(
        made, is_auto=chance.random() < 0.2 and took_s is not None, reopens=int(chance.random() < 0.1),
        transfers_after_reply=int(chance.random() < 0.1), machine_first_s=chance.choice((None, 4)),
    )  # fmt: skip


def _drawn_messages(chance: random.Random, no: int, at_s: int, talk: str) -> list[Sent]:
    fates = (0, DELIVERED, DELIVERED | READ, FAILED)
    found = []
    for k in range(chance.randint(1, 4)):
        at_s += chance.randrange(3 * HOUR_S)
        fate = chance.choice(fates)
        is_in = chance.random() < 0.5
        flags = IN if is_in else ASKED | (ACCEPTED | HUMAN | fate if chance.random() < 0.9 else 0)
        found.append(
            sent(no + k, at_s, flags, talk, failure="undeliverable" if flags & FAILED and not is_in else "")
        )
    return found
