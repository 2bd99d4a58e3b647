"""Deals made by hand: from the board, from a conversation in two keys, from a person's card."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.deals import MAIN_PIPELINE, Pipeline
from app.domain.errors import ComptoirError
from app.domain.money import Money
from tests.gui.hands import CTRL, SHIFT
from tests.gui.rig import Rig, click, press, rig, type_text, until
from tests.gui.sheet_hands import press_on
from ui.contacts.panel.panel import ContactPanel
from ui.deals.new_deal import ForWhom, NewDealDialog, open_new_deal
from ui.deals.section import DealsSection

__all__ = ["rig"]
ENTER = Qt.Key.Key_Return


def dialog() -> NewDealDialog:
    return next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, NewDealDialog) and one.isVisible()
    )


def has_dialog() -> bool:
    return any(isinstance(one, NewDealDialog) and one.isVisible() for one in QApplication.topLevelWidgets())


async def section(rig: Rig, number: int = 3) -> DealsSection:
    """The part of the card of one of the salon's people."""
    rig.open(number)
    if rig.panes.card is None or not rig.panes.card.is_shown:
        rig.conversation.head.panel.click()
    await until(lambda: rig.panes.card is not None and rig.panes.card.is_shown)
    assert rig.panes.card is not None
    panel: ContactPanel = rig.panes.card.panel
    await until(lambda: panel.card is not None)
    return next(one for one in panel.sections if isinstance(one, DealsSection))


async def test_one_key_and_enter_make_a_deal_of_a_conversation(rig: Rig) -> None:
    talk = rig.open(3)
    rig.conversation.focus_composer()
    press(rig.conversation.composer.box, Qt.Key.Key_D, CTRL | SHIFT)
    asked = dialog()
    header = rig.desk.header(talk)
    assert header is not None and asked.person.name.text == header.name
    assert asked.title.input.placeholderText() == header.name
    press(asked, ENTER)
    await until(lambda: len(rig.desk.deal_cards) == 1)
    (deal,) = rig.desk.deal_cards.values()
    assert (deal.conversation_id, deal.contact_id, deal.title) == (talk, header.contact_id, "")
    assert (deal.pipeline_id, deal.stage_id, deal.source) == (MAIN_PIPELINE, "enquiry", "hand")
    assert deal.owner_id == rig.desk.me().member_id
    await until(lambda: any("made" in toast.text for toast in rig.conversation.toasts.toasts))


async def test_the_key_of_its_deal_offers_a_new_one_where_there_is_none(rig: Rig) -> None:
    rig.open(3)
    press(rig.window, Qt.Key.Key_D, CTRL)
    assert dialog().person.now.contact_id is not None
    dialog().reject()


async def test_without_a_conversation_in_view_the_keys_do_nothing(rig: Rig) -> None:
    press(rig.window, Qt.Key.Key_D, CTRL | SHIFT)
    press(rig.window, Qt.Key.Key_D, CTRL)
    assert not has_dialog()


async def test_from_the_board_the_person_is_looked_for_first(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window, None, MAIN_PIPELINE, "quote")
    type_text(asked.person.finder.search, "tom")
    press(asked.person.finder.search, ENTER)
    assert asked.person.whom.contact_id is not None and asked.email.isHidden()
    type_text(asked.title.input, "Kitchen")
    asked.amount.input.setText("1 250,50")
    assert "€1,250.50" in asked.says.text
    press(asked.amount.input, ENTER)
    await until(lambda: len(rig.desk.deal_cards) == 1)
    (deal,) = rig.desk.deal_cards.values()
    assert (deal.title, deal.amount, deal.stage_id) == ("Kitchen", Money(125_050, "EUR"), "quote")


async def test_somebody_who_is_in_no_list_is_kept_by_name_and_address(rig: Rig) -> None:
    made: list[str] = []
    asked = open_new_deal(rig.kit, rig.window)
    asked.made.connect(made.append)
    type_text(asked.person.finder.search, "Zoé Neuve")
    press(asked.person.finder.search, ENTER)
    assert asked.email.isVisible()
    asked.email.input.setText("nowhere")
    press_on(asked.confirm)
    assert "no" in asked.email.input.accessibleDescription() and not made
    asked.email.input.setText("Zoe@Example.com")
    press_on(asked.confirm)
    await until(lambda: bool(made))
    deal = rig.desk.deal_cards[made[0]]
    assert (deal.own_person, deal.email, deal.contact_id) == ("Zoé Neuve", "zoe@example.com", None)


async def test_a_name_that_was_only_typed_counts(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window)
    type_text(asked.person.finder.search, "Zoé Neuve")
    press_on(asked.confirm)
    await until(lambda: len(rig.desk.deal_cards) == 1)
    assert next(iter(rig.desk.deal_cards.values())).own_person == "Zoé Neuve"


async def test_neither_a_title_nor_a_person_is_asked_about(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window)
    press_on(asked.confirm)
    assert asked.isVisible() and "whom it is for" in asked.error.text and not rig.desk.deal_cards
    asked.title.input.setText("Stand at the fair")
    press_on(asked.confirm)
    await until(lambda: len(rig.desk.deal_cards) == 1)


@pytest.mark.parametrize("text", ["9" * 40, "-5", "a lot", "1" * 1000])
async def test_an_absurd_amount_makes_no_deal_and_stays_in_its_line(rig: Rig, text: str) -> None:
    asked = open_new_deal(rig.kit, rig.window, ForWhom("Zoé"))
    asked.amount.input.setText(text)
    press_on(asked.confirm)
    assert asked.isVisible() and asked.amount.input.accessibleDescription().endswith(".")
    assert asked.amount.input.text() == text and not rig.desk.deal_cards
    asked.reject()


async def test_what_was_written_is_there_when_the_dialog_is_left_and_opened_again(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window)
    type_text(asked.person.finder.search, "Zo")
    asked.title.input.setText("Kitchen")
    asked.amount.input.setText("12 00")
    press(asked, Qt.Key.Key_Escape)
    again = open_new_deal(rig.kit, rig.window)
    assert (again.title.input.text(), again.amount.input.text()) == ("Kitchen", "12 00")
    assert again.person.finder.search.text() == "Zo"
    again.amount.input.setText("12")
    press_on(again.confirm)
    await until(lambda: len(rig.desk.deal_cards) == 1)
    fresh = open_new_deal(rig.kit, rig.window)
    assert fresh.title.input.text() == ""
    fresh.reject()


async def test_a_thousand_letters_are_too_many_for_a_title_or_a_name(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window, ForWhom("Zoé"))
    asked.title.input.setText("x" * 1000)
    press_on(asked.confirm)
    assert "800 characters too long" in asked.title.input.accessibleDescription()
    asked.title.input.setText("")
    asked.person.show_whom(ForWhom("y" * 1000))
    press_on(asked.confirm)
    assert "too long" in asked.error.text and not rig.desk.deal_cards
    asked.reject()


async def test_what_the_desk_refuses_is_said_and_nothing_is_lost(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_new: object) -> str:
        raise ComptoirError("stage_unknown")

    monkeypatch.setattr(rig.desk, "add_deal", refuse)
    asked = open_new_deal(rig.kit, rig.window, ForWhom("Zoé"))
    asked.title.input.setText("Kitchen")
    press_on(asked.confirm)
    await until(lambda: bool(asked.error.text))
    assert asked.confirm.isEnabled() and asked.title.input.text() == "Kitchen"
    asked.reject()


async def test_another_pipeline_has_its_own_stages(rig: Rig) -> None:
    first = rig.desk.pipelines()[0]
    named = tuple(stage.__class__(stage.stage_id, stage.stage_id.title()) for stage in first.stages)
    rig.desk.saved_pipelines = {
        "main": Pipeline("main", "Sales", named, version=1),
        "w": Pipeline("w", "Weddings", named[1:], position=1, version=1),
    }
    asked = open_new_deal(rig.kit, rig.window, ForWhom("Zoé"))
    assert asked.pipeline.isVisible() and asked.stage.chosen_id == "enquiry"
    asked.pipeline.choose("w")
    assert asked.stage.chosen_id == "quote"
    press_on(asked.confirm)
    await until(lambda: len(rig.desk.deal_cards) == 1)
    deal = next(iter(rig.desk.deal_cards.values()))
    assert (deal.pipeline_id, deal.stage_id) == ("w", "quote")


# -- the card of a person


async def test_the_card_of_a_person_shows_their_deals(rig: Rig) -> None:
    talk = rig.open(3)
    rig.desk.deal_of(talk, title="Kitchen", amount=Money(420_000, "EUR"))
    rig.desk.deal_of(talk, title="Bath", state="lost", ended_at=rig.clock.now())
    part = await section(rig)
    assert [row.words for row in part.rows] == ["Kitchen", "Bath"]
    assert "€4,200 · Quote sent" in part.rows[0].accessibleName()
    assert "Lost today" in part.rows[1].accessibleName()
    rig.desk.move_deal_elsewhere(next(iter(rig.desk.deal_cards)), "decision")
    await until(lambda: "Decision" in part.rows[0].accessibleName())


async def test_many_deals_are_shown_a_few_at_a_time(rig: Rig) -> None:
    talk = rig.open(3)
    for number in range(8):
        rig.desk.deal_of(talk, title=f"Deal {number}")
    part = await section(rig)
    assert len(part.rows) == 3 and "5" in part.more.text()
    press_on(part.more)
    await until(lambda: len(part.rows) == 8 and not part.more.isVisible())


async def test_a_deal_is_made_from_the_card_of_a_person(rig: Rig) -> None:
    part = await section(rig)
    assert part.nothing.isVisible()
    press(part.nothing, ENTER)
    asked = dialog()
    assert asked.person.whom.contact_id is not None and asked.person.whom.conversation_id is None
    asked.title.input.setText("Garden")
    press(asked.title.input, ENTER)
    await until(lambda: [row.words for row in part.rows] == ["Garden"])
    assert not part.nothing.isVisible()


async def test_another_person_has_other_deals(rig: Rig) -> None:
    talk = rig.open(3)
    rig.desk.deal_of(talk, title="Kitchen")
    part = await section(rig)
    assert [row.words for row in part.rows] == ["Kitchen"]
    rig.open(4)
    await until(lambda: not part.rows and part.nothing.isVisible())
    click(part.widget, part.widget.rect().topLeft())


async def test_no_gap_stays_where_the_list_of_people_stood(rig: Rig) -> None:
    asked = open_new_deal(rig.kit, rig.window)
    await until(asked.isVisible)
    type_text(asked.person.finder.search, "Somebody new")
    before = asked.sizeHint().height()
    press(asked.person.finder.search, ENTER)
    await until(lambda: asked.sizeHint().height() < before)
    await until(lambda: asked.height() <= asked.sizeHint().height())
    asked.reject()
