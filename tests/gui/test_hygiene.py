"""Tidying up the contacts: findings, whom they are about, two contacts side by side, and what each button does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId
from app.domain.merge_suggestions import Suggestion
from tests.gui.hands import ALT
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.contacts.hygiene.page import HygienePage
from ui.contacts.merging.compare import CompareDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]


def who(rig: Rig, number: int) -> ContactId:
    return rig.desk.talks[ConversationId(f"c-{number:03d}")].contact_id


def pair(rig: Rig, one: int = 3, other: int = 4, reason: str = "number") -> Suggestion:
    return Suggestion(who(rig, one), who(rig, other), (reason,))  # type: ignore[arg-type]


async def page(rig: Rig) -> HygienePage:
    """Gone to from the table."""
    press(rig.window, Qt.Key.Key_3, ALT)
    rig.panes.screens.contacts.show_page("hygiene")
    shown = rig.panes.screens.contacts.shown
    assert isinstance(shown, HygienePage)
    await until(lambda: rig.desk.is_checked and shown.sheet.title.text() != "")
    await until(lambda: "counted" not in "".join(lines(shown)))
    return shown


def lines(of: HygienePage) -> list[str]:
    return [f"{row.title}: {row.line}" for row in of.list.rows.rows]


def people(of: HygienePage) -> list[str]:
    return [row.title for row in of.sheet.list.rows.rows]


def choose(of: HygienePage, number: int) -> None:
    of.list.setCurrentIndex(of.list.rows.index(number, 0))


def push(button: QWidget) -> None:
    assert button.isVisible() and button.isEnabled()
    click(button, button.rect().center())


def dialog(rig: Rig) -> CompareDialog:
    return next(one for one in rig.window.findChildren(CompareDialog) if one.isVisible())


def toasts(of: HygienePage) -> list[str]:
    return [toast.text for toast in of.toasts.toasts]


async def test_each_finding_says_how_many_people_it_is_about(rig: Rig) -> None:
    rig.desk.pairs = [pair(rig)]
    rig.desk.findings = {"no_owner": [who(rig, 5), who(rig, 6)], "unanswered": [who(rig, 7)]}
    shown = await page(rig)
    assert lines(shown) == [
        "Maybe twice: 1 pair", "Wrong numbers: All is well", "Never answered: 1 person",
        "Without an owner: 2 people", "Without a name: All is well", "No consent: All is well",
        "Without a deal: All is well",
    ]  # fmt: skip
    assert shown.share.text() == "92 % of 64 contacts need nothing"  # 5 of 64 have one
    assert shown.sheet.title.text() == "Maybe twice" and len(people(shown)) == 1


async def test_where_all_is_well_a_sentence_says_so(rig: Rig) -> None:
    shown = await page(rig)
    assert all(line.endswith("All is well") for line in lines(shown))
    assert shown.sheet.foot.isHidden() and shown.share.text() == "100 % of 64 contacts need nothing"
    choose(shown, 3)
    assert shown.sheet.title.text() == "Without an owner" and people(shown) == []


async def test_two_are_compared_merged_and_separated_again(rig: Rig) -> None:
    rig.desk.pairs = [pair(rig)]
    shown = await page(rig)
    push(shown.sheet.compare)
    seen = dialog(rig)
    first, second = rig.desk.contact(who(rig, 3)), rig.desk.contact(who(rig, 4))
    assert first is not None and second is not None
    assert seen.kept_card == first and [cell.text() for cell in seen.cells[1]][1:3] == [
        first.name,
        second.name,
    ]
    seen.kept.choose(second.contact_id)
    assert seen.kept_card == second and [cell.text() for cell in seen.cells[1]][1:3] == [
        second.name,
        first.name,
    ]
    push(seen.merge)
    await until(lambda: ("merge", f"{second.contact_id}<{first.contact_id}") in rig.desk.done)
    await until(lambda: people(shown) == [])
    assert len(toasts(shown)) == 1 and second.name.split()[0] in toasts(shown)[0]
    [toast] = shown.toasts.toasts
    assert toast.link is not None
    push(toast.link)
    await until(lambda: ("unmerge", f"{second.contact_id}<{first.contact_id}") in rig.desk.done)


async def test_by_key_alone(rig: Rig) -> None:
    rig.desk.pairs = [pair(rig)]
    shown = await page(rig)
    shown.sheet.list.setFocus()
    press(shown.sheet.list, Qt.Key.Key_Return)
    seen = dialog(rig)
    assert seen.merge.isDefault()
    press(seen, Qt.Key.Key_Escape)
    await until(lambda: not seen.isVisible())
    assert rig.desk.done == []
    press(shown.sheet.list, Qt.Key.Key_Return)
    press(dialog(rig), Qt.Key.Key_Return)
    await until(lambda: [what for what, _ in rig.desk.done] == ["merge"])


async def test_two_people_are_never_asked_about_again(rig: Rig) -> None:
    rig.desk.pairs = [pair(rig), pair(rig, 5, 6, "email")]
    shown = await page(rig)
    push(shown.sheet.apart)
    await until(lambda: len(people(shown)) == 1)
    view, at = (
        shown.sheet.list.viewport(),
        shown.sheet.list.visualRect(shown.sheet.list.rows.index(0, 0)).center(),
    )
    click(view, at)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    push(dialog(rig).apart)
    await until(lambda: people(shown) == [])
    assert [what for what, _ in rig.desk.done] == ["apart", "apart"]


async def test_a_refusal_is_told_and_nothing_is_lost(rig: Rig) -> None:
    rig.desk.pairs = [pair(rig)]
    rig.desk.merge_refusal = ComptoirError("contacts_same")
    shown = await page(rig)
    push(shown.sheet.compare)
    push(dialog(rig).merge)
    await until(lambda: "one contact already" in "".join(toasts(shown)))
    assert len(people(shown)) == 1


async def test_a_wrong_number_is_written_in_place(rig: Rig) -> None:
    ana = who(rig, 5)
    await rig.desk.change_contact(ana, {"phone": "33639981"})
    rig.desk.findings = {"bad_number": [ana]}
    shown = await page(rig)
    assert shown.sheet.title.text() == "Wrong numbers" and shown.sheet.value.text() == "33639981"
    assert not shown.sheet.save.isEnabled()
    shown.sheet.value.clear()
    type_text(shown.sheet.value, "+33 6 12 34 56 78")
    assert "33 6 12 34 56 78" in shown.sheet.reading.text()
    press(shown.sheet.value, Qt.Key.Key_Return)
    await until(lambda: rig.desk.contact(ana).value("phone") == "33612345678")  # type: ignore[union-attr]


async def test_a_name_is_written_in_place(rig: Rig) -> None:
    ana = who(rig, 5)
    rig.desk.findings = {"no_name": [ana]}
    shown = await page(rig)
    type_text(shown.sheet.value, "Ana du lundi")
    push(shown.sheet.save)
    await until(lambda: rig.desk.contact(ana).own_name == "Ana du lundi")  # type: ignore[union-attr]


async def test_people_are_given_one_by_one_and_all_at_once(rig: Rig) -> None:
    ids = [who(rig, number) for number in (5, 6, 7)]
    rig.desk.findings = {"no_owner": list(ids)}
    shown = await page(rig)
    push(shown.sheet.give)
    menu(rig).actions()[0].trigger()
    await until(lambda: len(people(shown)) == 2)
    push(shown.sheet.give_all)
    menu(rig).actions()[0].trigger()
    await until(lambda: people(shown) == [])
    assert all(rig.desk.contact(one).owner_id is not None for one in ids)  # type: ignore[union-attr]
    link = shown.toasts.toasts[-1].link
    assert link is not None
    push(link)
    await until(lambda: len([one for one in ids if not rig.desk.contact(one).owner_id]) == 2)  # type: ignore[union-attr]


def menu(rig: Rig) -> Menu:
    return [one for one in rig.window.findChildren(Menu) if one.isVisible()][-1]


async def test_who_was_never_answered_is_answered(rig: Rig) -> None:
    rig.desk.findings = {"unanswered": [who(rig, 7)]}
    shown = await page(rig)
    push(shown.sheet.answer)
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == "c-007"


async def test_open_the_contact_shows_their_card(rig: Rig) -> None:
    """The button did nothing."""
    rig.desk.findings = {"no_consent": [who(rig, 7)]}
    shown = await page(rig)
    choose(shown, 5)
    push(shown.sheet.card)
    contacts = rig.panes.screens.contacts
    await until(lambda: contacts.shown is contacts.people and contacts.people.card.is_shown)
    await until(
        lambda: (
            contacts.people.card.panel is not None and contacts.people.card.panel.contact_id == who(rig, 7)
        )
    )


async def test_a_conversation_without_a_deal_gets_one_or_never_will(rig: Rig) -> None:
    rig.desk.findings = {"no_deal": [who(rig, 7), who(rig, 8)]}
    shown = await page(rig)
    choose(shown, 6)
    assert lines(shown)[6] == "Without a deal: 2 conversations" and len(people(shown)) == 2
    assert not shown.sheet.answer.isVisible() and shown.sheet.open.isVisible()
    push(shown.sheet.deal)
    await until(lambda: len(people(shown)) == 1)
    made = next(iter(rig.desk.deal_cards.values()))
    assert (made.conversation_id, made.source) == ("c-007", "incoming")
    assert toasts(shown) == ["The deal is on the board"]
    push(shown.sheet.decline)
    await until(lambda: people(shown) == [])
    assert rig.desk.declined == ["c-008"] and lines(shown)[6] == "Without a deal: All is well"
    undo = shown.toasts.toasts[-1].link
    assert undo is not None
    push(undo)
    await until(lambda: len(people(shown)) == 1)
    assert rig.desk.declined == []


async def test_a_deal_is_made_by_key(rig: Rig) -> None:
    rig.desk.findings = {"no_deal": [who(rig, 7)]}
    shown = await page(rig)
    choose(shown, 6)
    shown.sheet.list.setFocus()
    press(shown.sheet.list, Qt.Key.Key_Return)
    await until(lambda: people(shown) == [])
    assert [one.source for one in rig.desk.deal_cards.values()] == ["incoming"]
    undo = shown.toasts.toasts[-1].link
    assert undo is not None
    push(undo)
    await until(lambda: len(people(shown)) == 1)


async def test_what_cannot_become_a_deal_says_why(rig: Rig) -> None:
    rig.desk.findings = {"no_deal": [who(rig, 7)]}
    shown = await page(rig)
    choose(shown, 6)
    shown.make_deal("nowhere")
    await until(lambda: len(toasts(shown)) == 1)
    assert rig.desk.deal_cards == {} and "conversation" in toasts(shown)[0]
