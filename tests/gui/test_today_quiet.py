"""Deals without news on Today: after what closes soon, before what failed; each leads to its place on their page."""

from PySide6.QtCore import Qt

from app.domain.ids import ConversationId
from app.domain.ladders import Ladder, LadderStep
from tests.gui.hands import ALT
from tests.gui.rig import Rig, click, press, rig, until
from ui.deals.quiet.page import QuietPage
from ui.today.tiles import Tile
from ui.today.view import TodayView

__all__ = ["rig"]


def today(rig: Rig) -> TodayView:
    press(rig.window, Qt.Key.Key_1, ALT)
    return rig.panes.screens.today


def quiet(rig: Rig, count: int = 2) -> list[str]:
    """So many deals, the first the longest silent."""
    rig.desk.made_ladders["main"] = Ladder("main", (LadderStep(0, text="Hello?"),), version=1)
    found = []
    for number in range(count):
        card = rig.desk.deal_of(ConversationId(f"c-{20 + number:03d}"), title=f"Deal {number}")
        rig.desk.go_quiet(card.deal_id, 20 - number)
        found.append(card.deal_id)
    return found


def lines(view: TodayView) -> list[str]:
    return [view.model.data(view.model.index(n)) for n in range(view.model.rowCount())]


def place(view: TodayView, deal_id: str) -> int:
    return next(n for n, one in enumerate(view.model.lines) if one.deal and one.deal.deal_id == deal_id)


async def test_they_stand_before_what_failed(rig: Rig) -> None:
    quiet(rig)
    view = today(rig)
    heads = [line.section for line in view.model.lines if line.is_head]
    assert heads[heads.index("quiet") + 1 :] == ["troubled"]
    said = lines(view)[place(view, rig.desk.quiet_list().rows[0].deal_id)]
    assert "Deal 0" in said and "20 d" in said and said.endswith("Follow up")
    assert [(one.section, one.count) for one in view.tiles.figures][-2] == ("quiet", 2)


async def test_without_deals_nothing_is_said_of_them(rig: Rig) -> None:
    view = today(rig)
    assert "quiet" not in {line.section for line in view.model.lines}
    assert "quiet" not in {one.section for one in view.tiles.figures}


async def test_a_held_follow_up_comes_first_and_says_why(rig: Rig) -> None:
    first, second = quiet(rig)
    await rig.desk.start_follow_ups([second])
    rig.desk.hold_follow_up(second, "no_template")
    view = today(rig)
    there = [line.deal.deal_id for line in view.model.lines if line.deal]
    assert there == [second, first]
    said = lines(view)[place(view, second)]
    assert ("this step has no template" in said and said.endswith("Decide, Decide")) or said.endswith(
        "Decide"
    )


async def test_who_is_followed_up_already_needs_nobody(rig: Rig) -> None:
    first, second = quiet(rig)
    await rig.desk.start_follow_ups([first])
    view = today(rig)
    assert [line.deal.deal_id for line in view.model.lines if line.deal] == [second]


async def test_enter_leads_to_the_deal_on_its_page(rig: Rig) -> None:
    _first, second = quiet(rig)
    view = today(rig)
    view.list.show_line(place(view, second))
    press(view.list, Qt.Key.Key_Return)
    shown = rig.panes.screens.deals.shown
    assert isinstance(shown, QuietPage)
    assert [row.deal_id for row in shown.list.chosen] == [second]


async def test_a_click_does_the_same_and_the_last_line_leads_to_all(rig: Rig) -> None:
    ids = quiet(rig, 9)
    view = today(rig)
    assert [line.deal.deal_id for line in view.model.lines if line.deal] == ids[:6]
    number = next(n for n, one in enumerate(view.model.lines) if one.section == "quiet" and one.is_more)
    assert lines(view)[number] == "See all 9 deals"
    view.list.show_line(number)
    click(view.list.viewport(), view.list.visualRect(view.model.index(number)).center())
    await until(lambda: rig.panes.screen_id == "deals")
    assert isinstance(rig.panes.screens.deals.shown, QuietPage)


async def test_a_deal_that_goes_quiet_appears(rig: Rig) -> None:
    view = today(rig)
    quiet(rig, 1)
    await until(lambda: any(line.deal for line in view.model.lines))


async def test_a_portrait_is_the_persons_not_the_deals(rig: Rig) -> None:
    first, _second = quiet(rig)
    view = today(rig)
    face = view._face(view.model.lines[place(view, first)])
    assert face is not None and face.name.startswith(f"{face.person} · ") and "Deal" not in face.person


async def test_the_tile_goes_with_the_last_of_them(rig: Rig) -> None:
    quiet(rig, 1)
    view = today(rig)
    there = len(view.tiles.figures)
    [row] = rig.desk.quiet_list().rows
    await rig.desk.start_follow_ups([row.deal_id])
    await until(lambda: len(view.tiles.figures) == there - 1)
    shown = [tile for tile in view.tiles.findChildren(Tile) if tile.isVisible()]
    assert [tile.figure.section for tile in shown] == [one.section for one in view.tiles.figures]
