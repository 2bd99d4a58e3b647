"""Opening hours and groups as rows: what is read is what the events said, however the log was cut."""

from contextlib import closing
from pathlib import Path

from app.domain.groups import GroupBook, GroupRemoved, GroupSaved
from app.domain.hours import (
    ALWAYS,
    HoursBook,
    HoursRemoved,
    HoursSaved,
    OpeningHours,
    Span,
    SpecialDay,
    line_scope,
)
from app.domain.ids import MemberId
from storage.view.opening_hours import load_groups, load_hours
from tests.storage.golden_measures_hours import HOURS
from tests.storage.view_log import LEA, MEMBER, Log, new_view, project

MAX = MemberId("max")
OTHER = OpeningHours(
    "2026-05-01", "Pacific/Apia", ((Span(0, 1440),),) * 7, special=(SpecialDay("2026-06-01"),)
)
BODIES = (
    HoursSaved("", HOURS, LEA),
    HoursSaved(line_scope("whatsapp:1"), OTHER, LEA),
    HoursSaved("", OpeningHours(ALWAYS, "UTC", ((),) * 7), LEA),
    HoursSaved("", OTHER, LEA),
    HoursRemoved(line_scope("whatsapp:1"), OTHER.valid_from, LEA),
    HoursRemoved("", "1999-01-01", LEA),
    GroupSaved("g1", "Salon", (LEA, MAX), LEA),
    GroupSaved("g2", "Atelier", (MAX,), LEA),
    GroupRemoved("g2", LEA),
    GroupRemoved("g9", LEA),
)


def test_rows_say_what_the_events_said(tmp_path: Path) -> None:
    log, book, groups = Log(), HoursBook(), GroupBook()
    with closing(new_view(tmp_path)) as conn:
        for body in BODIES:
            event = log.add(body, actor=MEMBER)
            project(conn, [event])
            if isinstance(body, HoursSaved | HoursRemoved):
                book.apply(body)
            else:
                groups.apply(body, int(event.occurred_at.timestamp()))
            read, kept = load_hours(conn), load_groups(conn)
            assert read.scopes() == book.scopes()
            assert all(read.versions(scope) == book.versions(scope) for scope in book.scopes())
            assert kept.groups() == groups.groups()
            now_s = int(event.occurred_at.timestamp())
            for member in (LEA, MAX):
                moments = range(now_s - 20, now_s + 2)
                assert [kept.group_at(member, s) for s in moments] == [
                    groups.group_at(member, s) for s in moments
                ]
