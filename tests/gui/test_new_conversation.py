"""A conversation is begun: whom it can be, what is asked, and where one ends up; by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, LineId
from app.domain.lines import Line
from tests.fake_salon import LINE, Talk
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.people.candidates import offer_for
from ui.people.new_conversation import NewConversation
from ui.widgets.menu import Menu

__all__ = ["rig"]
CTRL = Qt.KeyboardModifier.ControlModifier
BRAZIL = Talk(ConversationId("c-br"), ContactId("p-br"), "Ana Souza", "5511987654321")
HIDDEN = Talk(ConversationId("c-id"), ContactId("p-id"), None, None, user_id="FR.77")


async def dialog(rig: Rig) -> NewConversation:
    """The open dialog."""
    await until(lambda: any(one.isVisible() for one in rig.panes.findChildren(NewConversation)))
    shown = next(one for one in rig.panes.findChildren(NewConversation) if one.isVisible())
    await until(shown.input.hasFocus)
    return shown


async def asked_for(rig: Rig, text: str) -> NewConversation:
    """The dialog, opened by its key, with a text typed and looked up."""
    press(rig.window, Qt.Key.Key_N, CTRL)
    shown = await dialog(rig)
    type_text(shown.input, text)
    await until(lambda: not shown._look.isActive())
    return shown


def names(shown: NewConversation) -> list[str]:
    """What is offered, as it is spoken."""
    return [str(shown.model.index(row).data()) for row in range(shown.model.rowCount())]


async def test_the_pencil_opens_it_and_a_name_leads_to_the_thread_that_is_there(rig: Rig) -> None:
    click(rig.inbox.new_button, rig.inbox.new_button.rect().center())
    shown = await dialog(rig)
    assert shown.says.text == "Type a name, a username or a phone number."
    type_text(shown.input, "elodie mar")
    await until(lambda: shown.model.rowCount() > 0)
    assert names(shown)[0].startswith("Élodie Marchand, +33 6 00 00 00")
    before, talks = len(rig.desk.talks), rig.desk.talks
    click(shown.list.viewport(), shown.list.visualRect(shown.model.index(1)).center())
    await until(lambda: rig.conversation.conversation_id is not None)
    opened = talks[rig.conversation.conversation_id or ConversationId("")]
    assert (opened.name, len(talks)) == ("Élodie Marchand", before)


async def test_a_new_number_opens_an_empty_conversation_with_a_locked_box(rig: Rig) -> None:
    shown = await asked_for(rig, "06 12 34 56 78")
    assert names(shown) == [
        "+33 6 12 34 56 78, New · France, No country was given: the business’s own is taken (France)."
    ]
    press(shown.input, Qt.Key.Key_Return)
    await until(lambda: rig.conversation.conversation_id == ConversationId("c-new-64"))
    assert rig.conversation.model.rowCount() == 0
    assert rig.conversation.composer.is_locked
    assert "cannot write freely" in rig.conversation.composer.lock_part.title.text
    await until(lambda: not rig.panes.findChildren(NewConversation))  # the dialog is gone


async def test_arrows_choose_while_one_types(rig: Rig) -> None:
    shown = await asked_for(rig, "elodie")
    press(shown.input, Qt.Key.Key_Down)
    second = shown.current
    press(shown.input, Qt.Key.Key_Up)
    press(shown.input, Qt.Key.Key_Up)  # round to the last
    assert shown.list.currentIndex().row() == shown.model.rowCount() - 1
    assert second is not None
    assert shown.current is not None
    assert shown.input.accessibleDescription() == shown.current.spoken
    shown.close()


@pytest.mark.parametrize("is_meant", [True, False])
async def test_a_doubtful_number_is_asked_about_and_never_refused(rig: Rig, is_meant: bool) -> None:
    shown = await asked_for(rig, "+33 6 12 34 56 7")
    press(shown.input, Qt.Key.Key_Return)
    assert shown.isVisible()
    assert shown.says.text.endswith("is 1 digit short.")
    assert (shown.cancel.text(), shown.write.text()) == ("Change", "Write anyway")
    assert shown.focusWidget() is shown.cancel  # a second Enter writes to nobody
    if is_meant:
        click(shown.write, shown.write.rect().center())
        await until(lambda: rig.conversation.conversation_id == ConversationId("c-new-64"))
        return
    press(shown.cancel, Qt.Key.Key_Return)
    assert shown.isVisible()
    assert shown.focusWidget() is shown.input
    assert (shown.cancel.text(), shown.write.text()) == ("Cancel", "Write")
    shown.close()


@pytest.mark.parametrize("typed", ["+55 11 8765-4321", "5511987654321"])
async def test_a_brazilian_number_in_its_other_form_is_the_same_person(rig: Rig, typed: str) -> None:
    rig.desk.talks[BRAZIL.conversation_id] = BRAZIL
    shown = await asked_for(rig, typed)
    current = shown.current
    assert current is not None
    assert (current.name, current.contact_id) == ("Ana Souza", BRAZIL.contact_id)
    press(shown.input, Qt.Key.Key_Return)
    if typed.startswith("+"):
        assert shown.says.text.startswith("Is it \u2068Ana Souza\u2069")
        click(shown.write, shown.write.rect().center())
    await until(lambda: rig.conversation.conversation_id == BRAZIL.conversation_id)


async def test_somebody_without_a_number_is_found_by_username_and_by_user_id(rig: Rig) -> None:
    rig.desk.talks[HIDDEN.conversation_id] = HIDDEN
    offer = offer_for(rig.desk, "@mia.h", "FR", "en")
    assert [(one.name, one.detail) for one in offer.candidates] == [("@mia.hair", "No number shared")]
    shown = await asked_for(rig, "mia hair")
    press(shown.input, Qt.Key.Key_Return)
    await until(lambda: rig.conversation.conversation_id == ConversationId("c-026"))


async def test_what_nobody_is_called_leads_on(rig: Rig) -> None:
    shown = await asked_for(rig, "Zebulon")
    assert shown.model.rowCount() == 0
    assert "type their phone number" in shown.says.text
    assert not shown.write.isEnabled()
    press(shown.input, Qt.Key.Key_Return)
    assert shown.isVisible()
    press(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


async def test_a_refusal_is_said_where_one_is(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> ConversationId:
        raise ComptoirError("hub_unreachable")

    monkeypatch.setattr(rig.desk, "start_conversation", refuse)
    shown = await asked_for(rig, "+33 6 12 34 56 78")
    press(shown.input, Qt.Key.Key_Return)
    await until(lambda: "hub does not answer" in shown.says.text)
    assert shown.write.isEnabled()
    shown.close()


async def test_with_several_numbers_one_is_chosen(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    other = LineId("whatsapp:2")
    lines = {**rig.desk.lines(), other: Line(other, "whatsapp", "34612345699")}
    lines[LineId("whatsapp:stray")] = Line(LineId("whatsapp:stray"), "whatsapp", "1", is_known=False)
    monkeypatch.setattr(rig.desk, "lines", lambda: lines)
    asked: list[LineId] = []

    async def start(line_id: LineId, *_: object) -> ConversationId:
        asked.append(line_id)
        return ConversationId("c-003")

    monkeypatch.setattr(rig.desk, "start_conversation", start)
    shown = await asked_for(rig, "612345678")
    assert shown.lines.isVisible()
    assert shown.lines.line_id == LINE
    assert "France" in names(shown)[0]
    click(shown.lines, shown.lines.rect().center())
    menu = next(one for one in shown.lines.findChildren(Menu) if one.isVisible())
    assert len(menu.actions()) == 2
    menu.actions()[1].trigger()
    menu.close()
    assert shown.lines.line_id == other
    assert "Spain" in names(shown)[0]  # the number without a country belongs to the line's now
    press(shown.input, Qt.Key.Key_Return)
    await until(lambda: asked == [other])


async def test_with_one_number_there_is_nothing_to_choose(rig: Rig) -> None:
    shown = await asked_for(rig, "elodie")
    assert not shown.lines.isVisible()
    shown.close()


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("size", [(640, 400), (820, 900), (1440, 900)], ids=str)
async def test_it_fits_its_window(rig: Rig, size: tuple[int, int], scale: float) -> None:
    rig.window.resize(*size)
    rig.kit.theme.set_scale(scale)
    shown = await asked_for(rig, "elodie")
    assert shown.height() <= size[1]
    assert shown.write.mapTo(shown, QPoint(0, shown.write.height())).y() <= shown.height()
    shown.close()


async def test_the_list_is_a_sound_model(rig: Rig, qtmodeltester: object) -> None:
    shown = await asked_for(rig, "elodie")
    check_model(qtmodeltester, shown.model)  # type: ignore[arg-type]
    shown.input.setText("06 12 34 56 78")
    await until(lambda: shown.model.rowCount() == 1)
    shown.close()
