"""A deal's own sheet: everything about it at a glance, changed in place, by mouse and by key."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.deal_asks import LinkDeal
from app.domain.deal_links import LinkSuggestion
from app.domain.deals import DealLine
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.domain.tasks import NewTask, TaskAbout
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.sheet_hands import (
    ENTER,
    ESCAPE,
    TALK,
    card,
    desktop,
    is_there,
    kitchen,
    pick,
    popover,
    press_on,
    write,
)
from ui.contacts.panel.tag_box import SectionTagPicker
from ui.deals.person_picker import PersonPicker
from ui.deals.sheet.sheet import holds_focus
from ui.deals.sheet.side import begun_of
from ui.todo.sheet import TaskSheet

__all__ = ["rig"]


async def test_it_says_everything_about_the_deal(rig: Rig) -> None:
    deal = kitchen(rig, stage_id="quote", days=9, tags=("vip",), close_on="2026-12-24")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.head.title.value.words == "Kitchen" and "Made by hand" in sheet.head.under.text
        assert sheet.state.stage.words == "Quote sent" and "9 days of 7" in sheet.state.stage.accessibleName()
        assert sheet.facts.amount.value.words == "€4,200"
        assert sheet.facts.close_on.value.words == "24 December 2026"
        assert sheet.person.name.words == deal.person
        assert [line.row.message_id for line in sheet.talk.lines if line.row is not None] == [
            row.message_id for row in rig.desk.page(TALK, limit=5)
        ]
        assert sheet.past.rows and "Quote sent" in sheet.past.rows[0].text


async def test_only_escape_and_its_button_put_it_away(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        click(window.board, window.board.rect().center())
        rig.desk.move_deal_elsewhere(deal.deal_id, "decision")
        assert is_there(window)
        sheet.focus_first()
        press(sheet.head.title.value, ESCAPE)
        assert not is_there(window) and window.side.deal_id == ""
        await window.show_deal(deal)
        press_on(sheet.head.close_button)
        assert not is_there(window)


async def test_escape_in_a_line_leaves_the_line_alone(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.facts.amount, "12", ESCAPE)
        assert is_there(window) and sheet.facts.amount.value.hasFocus()
        assert card(rig, deal).amount == Money(420_000, "EUR")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 250,50", Money(125_050, "EUR")),
        ("1250 €", Money(125_000, "EUR")),
        ("$300", Money(30_000, "USD")),
        ("", None),
    ],
)
async def test_an_amount_is_kept_as_it_is_typed(rig: Rig, text: str, amount: Money | None) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.facts.amount, text)
        await until(lambda: card(rig, deal).amount == amount)
        await until(lambda: not sheet.facts.amount.is_editing)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9" * 40, "larger than"),
        ("-5", "below zero"),
        ("a lot", "no amount"),
        ("300 XXQ", "no currency"),
        ("x" * 1000, "no amount"),
    ],
)
async def test_an_absurd_amount_is_refused_with_a_sentence_and_stays(rig: Rig, text: str, says: str) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.facts.amount, text)
        row = sheet.facts.amount
        assert says in row.error.text and row.error.isVisible() and row.line.text() == text
        assert card(rig, deal).amount == Money(420_000, "EUR")


async def test_the_title_may_be_empty_but_not_of_a_thousand_letters(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.head.title, "x" * 1000)
        assert "800 characters too long" in sheet.head.title.error.text
        press(sheet.head.title.line, ESCAPE)
        write(sheet.head.title, "")
        await until(lambda: card(rig, deal).title == "")
        await until(lambda: sheet.head.title.value.words == deal.person)


async def test_what_is_typed_waits_while_another_deal_is_looked_at(rig: Rig) -> None:
    deal, other = kitchen(rig), rig.desk.deal_of(ConversationId("c-004"), title="Bath")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.facts.amount.value)
        sheet.facts.amount.line.setText("77")
        window.side.show_deal(other.deal_id)
        await until(lambda: sheet.card is not None and sheet.card.deal_id == other.deal_id)
        assert sheet.facts.amount.value.isVisible()
        window.side.close()
        await window.show_deal(deal)
        assert sheet.facts.amount.line.isVisible() and sheet.facts.amount.line.text() == "77"


async def test_what_is_typed_is_there_after_a_restart(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.facts.amount.value)
        sheet.facts.amount.line.setText("77")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.facts.amount.line.isVisible() and sheet.facts.amount.line.text() == "77"
    assert begun_of("{]") == begun_of("[1]") == begun_of("") == {}


async def test_a_colleague_who_writes_the_same_line_takes_nothing_away(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press_on(sheet.facts.amount.value)
        sheet.facts.amount.line.setText("77")
        rig.desk.put_deal(replace(card(rig, deal), amount=Money(500_000, "EUR")))
        await until(lambda: "Meanwhile" in sheet.facts.amount.error.text)
        assert "€5,000" in sheet.facts.amount.error.text and sheet.facts.amount.line.text() == "77"
        press(sheet.facts.amount.line, ENTER)
        await until(lambda: card(rig, deal).amount == Money(7_700, "EUR"))


async def test_a_letter_opens_the_chat_and_another_the_person(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        press(sheet.head.title.value, Qt.Key.Key_O)
        press(sheet.head.title.value, Qt.Key.Key_P)
        press_on(sheet.person.chat)
        press_on(sheet.person.name)
        chat, person = ("chat", TALK), ("person", str(deal.contact_id))
        assert window.opened == [chat, person, chat, person]


async def test_a_message_of_the_talk_is_gone_to(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        line = sheet.talk.lines[-1]
        assert line.row is not None
        press(line, ENTER)
        assert window.opened == [("message", TALK, line.row.message_id)]
        rig.desk.arrive(TALK, "Is it still free?")
        await until(
            lambda: sheet.talk.lines[-1].row is not None and "free" in sheet.talk.lines[-1].accessibleName()
        )


async def test_tags_are_set_and_taken_away(rig: Rig) -> None:
    deal = kitchen(rig, tags=("vip",))
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        sheet.tags.add()
        pick("wood", SectionTagPicker)
        await until(lambda: card(rig, deal).tags == ("vip", "wood"))
        popover(SectionTagPicker).close()
        await until(lambda: len(sheet.tags.chips.children()) >= 2)
        sheet.tags.remove("vip")
        await until(lambda: card(rig, deal).tags == ("wood",))


async def test_somebody_looks_after_it(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        me = rig.desk.me()
        press_on(sheet.facts.owner)
        pick(me.name.split()[0])
        await until(lambda: card(rig, deal).owner_id == me.member_id)
        await until(lambda: sheet.facts.owner.words == me.name)
        press_on(sheet.facts.owner)
        pick("nobody")
        await until(lambda: card(rig, deal).owner_id is None)


async def test_the_expected_day_is_typed_or_chosen(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.facts.close_on, "soon")
        assert "no day" in sheet.facts.close_on.error.text
        press(sheet.facts.close_on.line, ESCAPE)
        write(sheet.facts.close_on, "24/12/2027")
        await until(lambda: card(rig, deal).close_on == "2027-12-24")
        await until(lambda: sheet.facts.close_on.value.words == "24 December 2027")
        write(sheet.facts.close_on, "tomorrow")
        tomorrow = (rig.kit.clock.now() + timedelta(days=1)).date().isoformat()
        await until(lambda: card(rig, deal).close_on == tomorrow)
        write(sheet.facts.close_on, "")
        await until(lambda: card(rig, deal).close_on is None)


async def test_who_is_not_linked_yet_is_recognised_and_linked(rig: Rig) -> None:
    header = rig.desk.header(TALK)
    assert header is not None
    deal = rig.desk.deal_of(None, title="Terrace", own_person=header.name, person=header.name)
    found = LinkSuggestion(deal.deal_id, header.contact_id, header.name, True, "33600000003", TALK, ("name",))
    rig.desk.suggested = [found]
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.person.person.isVisible() and not sheet.person.chat.isVisible()
        (offered,) = sheet.person.suggestions
        assert header.name in offered.text() and "+33 6 00 00 00 03" in offered.text()
        press_on(offered)
        await until(lambda: card(rig, deal).conversation_id == TALK)
        await until(sheet.person.chat.isVisible)
        assert window.undoing.undo()
        await until(lambda: card(rig, deal).contact_id is None)
        await until(lambda: bool(sheet.person.suggestions) and sheet.person.suggestions[0].isVisible())
        assert all(isinstance(one, LinkDeal) for one in rig.desk.deal_asked)


async def test_its_tasks_stand_on_it_and_a_key_makes_one(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.steps.list.nothing.isVisible()
        press(sheet.head.title.value, Qt.Key.Key_T)
        asked = next(
            one for one in QApplication.topLevelWidgets() if isinstance(one, TaskSheet) and one.isVisible()
        )
        asked.reject()
        await rig.desk.add_task(NewTask("Send the quote", about=TaskAbout(deal_id=deal.deal_id)))
        await until(lambda: [row.title for row in sheet.steps.list.rows] == ["Send the quote"])


async def test_a_name_and_an_address_are_typed_for_who_is_not_linked(rig: Rig) -> None:
    deal = rig.desk.deal_of(None, title="Terrace")
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        write(sheet.person.person, "Zoé Neuve")
        await until(lambda: card(rig, deal).own_person == "Zoé Neuve")
        write(sheet.person.email, "nowhere")
        assert "no" in sheet.person.email.error.text
        press(sheet.person.email.line, ESCAPE)
        write(sheet.person.email, "Zoe@Example.com")
        await until(lambda: card(rig, deal).email == "zoe@example.com")
        press_on(sheet.person.link)
        pick("tom", PersonPicker)
        await until(lambda: card(rig, deal).contact_id is not None)


async def test_the_lines_of_an_order_are_added_up(rig: Rig) -> None:
    lines = (
        DealLine("Oak top", "SKU-7", 2, Money(45_000, "EUR")),
        DealLine("Fitting", "", 1, Money(80_050, "EUR")),
    )
    deal = kitchen(rig, lines=(*lines, *(DealLine(f"Part {n}") for n in range(12))))
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.lines.widget.isVisible() and len(sheet.lines.rows) == 12
        plain = kitchen(rig, title="Plain")
        await window.show_deal(plain)
        assert not sheet.lines.widget.isVisible()


async def test_in_a_narrow_window_it_lies_over_the_board(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        assert sheet.geometry().right() == window.rect().right() and window.board.width() < 1000
        window.resize(700, 500)
        await until(lambda: sheet.geometry().right() == window.rect().right())
        await until(lambda: sheet.isVisible() and window.board.width() == window.width())
        window.resize(1200, 800)
        await until(lambda: window.board.width() < 1000)
        assert holds_focus(sheet)


async def test_from_right_to_left_it_stands_at_the_left(rig: Rig) -> None:
    deal = kitchen(rig, title="شكرا جزيلا")
    async with desktop(rig) as window:
        window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        sheet = await window.show_deal(deal)
        await until(lambda: sheet.geometry().left() == 0)
        window.resize(700, 500)
        await until(lambda: sheet.geometry().left() == 0 and sheet.height() == 500)
        assert sheet.head.title.value.words == "شكرا جزيلا"


async def test_what_there_is_not_stands_below_its_title(rig: Rig) -> None:
    deal = kitchen(rig)
    async with desktop(rig) as window:
        sheet = await window.show_deal(deal)
        nothing = sheet.steps.list.nothing
        assert nothing.isVisible()
        image = nothing.grab().toImage()
        ground = image.pixelColor(0, 0)
        rows = range(image.height())
        inked = (x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows))
        assert next(inked) >= nothing.contentsMargins().left() > 0
