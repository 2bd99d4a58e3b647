"""One erased person who had deals from a table, tasks, and a ladder that was on its way: nothing of her is left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain import ladders
from app.domain.deal_asks import NewDeal
from app.domain.erasure import EraseWish
from app.domain.ids import ContactId
from app.domain.ladders import Ladder, LadderStep, LadderTemplate
from app.domain.money import Money
from app.domain.settings import ChangeSetting
from app.domain.tasks import NewTask, TaskAbout
from app.domain.templates import TemplateChanged
from storage.view import ladders as ladder_rows
from tests.flow.desk_world import computer, reach
from tests.flow.erasure_world import EVE, canaries, confirmed, contact_of, eve_writes, hits
from tests.flow.ladder_steps import NUDGE, pass_to, rest, told
from tests.flow.office import Office, office
from tests.flow.restore_world import copy_of, is_as_rebuilt, put_back
from tests.flow.test_deal_imports import bring
from tests.guards.logs import Expect

NAME = "Evelyn Kanari"
STEPS = (
    LadderStep(0, text="Hello {name}?"),
    LadderStep(3, template=LadderTemplate("nudge", "fr", {"body:1": "{name}"})),
    LadderStep(2, "call"),
    LadderStep(2, text="Goodbye {name}", template=LadderTemplate("nudge", "fr", {"body:1": "{name}"})),
)
TABLE = (
    "Id;Title;Amount;Contact;Phone;Note;Next step;Next step date\n"
    "1;{title};300 €;{name};+{eve};{note};{step};2026-12-24\n"
)


async def test_nothing_is_left_of_somebody_with_deals_tasks_and_a_ladder_on_its_way(
    tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("hub was restored")
    async with office(tmp_path / "hub") as o, computer(o.world, tmp_path / "lea") as lea:
        await _is_selling(o)
        place = await eve_writes(o.world, "CANARY first words", "wamid.CANARY1")
        eve = ContactId(contact_of(o.world, place))
        await reach(o.world.clock, lambda: lea.desk.position == o.world.head)
        for title in ("CANARY tart", "CANARY large tart"):  # the second one changes the first
            await bring(
                lea, tmp_path / "bought.csv",
                TABLE.format(title=title, name=NAME, eve=EVE, note="CANARY nuts", step="CANARY ask"),
            )  # fmt: skip
        (tmp_path / "bought.csv").unlink()
        won = await lea.desk.add_deal(
            NewDeal(title="CANARY cake", amount=Money(4_200, "EUR"), contact_id=eve)
        )
        deal = await lea.desk.add_deal(NewDeal("main", "quote", "CANARY pie", conversation_id=place))
        await lea.desk.win_deal(won, "CANARY liked it")
        for about in (TaskAbout(deal_id=won), TaskAbout(contact_id=eve), TaskAbout(conversation_id=place)):
            due_at = o.world.clock.now() + timedelta(days=40)
            await lea.desk.add_task(NewTask("CANARY call her", due_at, None, about))
        await lea.desk.set_deal_cause(deal, "timing")
        await lea.desk.send_text(place, "CANARY quote")
        await reach(o.world.clock, lambda: not lea.desk.is_waiting_for_hub)
        for task in lea.desk.tasks_open("everybody"):
            await lea.desk.finish_task(task.task_id)
        await reach(o.world.clock, lambda: not lea.desk.is_waiting_for_hub)
        await o.reach(lambda: bool(o.graph.posts))  # the quote, before the ladder's own
        await rest(o)
        o.graph.posts.clear()
        await lea.desk.start_follow_ups([deal])
        await o.reach(lambda: len(o.graph.posts) == 1, within_s=600)
        await rest(o)
        await lea.stop()  # days of its questions to the hub would prove nothing
        await pass_to(o, "2026-12-02T12:00")
        await lea.start()
        await pass_to(o, "2026-12-04T12:00")
        await reach(o.world.clock, lambda: bool(o.world.events("follow_up.call_asked")), within_s=600)
        await reach(o.world.clock, lambda: lea.desk.position == o.world.head)
        assert len(o.world.events("follow_up.sent")) == 2
        assert f"Call {NAME}: CANARY pie" in {task.title for task in lea.desk.tasks_open("everybody")}
        exported = tmp_path / "eve.zip"
        await lea.desk.export_person(eve, exported, with_notes=True, on_progress=lambda *_: None)
        exported.unlink()
        copy = copy_of(o.world)
        assert hits([tmp_path / "hub"]) and canaries(lea)

        row = await lea.desk.erase_person(EraseWish(eve, NAME))
        await reach(o.world.clock, lambda: "Léa's computer" in confirmed(o.world), within_s=300)
        assert row.state == "done"
        assert hits([tmp_path]) == [] and canaries(lea) == []
        with o.world.reading() as conn:
            assert ladder_rows.follow_up(conn, deal) is None
        assert lea.desk.tasks_open("everybody") == [] and lea.desk.deals() == []
        now = o.world.clock.now()
        figures = await lea.desk.deal_figures("main", now - timedelta(days=300), now + timedelta(days=1))
        assert (figures.made, figures.won, figures.lost) == (3, 1, 2)
        assert figures.revenue == (Money(4_200, "EUR"),)
        assert is_as_rebuilt(o.world, tmp_path)

        sent = len(o.graph.posts)
        await put_back(o.world, copy)
        assert [one for one in hits([tmp_path / "hub"]) if "set-aside" not in one] == []
        await pass_to(o, "2026-12-05T12:00")
        await lea.stop()
        await pass_to(o, "2026-12-18T12:00")  # neither the ladder of before nor that of the copy goes on
        assert len(o.graph.posts) == sent


async def _is_selling(o: Office) -> None:
    """A shop with a ladder; none of its words are anybody's."""
    await told(o, TemplateChanged(NUDGE))
    for name, value in (("business_name", "the salon"), ("time_zone", "Europe/London")):
        assert (await o.world.do(o.desk, ChangeSetting(name, value))).result == "accepted"
    saved = await o.world.do(o.desk, ladders.SaveLadder(Ladder("main", STEPS, 5), 0))
    assert saved.result == "accepted", saved
