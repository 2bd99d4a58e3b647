"""`main.py report NAME --data DIR`: the figures of the screen, as JSON lines, from a hub's log.

The log is read beside a running hub, and all turns are reckoned from it anew.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from app.domain.clock import Clock, SystemClock
from app.domain.contacts import Contact
from app.domain.errors import EnvironmentFailure
from app.domain.hours import BUSINESS, zone_named
from app.domain.ids import ContactId
from app.domain.message_costs import day_of
from app.domain.periods import Period
from app.domain.report_facts import Facts
from app.domain.report_figures import first_s, report
from app.domain.report_periods import Chosen, period_of, step_of, window_s
from app.domain.report_rows import CodedClock, Report, ReportAsk, ReportName
from app.domain.response_sums import responses
from app.domain.turn_business import bus_s, class_of
from app.domain.turns import Episode, Turn
from app.hub.config import HubConfig
from app.terminal.ledger_report import LEDGER_NAMES, LedgerReport
from app.terminal.members_command import data_key
from app.terminal.printing import json_line
from app.terminal.report_facts import hub_facts, team_setting
from app.words import gettext as _
from app.words.sentences import refusal
from storage import view
from storage.codec import to_json
from storage.engine import Connection
from storage.hub import store
from storage.measures.book import Book, rows_of
from storage.measures.hub_reading import book_of
from storage.view.contacts import everybody

ROWS = ("turns", "episodes")
NAMES = (*ROWS, "responses", *get_args(ReportName), *LEDGER_NAMES)


def run(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Print a report. 0 done, 1 refused (one sentence on stderr), 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="main.py report", description=_("The figures of the team’s answers.")
    )
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the hub"))
    parser.add_argument("--json", action="store_true", help=_("JSON lines, as always"))
    parser.add_argument(
        "--from", dest="since", metavar="WHEN", help=_("first day, or moment; else the beginning")
    )
    parser.add_argument("--to", dest="until", metavar="WHEN", help=_("last day, or moment; else no end"))
    parser.add_argument("--zone", metavar="ZONE", help=_("time zone of days; else the business’s"))
    parser.add_argument("--by", choices=("member", "rep"), help=_("a line for each member, as always"))
    parser.add_argument(
        "--clock", choices=("bus", "cal"), help=_("opening hours, or all hours; else as on the screen")
    )
    options = parser.parse_args(argv)
    try:
        for line in _lines(options, (clock or SystemClock()).now()):
            print(json_line(line))
    except EnvironmentFailure as failure:
        print(refusal(failure.code, failure.facts), file=sys.stderr)
        return 1
    return 0


def _lines(options: argparse.Namespace, now: datetime) -> Iterator[Mapping[str, Any]]:
    config = HubConfig(options.data, data_key=data_key())
    with closing(store.open_reading(config.database, config.data_key)) as conn:
        conn.execute("BEGIN")  # log and projection of one moment
        zone = _zone(options.zone or str(team_setting(conn, "time_zone")))
        since_s, until_s = _moment_of(options.since, zone, 0), _moment_of(options.until, zone, 1)
        if options.name in LEDGER_NAMES:
            made = LedgerReport(conn, zone, now, lambda: _facts(conn))
            yield from made.lines(options.name, since_s, until_s)
            return
        book = book_of(conn)
        turns, episodes = rows_of(book)
        if options.name in ROWS:
            people = {one.contact_id: _person(one) for one in everybody(conn)}
            yield from (
                (turn_line(one, book, people) for one in turns)
                if options.name == "turns"
                else (episode_line(one, people) for one in episodes)
            )
            return
        facts = hub_facts(conn, book, turns, episodes)
        if options.name == "responses":
            yield responses(facts.turns, since_s, until_s, zone, members=sorted(view.members(conn)))
        else:
            ask = _ask(facts, since_s, until_s, zone, options.clock, now)
            yield shown(report(options.name, facts, ask, int(now.timestamp())))


def _facts(conn: Connection) -> Facts:
    book = book_of(conn)
    return hub_facts(conn, book, *rows_of(book))


def _ask(
    facts: Facts, since_s: int | None, until_s: int | None, zone: str, clock: CodedClock | None, now: datetime
) -> ReportAsk:
    """As the screen asks: everything where no days are given, and opening hours where there are any."""
    begin_s, end_s = window_s(period_of(Chosen("all"), now, zone, first_s(facts)), zone)
    begin_s, end_s = begin_s if since_s is None else since_s, end_s if until_s is None else until_s
    place = ZoneInfo(zone)
    period = Period(day_of(begin_s, place), day_of(max(begin_s, end_s - 1), place))
    is_open_known = facts.turns.hours.hours_at(end_s - 1, [BUSINESS]) is not None
    return ReportAsk(begin_s, end_s, zone, clock or ("bus" if is_open_known else "cal"), step_of(period))


def shown(made: Report) -> dict[str, Any]:
    """A report as the screen has it, field by field."""
    fields: dict[str, Any] = json.loads(to_json(made))
    return fields


def _zone(name: str) -> str:
    if zone_named(name) is None:
        raise EnvironmentFailure("zone_unknown", zone=name)
    return name


def _moment_of(text: str | None, zone: str, days: int) -> int | None:
    """A moment as it is; a date begins at midnight, and as the last day it is within."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-01-01"):
            day = date.fromisoformat(text) + timedelta(days=days)
            return int(datetime.combine(day, time(), ZoneInfo(zone)).timestamp())
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise EnvironmentFailure("moment_unreadable", text=text) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())


def turn_line(turn: Turn, book: Book, people: Mapping[ContactId, str]) -> dict[str, Any]:
    """One turn, as the interface names its fields."""
    business_s = bus_s(turn, book.hours, book.groups)
    is_open = turn.end_s is None
    parts = {
        "delivery_s": None if is_open else turn.delivery_s,
        "queue_s": None if is_open else turn.queue_s,
        "hold": dict(turn.holds),
    }
    return {
        "person": people.get(ContactId(turn.contact_id), ""),
        "episode": turn.episode,
        "turn": turn.turn,
        "start": _moment(turn.start_s),
        "end": None if turn.end_s is None else _moment(turn.end_s),
        "ended_by": turn.ended_by,
        "author": turn.author,
        "cal_s": turn.cal_s,
        "bus_s": business_s,
        "class": class_of(turn.cal_s, business_s),
        "parts": parts,
        "response": {} if turn.responder is None else {turn.responder: turn.response_s},
        "assist": turn.assist,
        "link_s": turn.link_s,
        "origin": turn.origin,
    }


def episode_line(episode: Episode, people: Mapping[ContactId, str]) -> dict[str, Any]:
    """One episode, likewise."""
    return {
        "person": people.get(ContactId(episode.contact_id), ""),
        "episode": episode.episode,
        "opened": _moment(episode.opened_s),
        "first_resolution_s": episode.first_resolution_s,
        "final_resolution_s": None if episode.is_open else episode.final_resolution_s,
        "reopens": episode.reopens,
        "machine_first_s": episode.machine_first_s,
    }


def _person(contact: Contact) -> str:
    return f"+{contact.number}" if contact.number else contact.user_id or f"@{contact.username}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
