"""Deals without a window, as a person or a script at a terminal meets them: processes, lines, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_terminal import hub, main, profile, still
from tests.fault.hub_process import HubProcess
from tests.flow.hub_world import BO

__all__ = ["hub", "profile", "still"]

pytestmark = pytest.mark.timeout(180)

TABLE = (
    "Id;Title;Amount;Stage;Contact;Phone\n"
    "1;Wedding;1 250,50 €;Quote sent;Béatrice;+{bo}\n"
    "2;Party;300 €;Talking;Cy;\n"
    "3;;;;;\n"
)


def test_a_deal_is_made_listed_moved_and_ended(profile: str) -> None:
    made = main(
        "deals", "add", "--profile", profile, "--title", "Wedding", "--amount", "1250 EUR", "--conversation", f"+{BO}",
        "--tag", "hot", "--owner", "Léa",
    )  # fmt: skip
    assert made.code == 0, made.complaint
    (deal,) = made.lines
    assert (deal["title"], deal["amount"], deal["stage"], deal["state"]) == (
        "Wedding", {"minor": 125_000, "currency": "EUR"}, "Enquiry", "open",
    )  # fmt: skip
    assert (deal["person"], deal["owner"], deal["tags"]) == ("Béatrice", "Léa", ["hot"])
    other = main("deals", "add", "--profile", profile, "--person", "Cy", "--stage", "Decision")
    assert (other.code, other.lines[0]["person"]) == (0, "Cy"), other.complaint
    assert len(main("deals", "list", "--profile", profile).lines) == 2
    hot = main(
        "deals", "list", "--profile", profile, "--tag", "hot", "--least", "1000 EUR", "--stage", "enquiry"
    )
    assert [one["deal_id"] for one in hot.lines] == [deal["deal_id"]]
    moved = main(
        "deals", "move", "--profile", profile, deal["deal_id"], "Quote sent", "--expected", "Enquiry"
    )
    assert (moved.code, moved.lines[0]["stage_id"]) == (0, "quote"), moved.complaint
    late = main("deals", "move", "--profile", profile, deal["deal_id"], "decision", "--expected", "enquiry")
    assert (late.code, late.lines) == (1, [])
    assert "Quote sent" in late.complaint
    won = main("deals", "move", "--profile", profile, "Wedding", "won", "--reason", "Good price")
    assert (won.code, won.lines[0]["state"], won.lines[0]["reason"]) == (0, "won", "Good price"), (
        won.complaint
    )
    assert [one["person"] for one in main("deals", "list", "--profile", profile).lines] == ["Cy"]
    ended = main("deals", "list", "--profile", profile, "--state", "won")
    assert [one["title"] for one in ended.lines] == ["Wedding"]
    back = main("deals", "move", "--profile", profile, deal["deal_id"], "decision")
    assert (back.code, back.lines[0]["state"], back.lines[0]["stage_id"]) == (0, "open", "decision"), (
        back.complaint
    )


def test_the_help_names_every_sub_command(capsys: pytest.CaptureFixture[str]) -> None:
    from app.terminal.deals_command import SUB_COMMANDS, run

    assert run(["--help"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert {line.split()[2] for line in said} == set(SUB_COMMANDS)


def test_a_table_of_which_no_stage_is_known_says_what_to_add(still: str, tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text("Title;Stage\nA;Talking\n", encoding="utf-8")
    asked = main("deals", "import", str(table), "--profile", still, "--yes")
    assert asked.code == 1
    assert "--stage" in asked.complaint


def test_without_the_hub_deals_are_listed_and_what_would_change_them_says_that_nothing_was_done(
    hub: HubProcess, profile: str, tmp_path: Path
) -> None:
    assert main("deals", "add", "--profile", profile, "--title", "A").code == 0
    hub.stop()
    for name in ("list", "quiet", "funnel", "imports"):
        told = main("deals", name, "--profile", profile)
        assert told.code == 0
        assert told.complaint == "The hub does not answer. This is what was synced before."
    out = str(tmp_path / "out.csv")
    for words in (("add", "--title", "B"), ("move", "A", "won"), ("export", "--yes", "--out", out)):
        told = main("deals", *words, "--profile", profile)
        assert (told.code, told.lines) == (1, [])
        assert told.complaint.startswith("Nothing was done: the hub does not answer.")
    assert [one["title"] for one in main("deals", "list", "--profile", profile).lines] == ["A"]


def test_what_cannot_be_says_why(still: str) -> None:
    for words, said in (
        (("add", "--title", "A", "--amount", "1,250"), "is no amount"),
        (("add", "--title", "A", "--stage", "Nowhere"), "There is no stage Nowhere"),
        (("add",), "title"),
        (("move", "nothing", "won"), "There is no deal nothing"),
        (("list", "--pipeline", "Nowhere"), "There is no pipeline Nowhere"),
        (("list", "--owner", "Nobody"), "Nobody"),
        (("add", "--title", "A", "--close-on", "31/12/2026"), "There is no day 31/12/2026"),
        (("funnel", "--from", "2026-12-01", "--until", "2026-01-01"), "2026-12-01 until 2026-01-01"),
    ):
        refused = main("deals", words[0], "--profile", still, *words[1:])
        assert (refused.code, refused.lines) == (1, []), words
        assert said in refused.complaint, refused.complaint
    assert main("deals").code == 2
    assert main("deals", "list", "--profile", still, "--older-than-days", "-3").code == 2
    assert main("deals", "move", "--profile", still, "x", "quote", "--reason", "why").code == 2


def test_a_table_is_looked_at_brought_exported_and_taken_back(profile: str, tmp_path: Path) -> None:
    table = tmp_path / "deals.csv"
    table.write_text(TABLE.format(bo=BO), encoding="utf-8")
    asked = ("deals", "import", str(table), "--profile", profile)
    looked = main(*asked)
    assert (looked.code, looked.lines[-1]["new"], looked.lines[-1]["not_read"]) == (1, 1, 2)
    assert [one["code"] for one in looked.lines if "code" in one] == ["stage_unmapped", "row_nothing"]
    assert [one for one in looked.lines if "stage_value" in one] == [
        {"stage_value": "Quote sent", "pipeline_value": "", "rows": 1, "becomes": "Quote sent"},
        {"stage_value": "Talking", "pipeline_value": "", "rows": 1, "becomes": None},
        {"stage_value": "", "pipeline_value": "", "rows": 1, "becomes": "Enquiry"},
    ]
    assert "--yes" in looked.complaint
    done = main(*asked, "--stage", "Talking=Decision", "--yes")
    assert done.code == 0, done.complaint
    assert (done.lines[-1]["state"], done.lines[-1]["new"]) == ("ended", 2)
    listed = main("deals", "list", "--profile", profile, "--sort", "name")
    assert [(one["title"], one["stage_id"]) for one in listed.lines] == [
        ("Party", "decision"),
        ("Wedding", "quote"),
    ]
    out = tmp_path / "out.jsonl"
    exported = main("deals", "export", "--profile", profile, "--format", "jsonl", "--out", str(out), "--yes")
    assert (exported.code, exported.lines[-1]["count"]) == (0, 2), exported.complaint
    again = main("deals", "import", str(out), "--profile", profile, "--yes")
    assert (again.code, again.lines[-1]["same"]) == (0, 2), again.complaint
    past = main("deals", "imports", "--profile", profile)
    assert [one["new"] for one in past.lines] == [0, 2]
    import_id = past.lines[1]["import_id"]
    undone = main("deals", "undo-import", import_id, "--profile", profile, "--yes")
    assert (undone.code, undone.lines[-1]["removed"]) == (0, 2), undone.complaint
    assert main("deals", "list", "--profile", profile).lines == []


def test_a_table_that_can_be_read_in_two_ways_is_brought_once_it_was_said(
    profile: str, tmp_path: Path
) -> None:
    table = tmp_path / "deals.csv"
    table.write_text('Title;Amount;Create date\nA;"1,250";03/04/2025\nB;$ 5;\n', encoding="utf-8")
    asked = ("deals", "import", str(table), "--profile", profile, "--yes")
    unclear = main(*asked)
    assert unclear.code == 1
    assert [one["question"] for one in unclear.lines if "question" in one] == ["mark", "sign", "dates"]
    assert "--decimal" in unclear.complaint
    said = main(*asked, "--decimal", ".", "--dates", "dmy", "--sign", "$=CAD")
    assert said.code == 0, said.complaint
    amounts = {one["title"]: one["amount"] for one in main("deals", "list", "--profile", profile).lines}
    assert amounts == {"A": {"minor": 125_000, "currency": "EUR"}, "B": {"minor": 500, "currency": "CAD"}}


def test_figures_are_printed_with_what_they_stand_on(profile: str) -> None:
    for words in (("--title", "A", "--amount", "100 EUR"), ("--title", "B")):
        made = main("deals", "add", "--profile", profile, *words)
        assert made.code == 0, made.complaint
    won = main("deals", "move", "--profile", profile, "A", "won")
    assert won.code == 0, won.complaint
    told = main("deals", "funnel", "--profile", profile)
    assert told.code == 0, told.complaint
    whole = told.lines[0]
    assert (whole["kind"], whole["made"], whole["won"], whole["win_rate"]) == (
        "cohort", 2, 1, {"part": 1, "whole": 1},
    )  # fmt: skip
    assert whole["revenue"] == [{"minor": 10_000, "currency": "EUR"}]
    stages = [one for one in told.lines if one["kind"] == "stage"]
    assert [one["stage"] for one in stages] == ["Enquiry", "Quote sent", "Decision", "Deposit paid"]
    assert stages[0]["entered"] == 2
    nothing = main("deals", "funnel", "--profile", profile, "--from", "2001-01-01", "--until", "2001-02-01")
    assert (nothing.code, nothing.lines[0]["made"], nothing.lines[0]["win_rate"]["whole"]) == (0, 0, 0)
    wrong = main("deals", "funnel", "--profile", profile, "--from", "soon")
    assert (wrong.code, "There is no day soon" in wrong.complaint) == (1, True)
    assert main("deals", "quiet", "--profile", profile).lines == []
