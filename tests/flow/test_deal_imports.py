"""Tables of deals on their whole way: file, desk, hub, every desk; again, undone, stopped, who may; and out again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.contact_imports.watching import UNWATCHED
from app.desk.deal_imports.plan import DealPlan, answered
from app.desk.deal_imports.preview import DealPreview, DealReview
from app.desk.deal_imports.stages import Goal, StageValue
from app.desk.deal_imports.wire import DealImportWire
from app.desk.deal_transfer_desk import DealExportFormat
from app.desk.exports.writing import ExportStopped, ExportWatch
from app.desk.hub_client import HubRefused
from app.domain.contact_cards import ContactAdded
from app.domain.deal_import_rows import DealsImportProgress, DealsImportRequest, ImportedDeal
from app.domain.deal_rows import DealCard, DealFilter, DealRow
from app.domain.deals import STATES, DealAdded
from app.domain.erasure import EraseWish
from app.domain.errors import ComptoirError
from app.domain.events import UnknownBody
from app.domain.exports import ExportMade
from app.domain.ids import ImportId, MemberId
from app.domain.money import Money
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, HubWorld
from tests.flow.test_contact_imports import found_by, settle

HEAD = (
    "Id;Title;Amount;Stage;State;Contact;Phone;E-mail;Owner;Tags;Create date;Closing date;Lost reason;Note\n"
)
TABLE = HEAD + (
    f"1;Wedding;1 250,50 €;Quote sent;open;Ana Field;+{ANA};ana@example.org;Léa;hot;2026-01-05;2026-12-24;;\n"
    "2;Party;USD 300;Decision;lost;Bo;;bo@example.org;;;2026-01-06;2026-02-01;Too dear;Two\n"
    "3;Course;80 €;Decision;won;Cy;+33639980077;;;;2026-01-07;2026-02-02;;\n"
    "4;;;;;;;;;;;;;\n"
)
EVERY = DealFilter(states=STATES)
Change = Callable[[DealPlan], DealPlan]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        await settle(world, made)
        yield made


@pytest.fixture
async def rep(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "rep", "Rep", "rep") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        await settle(world, made)
        yield made


async def looked(
    at: Computer, path: Path, text: str, change: Change = lambda plan: plan
) -> tuple[DealReview, DealPlan, DealPreview]:
    """Read, decide as guessed but for a change."""
    path.write_text(text, "utf-8")
    review = await at.desk.review_deals(path, UNWATCHED)
    plan = change(await at.desk.first_deal_plan(review))
    return review, plan, review.preview(plan)


async def bring(
    at: Computer,
    path: Path,
    text: str = TABLE,
    change: Change = lambda plan: plan,
    told: Callable[[DealsImportProgress], None] = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> DealsImportProgress:
    """And bring it."""
    review, plan, seen = await looked(at, path, text, change)
    return await at.desk.import_deals(review, plan, seen, told=told, is_stopped=is_stopped)


def rows(at: Computer) -> dict[str, DealRow]:
    """Every deal by its title."""
    return {row.title: row for row in at.desk.deals(EVERY, limit=2_000)}


def card(at: Computer, title: str) -> DealCard:
    found = at.desk.deal(rows(at)[title].deal_id)
    assert found is not None
    return found


async def test_a_table_is_brought_and_seen_on_every_desk(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    await world.say()
    await settle(world, lea, rep)
    progress = await bring(lea, tmp_path / "deals.csv")
    assert (progress.state, progress.added, progress.changed, progress.same) == ("ended", 3, 0, 0)
    await settle(world, lea, rep)
    wedding, party, course = card(rep, "Wedding"), card(rep, "Party"), card(rep, "Course")
    assert (wedding.amount, wedding.stage_id, wedding.state, wedding.owner_name, wedding.tags) == (
        Money(125_050, "EUR"), "quote", "open", "Léa", ("hot",),
    )  # fmt: skip
    assert (wedding.close_on, wedding.source) == ("2026-12-24", "import")
    assert wedding.conversation_id is not None or wedding.contact_id == found_by(rep, ANA)
    assert (party.state, party.reason, party.own_person, party.email, party.amount) == (
        "lost", "Too dear", "Bo", "bo@example.org", Money(30_000, "USD"),
    )  # fmt: skip
    assert [(one.what, one.note) for one in party.log] == [("note", "Two")]
    assert party.made_at is not None and party.made_at.date().isoformat() == "2026-01-06"
    assert (course.state, course.contact_id) == ("won", found_by(rep, "33639980077"))
    assert course.ended_at is not None and course.ended_at.date().isoformat() == "2026-02-02"
    (past,) = rep.desk.deals_imports()
    assert (past.file_name, past.state, past.added, past.member_name) == ("deals.csv", "ended", 3, "Léa")
    await lea.stop()
    await rep.stop()
    assert lea.view_hash() == rep.view_hash()


async def test_the_same_table_again_changes_nothing(world: HubWorld, lea: Computer, tmp_path: Path) -> None:
    await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea)
    before = world.head
    progress = await bring(lea, tmp_path / "deals.csv")
    assert (progress.added, progress.changed, progress.same) == (0, 0, 3)
    assert world.head == before + 2  # it began, it ended


async def test_a_later_table_changes_what_differs_alone_and_is_taken_back(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea, rep)
    later = (
        TABLE.replace("1 250,50 €;Quote sent;open", "1 300 €;Decision;open")
        .replace("Decision;lost", "Quote sent;open")
        .replace("80 €;Decision;won", "80 €;Decision;lost")
    )
    _review, _plan, seen = await looked(lea, tmp_path / "deals.csv", later)
    assert seen.counts == {"changed": 3, "bad": 1}
    progress = await bring(lea, tmp_path / "deals.csv", later)
    assert (progress.added, progress.changed) == (0, 3)
    await settle(world, lea, rep)
    there = rows(rep)
    assert [(there[one].stage_id, there[one].state) for one in ("Wedding", "Party", "Course")] == [
        ("decision", "open"), ("quote", "open"), ("decision", "lost"),
    ]  # fmt: skip
    await rep.desk.change_deal(there["Wedding"].deal_id, {"amount": "140000 EUR"})
    await settle(world, lea, rep)
    done = await lea.desk.undo_deals_import(progress.import_id)
    assert (done.state, done.removed, done.restored, done.left) == ("undone", 0, 2, 1)
    await settle(world, lea, rep)
    there = rows(rep)
    assert there["Wedding"].amount == Money(140_000, "EUR")
    assert [(there[one].stage_id, there[one].state) for one in ("Wedding", "Party", "Course")] == [
        ("quote", "open"), ("decision", "lost"), ("decision", "won"),
    ]  # fmt: skip
    assert there["Party"].reason == "Too dear"
    await lea.stop()
    await rep.stop()
    assert lea.view_hash() == rep.view_hash()


async def test_an_undo_removes_what_nobody_touched_and_the_table_may_come_again(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    progress = await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea, rep)
    await rep.desk.log_on_deal(rows(rep)["Party"].deal_id, "call", "Rang them")
    await settle(world, lea, rep)
    done = await lea.desk.undo_deals_import(progress.import_id)
    assert (done.state, done.removed, done.kept) == ("undone", 2, 1)
    assert await lea.desk.undo_deals_import(progress.import_id) == done
    await settle(world, lea, rep)
    assert set(rows(rep)) == {"Party"}
    assert found_by(lea, "33639980077") is None  # nobody but the import knew Cy
    bodies = [event.body for event in world.events()]
    assert not any(isinstance(body, ContactAdded) for body in bodies)
    assert any(isinstance(body, UnknownBody) for body in bodies)
    _review, _plan, seen = await looked(lea, tmp_path / "deals.csv", TABLE)
    assert seen.counts == {"added": 2, "same": 1, "bad": 1}
    again = await bring(lea, tmp_path / "deals.csv")
    assert (again.added, again.same) == (2, 1)
    await settle(world, lea, rep)
    assert set(rows(rep)) == {"Wedding", "Party", "Course"}
    assert card(rep, "Course").contact_id == found_by(rep, "33639980077")
    await lea.stop()
    await rep.stop()
    assert lea.view_hash() == rep.view_hash()


async def test_a_deal_that_somebody_removed_does_not_come_back_with_the_table(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea)
    await lea.desk.remove_deal(rows(lea)["Party"].deal_id)
    await settle(world, lea)
    _review, _plan, seen = await looked(lea, tmp_path / "deals.csv", TABLE)
    assert seen.counts == {"same": 2, "bad": 2}
    assert seen.rows[1].problems[0].code == "deal_removed"


async def test_two_desks_that_bring_the_same_table_at_once_make_each_deal_once(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "max", "Max", "manager") as other:
        await reach(world.clock, lambda: other.desk.connection().is_hub_reachable)
        await settle(world, lea, other)
        one = await looked(lea, tmp_path / "a.csv", TABLE)
        two = await looked(other, tmp_path / "b.csv", TABLE.replace(";hot;", ";cold;"))
        first = await lea.desk.import_deals(*one, told=lambda _: None)
        second = await other.desk.import_deals(*two, told=lambda _: None)
        assert (first.added, second.added, second.changed, second.same) == (3, 0, 1, 2)
        await settle(world, lea, other)
        assert sum(isinstance(event.body, DealAdded) for event in world.events()) == 3
        assert rows(lea)["Wedding"].tags == ("cold", "hot")
        await lea.stop()
        await other.stop()
        assert lea.view_hash() == other.view_hash()


async def test_a_table_that_was_stopped_goes_on_where_it_was(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    text = "Title;Contact\n" + "".join(f"Deal {n};Person {n}\n" for n in range(1_200))
    seen: list[int] = []
    progress = await bring(
        lea, tmp_path / "d.csv", text, told=lambda one: seen.append(one.done), is_stopped=lambda: 500 in seen
    )
    assert (progress.state, progress.done) == ("open", 500)
    again = await bring(lea, tmp_path / "d.csv", text)
    assert again.state == "ended"
    assert sum(isinstance(event.body, DealAdded) for event in world.events()) == 1_200


async def test_a_rep_neither_brings_nor_takes_out(world: HubWorld, rep: Computer, tmp_path: Path) -> None:
    with pytest.raises(ComptoirError) as refused:
        await bring(rep, tmp_path / "d.csv")
    assert refused.value.code == "deals_import_role"
    wire = DealImportWire(lambda: rep.desk._link.client)
    with pytest.raises(HubRefused) as at_hub:
        await wire.begin(DealsImportRequest(ImportId("01890000-0000-7000-8000-000000000002"), "x", "f", 1))
    assert at_hub.value.code == "role_missing"
    with pytest.raises(ComptoirError) as refused:
        await rep.desk.export_deals(tmp_path / "a.csv", "csv")
    assert refused.value.code == "deals_export_role"
    with pytest.raises(ComptoirError) as refused:
        await rep.desk.undo_deals_import(ImportId("x"))
    assert refused.value.code == "deals_import_role"


async def test_the_hub_takes_no_row_that_no_deal_can_be(world: HubWorld, lea: Computer) -> None:
    wire = DealImportWire(lambda: lea.desk._link.client)
    import_id = ImportId("01890000-0000-7000-8000-000000000001")
    await wire.begin(DealsImportRequest(import_id, "x", "f", 3))
    good = ImportedDeal(2, "import-1", "main", "quote", title="A")
    bad = {
        "stage_unknown": replace(good, stage_id="nowhere"),
        "member_unknown": replace(good, owner_id=MemberId("nobody")),
        "row_unreadable": replace(good, amount=Money(-5, "EUR")),
    }
    for code, row in bad.items():
        with pytest.raises(HubRefused) as refused:
            await wire.bring(import_id, 0, [row])
        assert refused.value.code == code
    nothing = replace(good, title="")
    with pytest.raises(HubRefused):
        await wire.bring(import_id, 0, [nothing])
    with pytest.raises(HubRefused) as refused:
        await wire.bring(import_id, 5, [good])
    assert refused.value.code == "import_gap"
    two = [
        good,
        replace(good, row=3, title="B", number="33639980044"),
        replace(good, row=4, deal_id="import-2", number="33639980044"),
    ]
    progress = await wire.bring(import_id, 0, two)
    assert (progress.done, progress.added, progress.changed) == (3, 2, 1)
    assert await wire.bring(import_id, 0, two) == progress  # twice is once
    assert sum(isinstance(event.body, ContactAdded) for event in world.events()) == 1


async def test_nothing_is_brought_before_its_questions_are_answered(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    text = 'Title;Amount\nA;"1,250"\n'
    with pytest.raises(ComptoirError) as refused:
        await bring(lea, tmp_path / "d.csv", text)
    assert refused.value.code == "deals_import_questions"
    review, plan, seen = await looked(lea, tmp_path / "d.csv", text)
    plan = answered(plan, seen.open_questions[0], ".")
    await lea.desk.import_deals(review, plan, review.preview(plan), told=lambda _: None)
    await settle(world, lea)
    assert rows(lea)["A"].amount == Money(125_000, "EUR")
    _review, remembered, _seen = await looked(lea, tmp_path / "d.csv", text)
    assert remembered.mark == "."  # the next file with these headings is read alike


async def test_what_the_stages_become_is_remembered_on_this_computer(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    text = "Title;Stage\nA;Talking\n"

    def said(plan: DealPlan) -> DealPlan:
        return replace(plan, goals={**plan.goals, ("", "talking"): Goal("stage", "main", "decision")})

    await bring(lea, tmp_path / "d.csv", text, said)
    await settle(world, lea)
    review, plan, seen = await looked(lea, tmp_path / "d.csv", text.replace("A;", "B;"))
    (value,) = review.values(plan.targets)
    assert isinstance(value, StageValue)
    assert plan.goals[value.key] == Goal("stage", "main", "decision")
    assert seen.counts == {"added": 1}


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
async def test_deals_go_out_and_come_in_again_unchanged(
    world: HubWorld, lea: Computer, tmp_path: Path, kind: DealExportFormat
) -> None:
    await bring(lea, tmp_path / "deals.csv", TABLE.replace("Wedding", "=Wedding"))
    await settle(world, lea)
    path = tmp_path / f"out.{kind}"
    outcome = await lea.desk.export_deals(path, kind)
    assert (outcome.path, outcome.count) == (path, 3)
    await settle(world, lea)
    (made,) = [event.body for event in world.events("export.made")]
    assert isinstance(made, ExportMade)
    assert (made.what, made.format, made.count) == ("deals", kind, 3)
    assert kind == "jsonl" or "'=Wedding" in path.read_text("utf-8-sig")
    review = await lea.desk.review_deals(path, UNWATCHED)
    seen = review.preview(await lea.desk.first_deal_plan(review))
    assert (seen.counts, [row.problems for row in seen.rows]) == ({"same": 3}, [()] * 3)


async def test_deals_of_a_filter_go_out_alone_and_a_stopped_export_leaves_nothing(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea)
    outcome = await lea.desk.export_deals(tmp_path / "hot.csv", "csv", DealFilter(tag="hot"))
    assert outcome.count == 1
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.export_deals(tmp_path / "none.csv", "csv", DealFilter(tag="cold"))
    assert refused.value.code == "deals_export_nothing"
    with pytest.raises(ExportStopped):
        await lea.desk.export_deals(tmp_path / "s.csv", "csv", watch=ExportWatch(is_stopped=lambda: True))
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["deals.csv", "hot.csv"]


async def test_long_notes_go_in_as_many_calls_as_they_need(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    lines = "".join(f"Deal {n};{'é' * 9_900}\n" for n in range(120))
    steps: list[int] = []
    progress = await bring(
        lea, tmp_path / "d.csv", f"Title;Note\n{lines}", told=lambda one: steps.append(one.done)
    )
    assert (progress.added, len(set(steps)) > 2) == (120, True)
    await settle(world, lea)
    notes = card(lea, "Deal 7").log
    assert sum(len(one.note) for one in notes) == 9_900


async def test_whoever_is_erased_is_not_kept_for_an_undo_and_may_come_as_somebody_new(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    progress = await bring(lea, tmp_path / "deals.csv")
    await settle(world, lea)
    cy = found_by(lea, "33639980077")
    assert cy is not None
    await lea.desk.erase_person(EraseWish(cy, "Cy", "request"))
    await settle(world, lea)
    assert set(rows(lea)) == {"Wedding", "Party"}
    _review, _plan, seen = await looked(lea, tmp_path / "deals.csv", TABLE)
    assert seen.counts == {"added": 1, "same": 2, "bad": 1}
    done = await lea.desk.undo_deals_import(progress.import_id)
    assert (done.removed, done.kept) == (2, 0)
    await settle(world, lea)
    again = await bring(lea, tmp_path / "deals.csv")
    assert again.added == 3
    await settle(world, lea)
    assert set(rows(lea)) == {"Wedding", "Party", "Course"}
