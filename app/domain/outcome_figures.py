"""Reports about what it earns: money won, conversion by its denominator, velocity, revenue per prospect.

Money counts in the window in which its deal was won; rates and times are of the deals that were made in it. A deal that
was won is an outcome of the last episode of its person that was opened before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import compress
from typing import Final

from app.domain.deal_figures import velocity_of
from app.domain.deal_histories import Track
from app.domain.ids import MemberId
from app.domain.money import Money, plus
from app.domain.report_cuts import cuts
from app.domain.report_facts import Facts, count_figure, seconds_figure, share_figure
from app.domain.report_rows import BehindKey, Figure, Point, Report, ReportAsk, Trend
from app.domain.resolution_figures import EpisodePick
from app.domain.runs import run_of
from app.domain.send_picks import SendPick
from app.domain.sorted_columns import FULL, both, count_of
from app.domain.spreads import Rate, rounded

CODES: Final = ("revenue", "deals_won", "conversion", "win_rate")


class DealPick:
    """The deals that an ask is about: of a member, of members of a group, of people who are known on a number."""

    def __init__(self, facts: Facts, ask: ReportAsk, now_s: int) -> None:
        self.facts, self.ask, self.now_s = facts, ask, now_s
        self._people = None if ask.line_id is None else facts.turns.people_of(ask.line_id)
        self.deals = [deal for deal in facts.deals if self._is_asked(deal)] if _is_part(ask) else facts.deals
        from_s, until_s = ask.from_s, ask.until_s
        self.made = [deal for deal in self.deals if from_s <= deal.made_s < until_s]
        self.ended = [
            deal for deal in self.deals if deal.ended_s is not None and from_s <= deal.ended_s < until_s
            and deal.state != "open"
        ]  # fmt: skip
        self.won = [deal for deal in self.ended if deal.state == "won"]
        self.open = [deal for deal in self.deals if deal.state == "open"]

    def of_made(self, *states: str) -> list[Track]:
        """Of those made in the window, the ones that are so now."""
        return [deal for deal in self.made if deal.state in states]

    def converted(self, matters: EpisodePick) -> tuple[set[int], set[int]]:
        """The episodes of the window that a deal came of which was won in it (their places), and whose they are."""
        contacts, cols = self.facts.turns.contacts, matters.cols
        wins: dict[int, list[int]] = {}
        for deal in self.won:
            contact = contacts.known(deal.person) if deal.person else None
            if contact is not None and deal.ended_s is not None:
                wins.setdefault(contact, []).append(deal.ended_s)
        theirs: dict[int, list[int]] = {}
        contact_of, mask = cols["contact"], matters.every()
        is_theirs = map(wins.__contains__, contact_of[matters.low : matters.high])
        for i in compress(
            range(matters.low, matters.high), both(mask, bytes(is_theirs).translate(FULL)) or b""
        ):
            theirs.setdefault(contact_of[i], []).append(i)
        found = set()
        for contact, places in theirs.items():
            opened = [cols.at[i] for i in places]
            for won_s in wins[contact]:
                last = bisect_right(opened, won_s)
                if last:
                    found.add(places[last - 1])
        return found, {cols["contact"][i] for i in found}

    def _is_asked(self, deal: Track) -> bool:
        ask = self.ask
        if ask.member_id is not None and deal.owner_id != ask.member_id:
            return False
        if ask.group_id is not None and self._group(deal) != ask.group_id:
            return False
        return self._people is None or deal.person in self._people

    def _group(self, deal: Track) -> str | None:
        if deal.owner_id is None:
            return None
        return self.facts.turns.groups.group_at(MemberId(deal.owner_id), deal.made_s)


def outcomes(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """The whole page. Its `n`: deals made in the window; pending: those of them that are open."""
    pick, sends = DealPick(facts, ask, now_s), SendPick(facts.sends, ask, now_s)
    figures = (
        *(money_figures(pick)),
        win_rate(pick),
        *_conversions(pick, EpisodePick(facts.turns, ask, now_s), sends),
        *_velocity(pick),
        *_per_prospect(pick, sends),
        *_means(pick),
        *_cycles(pick),
        count_figure("open_deals", len(pick.open), "deals"),
    )
    trends = _trends(pick)
    return Report("outcomes", ask, now_s, len(pick.made), len(pick.of_made("open")), figures, trends)


def money_figures(pick: DealPick) -> tuple[Figure, ...]:
    """revenue, deals_won, conversion."""
    won, made = pick.won, pick.made
    totals = _amounts(
        "revenue", plus([deal.amount for deal in won], pick.facts.currency), won, pick.facts.currency
    )
    of_made = pick.of_made("won")
    return (
        *totals,
        count_figure("deals_won", len(won), "deals", whole=len(pick.ended)),
        share_figure("conversion", len(of_made), len(made), "deals", len(pick.of_made("open"))),
    )


def win_rate(pick: DealPick) -> Figure:
    """Won of those made in the window that ended."""
    won, ended = len(pick.of_made("won")), len(pick.of_made("won", "lost"))
    return share_figure("win_rate", won, ended, "deals", len(pick.of_made("open")))


def deals_behind(pick: DealPick, key: BehindKey) -> list[Track] | None:
    """The deals behind a figure or a point; None: of no such code."""
    code = key.code
    if code in ("revenue", "won", "deals_won"):
        return pick.won
    if code in ("cycle_median", "cycle_p90", "cycle_mean"):
        return pick.of_made("won")
    if code == "conversion":
        return pick.made
    if code == "win_rate":
        return pick.of_made("won", "lost")
    if code in ("open_deals", "velocity"):
        return pick.open
    return [deal for deal in pick.open if deal.amount is not None] if code == "mean_amount" else None


def _is_part(ask: ReportAsk) -> bool:
    return ask.member_id is not None or ask.group_id is not None or ask.line_id is not None


def _amounts(code: str, totals: Sequence[Money], deals: Sequence[Track], first: str) -> list[Figure]:
    """A figure for each currency; of nothing one without a value."""
    found = []
    for total in totals:
        n = len(
            [deal for deal in deals if deal.amount is not None and deal.amount.currency == total.currency]
        )
        found.append(
            Figure(code, "money", total.minor, n, currency=total.currency, opens="deals", behind=len(deals))
        )
    return found or [Figure(code, "money", None, currency=first, opens="deals", behind=len(deals))]


def _conversions(pick: DealPick, matters: EpisodePick, sends: SendPick) -> tuple[Figure, ...]:
    converted, people = pick.converted(matters)
    every = matters.every()
    n, everybody = count_of(every), len(set(matters.values("contact", every)))
    messages = count_of(sends.kind("writing"))
    return (
        share_figure("conversion_episodes", len(converted), n, "episodes"),
        share_figure("conversion_messages", len(converted), messages, "messages"),
        share_figure("conversion_people", len(people), everybody, "episodes", behind=n),
    )


def _velocity(pick: DealPick) -> list[Figure]:
    """Open deals x their mean amount x win rate / mean cycle, in a day."""
    won = pick.of_made("won")
    rate = Rate(len(won), len(pick.of_made("won", "lost")))
    found = velocity_of(pick.open, rate, _cycle_times(won), pick.facts.currency)
    n = len(pick.open)
    figures = [
        Figure(
            "velocity", "money", one.per_day.minor if one.per_day is not None else None, one.open,
            currency=one.total.currency, opens="deals", behind=n,
        )
        for one in found
    ]  # fmt: skip
    return figures or [
        Figure("velocity", "money", None, currency=pick.facts.currency, opens="deals", behind=n)
    ]


def _per_prospect(pick: DealPick, sends: SendPick) -> list[Figure]:
    """What was won in the window, over the people who wrote in it."""
    n, first = sends.people("writing").bit_count(), pick.facts.currency
    totals = plus([deal.amount for deal in pick.won], first)
    if not n or not totals:
        return [Figure("revenue_per_prospect", "money", None, n, currency=first)]
    return [
        Figure("revenue_per_prospect", "money", rounded(Fraction(one.minor, n)), n, currency=one.currency)
        for one in totals
    ]


def _means(pick: DealPick) -> list[Figure]:
    priced = [deal for deal in pick.open if deal.amount is not None]
    found = _amounts(
        "mean_amount",
        plus([deal.amount for deal in priced], pick.facts.currency),
        priced,
        pick.facts.currency,
    )
    return [_mean(one) for one in found]


def _mean(total: Figure) -> Figure:
    if total.value is None:
        return total
    value = rounded(Fraction(total.value, total.n))
    return Figure(
        "mean_amount", "money", value, total.n, currency=total.currency, opens="deals", behind=total.behind
    )


def _cycles(pick: DealPick) -> list[Figure]:
    ordered = run_of(_cycle_times(pick.of_made("won")))
    return [seconds_figure(f"cycle_{stat}", ordered, "deals") for stat in ("median", "p90", "mean")]


def _cycle_times(won: Iterable[Track]) -> list[int]:
    return [max(0, (deal.ended_s or deal.made_s) - deal.made_s) for deal in won]


def _trends(pick: DealPick) -> tuple[Trend, ...]:
    ask, first = pick.ask, pick.facts.currency
    borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
    counts, sums, priced = [0] * (len(borders) - 1), [0] * (len(borders) - 1), [0] * (len(borders) - 1)
    for deal in pick.won:
        step = bisect_right(borders, deal.ended_s or 0) - 1
        counts[step] += 1
        if deal.amount is not None and deal.amount.currency == first:
            sums[step] += deal.amount.minor
            priced[step] += 1
    steps = list(zip(borders, borders[1:], counts, sums, priced, strict=False))
    return (
        Trend("won", "count", tuple(Point(start, end, n, n) for start, end, n, _sum, _p in steps), opens="deals"),
        Trend(
            "revenue", "money",
            tuple(Point(start, end, total if n else None, n) for start, end, _n, total, n in steps),
            currency=first, opens="deals",
        ),
    )  # fmt: skip
