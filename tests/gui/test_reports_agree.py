"""Screen, export and terminal say the same, to the last digit, for every report of a history that was loaded."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from app.domain import ledger as book
from app.domain.appointment_asks import NewAppointment
from app.domain.money import Money
from app.domain.report_periods import Chosen, period_of, step_of, window_s
from app.domain.report_rows import Report, ReportAsk, ReportName
from app.terminal import history_command, ledger_report, report_command
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld
from tests.gui.report_hands import open_reports
from tests.gui.rig import Rig, rig, until
from ui.reports.words import clock_time, figure_words

__all__ = ["rig"]
ZONE = "Europe/Paris"
HOURS = {
    "what": "hours", "zone": ZONE, "from": "2026-01-01", "holidays": [],
    "week": {day: [["09:00", "12:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}  # fmt: skip


def history() -> list[dict[str, Any]]:
    """A dozen people in November: answered in time, at night, by another, not at all; and what arrived."""
    lines: list[dict[str, Any]] = [
        HOURS,
        *({"what": "member", "id": one, "role": "rep"} for one in ("m-lea", "m-hugo")),
    ]
    for number, day in product(range(12), (3, 10, 24)):
        person, at = f"+336000000{number:02}", f"2026-11-{day:02}T{8 + number:02}"
        name = f"{number}-{day}"
        lines.append({"what": "in", "id": f"i{name}", "person": person, "at": f"{at}:10:00+01:00"})
        if number % 4 == 3:
            continue
        state = "read" if number % 2 else "delivered"
        author = ("m-lea", "m-hugo", "phone")[number % 3]
        lines += [
            {"what": "assign", "person": person, "to": "m-lea", "at": f"{at}:12:00+01:00"},
            {"what": "out", "id": f"o{name}", "person": person, "author": author, "at": f"{at}:{15 + number}:07+01:00"},
            {"what": "state", "id": f"o{name}", "state": state, "at": f"{at}:50:00+01:00"},
        ]  # fmt: skip
        if number % 2:
            lines.append({"what": "close", "person": person, "by": "m-lea", "at": f"{at}:55:00+01:00"})
    return lines


def printed(capsys: pytest.CaptureFixture[str], world: HubWorld, *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    data = ["--data", str(world.config.data_dir), "--json"]
    assert report_command.run([*words, *data], world.clock) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def kept_books(world: HubWorld, lea: Computer) -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    counter = book.Gain(
        "g", "Served", "automation", "counter", Money(0, "EUR"), first, counter="resolved", price="0.5"
    )
    for entry in (
        book.Cost("c", "Licence", "licence", Money(4_900, "EUR"), "monthly", first),
        counter,
        book.Goal("o", "Faster", "first_median", "value", "15", first, last, baseline="40"),
        book.Goal("p", "More", "messages_in", "change", "30", first, last, baseline="7"),
        book.Budget(Money(4_000, "EUR"), 80),
    ):
        await lea.desk.save_entry(entry)
    soon = datetime(2026, 11, 26, 14, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    for answer in ("confirmed", "cancelled", "confirmed"):
        new = NewAppointment(soon, 30, title="Cut", person="Zoé", price=Money(4_000, "EUR"))
        appointment_id = await lea.desk.book_appointment(new)
        await lea.desk.answer_appointment(appointment_id, answer)
        soon += timedelta(hours=1) * (answer == "confirmed")
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub and lea.desk.position == world.head)


async def agreeing(capsys: pytest.CaptureFixture[str], world: HubWorld, lea: Computer) -> dict[str, Report]:
    """The desk's reports, each beside the terminal's."""
    first_s = await lea.desk.report_first_s()
    period = period_of(Chosen("all"), world.clock.now(), ZONE, first_s)
    found: dict[str, Report] = {}
    for name in get_args(ReportName):
        for clock in ("bus", "cal"):
            ask = ReportAsk(*window_s(period, ZONE), ZONE, clock, step_of(period))
            found[name] = await lea.desk.report(name, ask)
            (line,) = printed(capsys, world, name, "--clock", clock)
            assert line == report_command.shown(found[name])
    return found


async def agreeing_books(capsys: pytest.CaptureFixture[str], world: HubWorld, lea: Computer) -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 26)
    pages: dict[str, Any] = {
        "roi": await lea.desk.roi(first, last),
        "costs": [await lea.desk.message_costs()],
        "goals": await lea.desk.goal_progress(),
        "retention": [await lea.desk.retention()],
    }
    for name, page in pages.items():
        lines = printed(capsys, world, name, "--from", first.isoformat(), "--to", last.isoformat())
        wanted = ledger_report.shown(page)
        found = [{field: line[field] for field in one} for one, line in zip(wanted, lines, strict=True)]
        assert found == wanted
    quick = next(one for one in pages["goals"] if one.goal.goal_id == "o")
    assert quick.now is not None
    (speed,) = printed(capsys, world, "speed", "--from", "2026-11-01", "--to", "2026-11-26")
    assert quick.now == next(one["value"] for one in speed["figures"] if one["code"] == "first_bus_median")
    assert pages["roi"][0].tangible.minor > 0


async def test_screen_export_and_terminal_agree(
    rig: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in history()), "utf-8")
    assert history_command.run(["load", str(file), "--data", str(tmp_path / "hub")]) == 0
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "lea") as lea:
        await kept_books(world, lea)
        reports = await agreeing(capsys, world, lea)
        await agreeing_books(capsys, world, lea)

    rig.desk.reports = reports
    view = await open_reports(rig, is_filled=False)
    for name, report in reports.items():
        view.show_page(name)
        await until(lambda name=name: view.page.name == name and view.page.report is not None)  # type: ignore[misc]
        view.page.show_report(report)
        target = tmp_path / f"{name}.csv"
        view.write(target)
        await until(target.exists)
        rows = {row[0]: row for row in csv.reader(target.read_text("utf-8-sig").splitlines()) if row}
        wanted = {one.label: report.figure(one.code) for one, _tile in view.page._tiles}
        assert rows["n"][1] == str(report.n) and (report.n or name == "outcomes")
        for label, figure in wanted.items():
            exact = "" if figure is None else clock_time(figure.unit, figure.value)  # durations to the second
            said = exact or figure_words(figure, rig.kit.formats, report.ask.clock)
            assert rows[label][1].replace(",", "") == said.replace("\N{NO-BREAK SPACE}", " ").replace(",", "")
