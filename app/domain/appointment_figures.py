"""Figures of appointments: who did not come, who confirmed how long before, slots saved, time saved at the front desk.

One rule places everything in a window: the moment at which it was to begin. A request counts for the time that it asked
about, a freed slot where it lay. Removed ones count nowhere, those of erased people as nobody's. A slot is saved by
whoever takes it after it was left; each taker saves the slot that was left last there. See decision 233.

Figures (`FIGURES["appointments"]`), with what each is of
    no_show_rate: did not come, of all whose coming was noted; cancelled ones apart; pending: over, and nobody noted it
    held, cancelled: appointments
    confirmed_rate: appointments confirmed by the customer's own answer, of those asked, by the newest request;
        pending: an answer may come
    answered_alone: requests whose answer needed no person, and desk_time_saved: the same in time
    slots_saved: of slots that were left; slots_from_waiting: by the waiting list; slots_time, slots_money: of those
    cancel_lead_median: how long before; cancelled_late: within a day before, of those cancelled
Tables
    lead: n, confirmed, declined, moved, person, silent     `Line.row`: hours before, "48", "24", "12", "3", "0"
    services, resources: held, no_shows, no_show_rate, confirmed_rate, cancelled, slots_saved
        `Line.row`: "services:" or "resources:" and their id, or nothing where it is none's
Lines over time: no_show_rate, confirmed_rate, cancelled
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from app.domain.appointment_picks import AppointmentPick, Asked, Saved, overlap_s
from app.domain.appointment_tracks import AppointmentTrack, AskTrack
from app.domain.money import plus
from app.domain.report_cuts import cuts
from app.domain.report_facts import Facts, count_figure, seconds_figure, share_figure
from app.domain.report_rows import BehindKey, Figure, Line, Point, Report, ReportAsk, Table, Trend
from app.domain.runs import run_of

LEADS: Final = (("48", 48 * 3600), ("24", 24 * 3600), ("12", 12 * 3600), ("3", 3 * 3600), ("0", -(1 << 62)))
LEAD_COLUMNS: Final = ("n", "confirmed", "declined", "moved", "person", "silent")
ROW_COLUMNS: Final = ("held", "no_shows", "no_show_rate", "confirmed_rate", "cancelled", "slots_saved")
_LATE_S: Final = 86_400


def appointments(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """The whole page. Its `n`: appointments that begin in the window; pending: over, and not noted who came."""
    pick = AppointmentPick(facts, ask, now_s)
    tables = (_lead_table(pick), _rows(pick, "services", _service), _rows(pick, "resources", _resource))
    return Report(
        "appointments", ask, now_s, len(pick.there), len(pick.unnoted), _figures(pick), _trends(pick), tables
    )


def appointments_behind(facts: Facts, key: BehindKey, now_s: int) -> list[str]:
    """The ids of what a figure counts, the latest first."""
    pick = AppointmentPick(facts, key.ask, now_s)
    found = _behind(pick, key)
    ordered = sorted({one.appointment_id: one for one in found}.values(), key=_newest_first)
    return [one.appointment_id for one in ordered]


def _behind(pick: AppointmentPick, key: BehindKey) -> Iterable[AppointmentTrack]:
    code, row = key.code, key.row
    leads = {name for name, _from_s in LEADS}
    if code in LEAD_COLUMNS and row in leads:
        asks = [pair for pair in pick.asks if lead_of(pair[1]) == row]
        return (one for one, ask in asks if code == "n" or _result(ask) == code)
    table, _colon, key_of_row = row.partition(":")
    if code == "slots_saved" and table == "resources":
        return (who for who, slot, _takers in pick.freed if slot.resource_id == key_of_row)
    found, of = _COUNTED.get(code, _nothing)(pick), _OF.get(table)
    return found if of is None else (one for one in found if of(one) == key_of_row)


def lead_of(ask: AskTrack) -> str:
    """How many hours before, at least: "48", "24", "12", "3", "0"."""
    return next(name for name, from_s in LEADS if ask.lead_s >= from_s)


# --- figures ---


def _figures(pick: AppointmentPick) -> tuple[Figure, ...]:
    return (
        _no_show_rate(pick.held, pick.no_shows, len(pick.unnoted)),
        _count("held", pick.held, pick.there),
        _count("cancelled", pick.cancelled, pick.there),
        _confirmed_rate(pick.asked, len(pick.awaited)),
        *_alone(pick),
        *_slots(pick),
        *_cancellations(pick),
    )


def _no_show_rate(
    held: Sequence[AppointmentTrack], missed: Sequence[AppointmentTrack], pending: int = 0
) -> Figure:
    return share_figure("no_show_rate", len(missed), len(held), "appointments", pending)


def _confirmed_rate(asked: Sequence[Asked], pending: int = 0) -> Figure:
    confirmed = [one for one, ask in asked if ask.result == "confirmed"]
    return share_figure("confirmed_rate", len(confirmed), len(asked), "appointments", pending)


def _count(code: str, found: Sequence[AppointmentTrack], of: Sequence[object]) -> Figure:
    """How many; nothing at all where there was nothing that it could be of."""
    if not of:
        return Figure(code, "count", None)
    return count_figure(code, len(found), "appointments", whole=len(of))


def _alone(pick: AppointmentPick) -> tuple[Figure, ...]:
    alone = [one for one, ask in pick.asks if ask.is_alone]
    n, behind = len(alone), _distinct(alone)
    if not pick.asks:
        return Figure("answered_alone", "count", None), Figure("desk_time_saved", "seconds", None)
    return (
        count_figure("answered_alone", n, "appointments", behind, whole=len(pick.asks)),
        Figure("desk_time_saved", "seconds", n * pick.call_s, n, opens="appointments", behind=behind),
    )


def _slots(pick: AppointmentPick) -> tuple[Figure, ...]:
    takers = _takers(pick.saved)
    share = _slots_saved(pick.saved, pick.freed, len(pick.free_slots))
    if not pick.freed:
        unknown = (Figure("slots_from_waiting", "count", None), Figure("slots_time", "seconds", None))
        return share, *unknown, Figure("slots_money", "money", None, currency=pick.currency)
    saved_s = sum(overlap_s(slot[1], taker) for slot in pick.saved for taker in slot[2])
    from_waiting = _from_waiting(pick)
    return (
        share,
        count_figure("slots_from_waiting", len(from_waiting), "appointments", _distinct(from_waiting)),
        Figure(
            "slots_time", "seconds", saved_s, len(pick.saved), opens="appointments", behind=_distinct(takers)
        ),
        *_money(takers, pick.currency),
    )


def _slots_saved(saved: Sequence[Saved], freed: Sequence[Saved], pending: int = 0) -> Figure:
    behind = _distinct(_who(freed))
    return share_figure("slots_saved", len(saved), len(freed), "appointments", pending, behind)


def _money(takers: Sequence[AppointmentTrack], first: str) -> list[Figure]:
    """What those who took them pay, a figure for each currency; `n`: how many of them have a price."""
    behind, found = _distinct(takers), []
    for total in plus([one.price for one in takers], first):
        n = len([one for one in takers if one.price is not None and one.price.currency == total.currency])
        found.append(
            Figure(
                "slots_money",
                "money",
                total.minor,
                n,
                currency=total.currency,
                opens="appointments",
                behind=behind,
            )
        )
    return found or [Figure("slots_money", "money", None, currency=first)]


def _cancellations(pick: AppointmentPick) -> tuple[Figure, ...]:
    leads = [max(0, one.starts_s - one.cancelled_s) for one in pick.cancelled if one.cancelled_s is not None]
    late = [lead for lead in leads if lead < _LATE_S]
    return (
        seconds_figure("cancel_lead_median", run_of(leads), "appointments"),
        share_figure("cancelled_late", len(late), len(leads), "appointments"),
    )


# --- tables and lines ---


def _lead_table(pick: AppointmentPick) -> Table:
    lines = []
    for name, _from_s in LEADS:
        asks = [pair for pair in pick.asks if lead_of(pair[1]) == name]
        if asks:
            shares = [
                share_figure(code, len(found), len(asks), "appointments", behind=_distinct(found))
                for code in LEAD_COLUMNS[1:]
                for found in [[one for one, ask in asks if _result(ask) == code]]
            ]
            n = count_figure("n", len(asks), "appointments", _distinct(one for one, _ask in asks))
            lines.append(Line(name, (n, *shares)))
    return Table("lead", LEAD_COLUMNS, tuple(lines))


def _rows(pick: AppointmentPick, code: str, of: Callable[[AppointmentTrack], str]) -> Table:
    """A line for each that something is known of, those with most appointments first."""
    held, missed, cancelled = _by(pick.held, of), _by(pick.no_shows, of), _by(pick.cancelled, of)
    asks: dict[str, list[Asked]] = {}
    for pair in pick.asked:
        asks.setdefault(of(pair[0]), []).append(pair)
    freed: dict[str, list[Saved]] = {}
    for slot in pick.freed:
        freed.setdefault(slot[1].resource_id if code == "resources" else of(slot[0]), []).append(slot)
    counts = {key: len(found) for key, found in _by(pick.there, of).items()}
    names = sorted({*counts, *asks, *freed}, key=lambda key: (-counts.get(key, 0), key))
    lines = []
    for key in names:
        saved = [slot for slot in freed.get(key, ()) if slot[2]]
        cells = (
            count_figure("held", len(held.get(key, ())), "appointments"),
            count_figure("no_shows", len(missed.get(key, ())), "appointments"),
            _no_show_rate(held.get(key, ()), missed.get(key, ())),
            _confirmed_rate(asks.get(key, ())),
            count_figure("cancelled", len(cancelled.get(key, ())), "appointments"),
            _slots_saved(saved, freed.get(key, ())),
        )
        lines.append(Line(f"{code}:{key}", cells))
    return Table(code, ROW_COLUMNS, tuple(lines))


def _trends(pick: AppointmentPick) -> tuple[Trend, ...]:
    ask = pick.ask
    borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
    steps = list(pairwise(borders))

    def parted(moments: Sequence[int], is_part: Sequence[bool]) -> list[tuple[int, int]]:
        found = [[0, 0] for _step in steps]
        for moment, part in zip(moments, is_part, strict=True):
            place = found[bisect_right(borders, moment) - 1]
            place[0] += part
            place[1] += 1
        return [(part, whole) for part, whole in found]

    held = parted([one.starts_s for one in pick.held], [one.outcome == "no_show" for one in pick.held])
    newest = {(one.appointment_id, bisect_right(borders, ask.starts_s)): ask for one, ask in pick.asks}
    awaited = {(one.appointment_id, bisect_right(borders, ask.starts_s)) for one, ask in pick.awaited}
    asks = [ask for key, ask in newest.items() if key not in awaited]
    asked = parted([ask.starts_s for ask in asks], [ask.result == "confirmed" for ask in asks])
    gone = {one.appointment_id for one in pick.cancelled}
    there = parted([one.starts_s for one in pick.there], [one.appointment_id in gone for one in pick.there])
    return (
        _share_line("no_show_rate", steps, held),
        _share_line("confirmed_rate", steps, asked),
        Trend("cancelled", "count", tuple(map(_point, steps, there)), opens="appointments"),
    )


def _point(step: tuple[int, int], counted: tuple[int, int]) -> Point:
    part, whole = counted
    return Point(*step, part if whole else None, part)


def _share_line(code: str, steps: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]]) -> Trend:
    points = (
        Point(start, end, share_figure(code, part, whole, "appointments").value, whole)
        for (start, end), (part, whole) in zip(steps, parts, strict=True)
    )
    return Trend(code, "share", tuple(points), opens="appointments")


# --- small ways ---


def _result(ask: AskTrack) -> str:
    return ask.result or "silent"


def _service(one: AppointmentTrack) -> str:
    return one.service_id


def _resource(one: AppointmentTrack) -> str:
    return one.resource_id


def _by(
    found: Iterable[AppointmentTrack], of: Callable[[AppointmentTrack], str]
) -> dict[str, list[AppointmentTrack]]:
    parted: dict[str, list[AppointmentTrack]] = {}
    for one in found:
        parted.setdefault(of(one), []).append(one)
    return parted


def _who(slots: Iterable[Saved]) -> Iterable[AppointmentTrack]:
    return (who for who, _slot, _takers in slots)


def _takers(slots: Iterable[Saved]) -> list[AppointmentTrack]:
    return [taker for _who, _slot, takers in slots for taker in takers]


def _from_waiting(pick: AppointmentPick) -> list[AppointmentTrack]:
    return [taker for taker in _takers(pick.saved) if taker.source == "waiting"]


def _distinct(found: Iterable[AppointmentTrack]) -> int:
    return len({one.appointment_id for one in found})


def _newest_first(one: AppointmentTrack) -> tuple[int, str]:
    return -one.starts_s, one.appointment_id


def _nothing(_pick: AppointmentPick) -> list[AppointmentTrack]:
    return []


_OF: Final[dict[str, Callable[[AppointmentTrack], str]]] = {"services": _service, "resources": _resource}
_COUNTED: Final[dict[str, Callable[[AppointmentPick], Iterable[AppointmentTrack]]]] = {
    "no_show_rate": lambda pick: pick.held,
    "held": lambda pick: pick.held,
    "no_shows": lambda pick: pick.no_shows,
    "cancelled": lambda pick: pick.cancelled,
    "confirmed_rate": lambda pick: (one for one, _ask in pick.asked),
    "answered_alone": lambda pick: (one for one, ask in pick.asks if ask.is_alone),
    "desk_time_saved": lambda pick: (one for one, ask in pick.asks if ask.is_alone),
    "slots_saved": lambda pick: _who(pick.freed),
    "slots_from_waiting": lambda pick: _from_waiting(pick),
    "slots_time": lambda pick: _takers(pick.saved),
    "slots_money": lambda pick: _takers(pick.saved),
    "cancel_lead_median": lambda pick: (one for one in pick.cancelled if one.cancelled_s is not None),
    "cancelled_late": lambda pick: (one for one in pick.cancelled if one.cancelled_s is not None),
}
