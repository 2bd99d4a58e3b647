"""Pipelines and their stages in the settings: changed by owner and manager, and nothing typed is ever lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.deal_asks import SavePipeline
from app.domain.deals import DEFAULT_PIPELINE, Pipeline, StageMove
from app.domain.rows import Changes
from tests.gui.hands import choose, open_menu
from tests.gui.rig import Rig, press, rig, type_text, until
from tests.gui.sheet_hands import pick, press_on
from ui.acts import acts_of
from ui.deals.ending import EndDialog
from ui.deals.pipelines.page import PipelinesPart
from ui.deals.pipelines.stage_row import StageRow
from ui.settings.view import SettingsView
from ui.widgets.inputs import Input

__all__ = ["rig"]
ENTER = Qt.Key.Key_Return
NAMES = ("Enquiry", "Quote", "Decision", "Deposit")
SALES = replace(
    DEFAULT_PIPELINE,
    name="Sales",
    stages=tuple(
        replace(stage, name=name) for stage, name in zip(DEFAULT_PIPELINE.stages, NAMES, strict=True)
    ),
    lost_reasons=("Too dear",),
    version=3,
)
WEDDINGS = Pipeline("w", "Weddings", SALES.stages[:2], position=1, version=1)


async def page(rig: Rig, *pipelines: Pipeline) -> PipelinesPart:
    """The part of the settings, with the first pipeline in its form."""
    rig.desk.saved_pipelines = {one.pipeline_id: one for one in pipelines}
    rig.panes.show_settings_page("pipelines")
    part = rig.panes.settings.pipelines
    await until(part.isVisible)
    return part


def by_colleague(rig: Rig, pipeline: Pipeline) -> None:
    """A second person changed it."""
    rig.desk.saved_pipelines[pipeline.pipeline_id] = pipeline
    rig.desk._tell(Changes(is_pipelines=True))


def over(line: Input, text: str) -> None:
    """Write over what is there."""
    line.setFocus()
    line.selectAll()
    type_text(line, text)


def row(part: PipelinesPart, name: str) -> StageRow:
    return next(one for one in part.form.stages.rows if one.shown_name == name)


def names(part: PipelinesPart) -> list[str]:
    return [one.shown_name for one in part.form.stages.rows]


def saved(rig: Rig, pipeline_id: str = "main") -> Pipeline:
    return rig.desk.saved_pipelines[pipeline_id]


async def save(rig: Rig, part: PipelinesPart) -> None:
    for toast in part.toasts.toasts:
        toast.dismiss()
    press_on(part.form.save)
    await until(lambda: any(toast.text == "Pipeline saved" for toast in part.toasts.toasts))


async def test_the_first_pipeline_is_there_and_is_named_when_it_is_saved(rig: Rig) -> None:
    part = await page(rig)
    assert names(part) == ["Enquiry", "Quote sent", "Decision", "Deposit paid"]
    assert not part.form.save.isEnabled() and not part.form.is_changed
    over(part.form.stages.rows[1].odds, "45")
    await save(rig, part)
    now = saved(rig)
    assert now.name == "Sales" and [stage.name for stage in now.stages] == names(part)
    assert now.stages[1].odds == 45 and "Too expensive" in now.lost_reasons and now.version == 1


async def test_everything_about_a_stage_is_written_in_its_line(rig: Rig) -> None:
    part = await page(rig, SALES)
    line = row(part, "Quote")
    over(line.name, "Offer")
    over(line.odds, "55 %")
    over(line.target, "")
    line.target.clear()
    line.target.textEdited.emit("")
    over(line.quiet, "12")
    press_on(line.colour)
    pick("red")
    await save(rig, part)
    stage = saved(rig).stages[1]
    assert (stage.name, stage.odds, stage.target_days, stage.quiet_days, stage.colour) == (
        "Offer",
        55,
        None,
        12,
        "danger",
    )
    assert "Red" in line.colour.accessibleName()


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("odds", "140", "0 to 100"),
        ("odds", "-1", "0 to 100"),
        ("odds", "often", "0 to 100"),
        ("quiet", "0", "from 1 to"),
        ("quiet", "", "from 1 to"),
        ("target", "soon", "from 1 to"),
        ("name", "", "name"),
        ("name", "x" * 1000, "too long"),
    ],
)
async def test_what_cannot_be_is_said_at_its_line_and_stays(
    rig: Rig, field: str, text: str, says: str
) -> None:
    part = await page(rig, SALES)
    line = row(part, "Quote")
    box: Input = getattr(line, field)
    box.setText(text)
    box.textEdited.emit(text)
    part.form._settle()
    part.form.save.setEnabled(True)
    press_on(part.form.save)
    assert says in line.error.text and line.error.isVisible() and box.text() == text[: box.maxLength()]
    assert saved(rig) == SALES


async def test_stages_are_put_in_order_by_key(rig: Rig) -> None:
    part = await page(rig, SALES)
    line = row(part, "Deposit")
    line.grip.setFocus()
    press(line.grip, Qt.Key.Key_Up)
    press(line.grip, Qt.Key.Key_Up)
    assert names(part) == ["Enquiry", "Deposit", "Quote", "Decision"] and line.grip.hasFocus()
    press(line.grip, Qt.Key.Key_Down)
    press_on(row(part, "Enquiry").more)
    choose(open_menu(row(part, "Enquiry")), "Move down")
    assert names(part) == ["Quote", "Enquiry", "Deposit", "Decision"]
    await save(rig, part)
    assert [stage.name for stage in saved(rig).stages] == names(part)


async def test_stages_are_put_in_order_by_dragging(rig: Rig) -> None:
    part = await page(rig, SALES)
    line = row(part, "Deposit")
    target = row(part, "Enquiry")
    middle = line.grip.rect().center()
    QTest.mousePress(line.grip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    up = line.grip.mapFromGlobal(target.mapToGlobal(QPoint(5, 2)))
    QTest.mouseMove(line.grip, up)
    await until(lambda: names(part)[0] == "Deposit")
    QTest.mouseRelease(line.grip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert names(part) == ["Deposit", "Enquiry", "Quote", "Decision"]


async def test_a_stage_is_added_up_to_twenty(rig: Rig) -> None:
    part = await page(rig, SALES)
    press_on(part.form.stages.add)
    added = part.form.stages.rows[-1]
    assert added.name.hasFocus()
    type_text(added.name, "Delivery")
    await save(rig, part)
    assert saved(rig).stages[-1].name == "Delivery" and saved(rig).stages[-1].stage_id
    for number in range(15):
        part.form.stages.add_stage()
        type_text(part.form.stages.rows[-1].name, f"Step {number}")
    assert (
        len(names(part)) == 20 and not part.form.stages.add.isEnabled() and part.form.stages.full.isVisible()
    )


async def test_a_stage_with_deals_asks_where_they_go(rig: Rig) -> None:
    part = await page(rig, SALES)
    for _number in range(2):
        rig.desk.deal_of(None, "quote", title="Kitchen")
    press_on(row(part, "Quote").more)
    choose(open_menu(row(part, "Quote")), "Remove the stage…")
    asked = part.form.dialog
    assert asked is not None and asked.isVisible() and "Quote" in asked.windowTitle()
    press_on(asked.keep)
    assert "Quote" in names(part)
    part.form.ask_to_remove("quote")
    assert part.form.dialog is not None
    part.form.dialog.stage.choose("decision")
    press_on(part.form.dialog.confirm)
    assert names(part) == ["Enquiry", "Decision", "Deposit"]
    await save(rig, part)
    assert {deal.stage_id for deal in rig.desk.deal_cards.values()} == {"decision"}
    asks = [one for one in rig.desk.deal_asked if isinstance(one, SavePipeline)]
    assert asks[-1].moves == (StageMove("quote", "decision"),)


async def test_deals_follow_when_the_stage_they_were_to_go_to_goes_too(rig: Rig) -> None:
    part = await page(rig, SALES)
    rig.desk.deal_of(None, "quote", title="Kitchen")
    part.form.ask_to_remove("quote")
    assert part.form.dialog is not None
    part.form.dialog.stage.choose("decision")
    press_on(part.form.dialog.confirm)
    part.form.ask_to_remove("decision")
    part.form.dialog.stage.choose("deposit")
    press_on(part.form.dialog.confirm)
    await save(rig, part)
    assert {deal.stage_id for deal in rig.desk.deal_cards.values()} == {"deposit"}


async def test_an_empty_stage_goes_at_once_and_the_last_one_stays(rig: Rig) -> None:
    part = await page(rig, replace(SALES, stages=SALES.stages[:2]))
    part.form.ask_to_remove("quote")
    assert names(part) == ["Enquiry"]
    part.form.ask_to_remove("enquiry")
    assert names(part) == ["Enquiry"] and "at least one stage" in part.form.error.text


async def test_what_a_colleague_changes_meanwhile_takes_nothing_away(rig: Rig) -> None:
    part = await page(rig, SALES)
    over(row(part, "Quote").name, "Offer")
    theirs = replace(SALES, name="Direct sales", stages=(*SALES.stages[:1], *SALES.stages[1:3]), version=4)
    by_colleague(rig, theirs)
    await until(lambda: part.form.name.input.text() == "Direct sales")
    assert names(part) == ["Enquiry", "Offer", "Decision"]
    assert "meanwhile" in part.form.notice.text and part.form.is_changed
    await save(rig, part)
    assert (
        saved(rig).stages[1].name == "Offer" and saved(rig).name == "Direct sales" and saved(rig).version == 5
    )


async def test_without_anything_typed_a_colleagues_change_is_simply_shown(rig: Rig) -> None:
    part = await page(rig, SALES)
    by_colleague(rig, replace(SALES, name="Direct sales", version=4))
    await until(lambda: part.form.name.input.text() == "Direct sales")
    assert not part.form.notice.isVisible() and not part.form.is_changed


async def test_what_the_hub_refuses_is_in_the_form_again(rig: Rig) -> None:
    part = await page(rig, SALES)
    over(row(part, "Quote").name, "Offer")
    await save(rig, part)
    asked = next(one for one in reversed(rig.desk.deal_asked) if isinstance(one, SavePipeline))
    by_colleague(rig, replace(SALES, name="Direct sales", version=4))
    rig.desk.refuse_deal(asked, "pipeline_changed", name="Sales")
    await until(lambda: "Offer" in names(part) and part.form.is_changed)
    assert part.form.name.input.text() == "Direct sales"
    assert part.list.rows.rows[0].chip.text == "not saved"
    await save(rig, part)
    assert saved(rig).stages[1].name == "Offer" and saved(rig).name == "Direct sales"


async def test_another_pipeline_may_be_looked_at_in_between(rig: Rig) -> None:
    part = await page(rig, SALES, WEDDINGS)
    over(row(part, "Quote").name, "Offer")
    part.choose("w")
    assert names(part) == ["Enquiry", "Quote"]
    assert [one.chip.text for one in part.list.rows.rows] == ["not saved", "2 stages"]
    by_colleague(rig, replace(SALES, lost_reasons=("Too dear", "Late"), version=4))
    part.choose("main")
    await until(lambda: "Offer" in names(part))
    assert "Late" in part.form.lost.toPlainText() and "meanwhile" in part.form.notice.text
    press_on(part.form.revert)
    assert "Quote" in names(part) and not part.form.is_changed


async def test_what_is_typed_waits_while_another_screen_is_looked_at(rig: Rig) -> None:
    part = await page(rig, SALES)
    over(row(part, "Quote").name, "Offer")
    rig.panes.show_screen("inbox")
    by_colleague(rig, replace(SALES, name="Direct sales", version=4))
    rig.panes.show_screen("settings")
    await until(lambda: part.isVisible() and part.form.name.input.text() == "Direct sales")
    assert "Offer" in names(part) and part.form.is_changed
    assert rig.window.kit is not None
    other = PipelinesPart(rig.window.kit)  # the page of the board
    part.hide()
    other.show()
    assert "Offer" in names(other) and other.form.is_changed
    other.close()
    other.deleteLater()


async def test_a_new_pipeline_is_made_put_first_and_removed(rig: Rig) -> None:
    part = await page(rig, SALES)
    press_on(part.new)
    assert part.form.name.input.hasFocus()
    press_on(part.form.save)
    assert "name" in part.form.name.input.accessibleDescription()
    type_text(part.form.name.input, "Weddings")
    await save(rig, part)
    assert [one.title for one in part.list.rows.rows] == ["Sales", "Weddings"]
    press_on(part.up)
    await until(lambda: [one.title for one in part.list.rows.rows] == ["Weddings", "Sales"])
    press_on(part.form.remove)
    assert part.dialog is not None
    press_on(part.dialog.confirm_button)
    await until(lambda: [one.title for one in part.list.rows.rows] == ["Sales"])
    assert part.form.name.input.text() == "Sales"


async def test_a_pipeline_with_open_deals_stays_and_says_why(rig: Rig) -> None:
    part = await page(rig, SALES, WEDDINGS)
    rig.desk.deal_of(None, "quote", title="Kitchen")
    press_on(part.form.remove)
    assert part.dialog is not None
    press_on(part.dialog.confirm_button)
    await until(lambda: bool(part.toasts.toasts))
    assert "main" in rig.desk.saved_pipelines


async def test_reasons_are_a_line_each_and_offered_when_a_deal_ends(rig: Rig) -> None:
    part = await page(rig, SALES)
    part.form.lost.setPlainText("Too dear\n\n  Moved   away \nToo dear")
    await save(rig, part)
    assert saved(rig).lost_reasons == ("Too dear", "Moved away")
    deal = rig.desk.deal_of(None, "quote", title="Kitchen")
    asked = EndDialog(rig.kit, deal, rig.window, part.toasts.show, is_won=False)
    asked.show()
    assert [radio.text().lstrip("123456789 ") for radio in asked.reasons] == ["Too dear", "Moved away"]
    asked.close()
    part.form.lost.setPlainText("\n".join(f"Reason {n}" for n in range(40)))
    press_on(part.form.save)
    assert "at most" in part.form.error.text


async def test_a_rep_has_no_such_page(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    me = rig.desk.me()
    assert "pipelines" in {act.id for act in acts_of(rig.panes, rig.kit)}
    monkeypatch.setattr(rig.desk, "me", lambda: replace(me, role="rep"))
    assert "pipelines" not in {act.id for act in acts_of(rig.panes, rig.kit)}
    view = SettingsView(rig.kit)
    assert "pipelines" not in view.tabs.shown_ids
    view.deleteLater()


async def test_a_narrow_window_shows_the_list_or_the_form(rig: Rig) -> None:
    part = await page(rig, SALES)
    rig.window.resize(700, 460)
    await until(lambda: not part.form.isVisible())
    at = part.list.visualRect(part.list.model().index(0, 0)).center()
    QTest.mouseClick(part.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    await until(lambda: part.form.isVisible() and not part.list.isVisible())
    press_on(part.both.back)
    await until(part.list.isVisible)
    part.list.setFocus()
    press(part.list, ENTER)
    await until(part.form.isVisible)
