"""Somebody is added by hand: from the table's tools, with a sentence for what cannot be kept."""

from PySide6.QtCore import Qt

from tests.gui.rig import Rig, press, rig, type_text, until
from ui.contacts.new_contact import NewContactDialog, open_new_contact

__all__ = ["rig"]


async def opened(rig: Rig) -> NewContactDialog:
    dialog = open_new_contact(rig.kit, rig.window)
    await until(dialog.isVisible)
    return dialog


async def test_a_contact_is_added_with_the_keyboard(rig: Rig) -> None:
    dialog = await opened(rig)
    added: list[str] = []
    dialog.added.connect(added.append)
    type_text(dialog.fields["name"].input, "Zoé Lune")
    type_text(dialog.fields["phone"].input, "06 39 98 41 99")
    press(dialog.fields["phone"].input, Qt.Key.Key_Return)
    await until(lambda: bool(added))
    card = rig.desk.contact(added[0])  # type: ignore[arg-type]
    assert card is not None and (card.name, card.number) == ("Zoé Lune", "33639984199")


async def test_what_cannot_be_kept_says_why_and_all_words_stay(rig: Rig) -> None:
    dialog = await opened(rig)
    dialog.confirm.click()
    await until(lambda: "no name, number or e-mail" in dialog.fields["name"].input.accessibleDescription())
    type_text(dialog.fields["name"].input, "Zoé")
    type_text(dialog.fields["email"].input, "zoe at home")
    dialog.confirm.click()
    await until(lambda: "e-mail address" in dialog.fields["email"].input.accessibleDescription())
    assert dialog.fields["name"].input.text() == "Zoé" and dialog.isVisible()
    dialog.reject()


async def test_the_tool_of_the_table_opens_it(rig: Rig) -> None:
    press(rig.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page = rig.panes.screens.contacts.people
    page.tool_buttons["add"].click()
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(NewContactDialog)))
    next(one for one in rig.window.findChildren(NewContactDialog) if one.isVisible()).reject()
