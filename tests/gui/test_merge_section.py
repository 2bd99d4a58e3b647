"""The contact panel's sections about who may be the same person, and whom a contact was merged from."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ConversationId
from app.domain.merge_suggestions import Suggestion
from app.domain.rows import Changes
from tests.gui.rig import Rig, click, press, rig, until
from ui.contacts.merging.compare import CompareDialog
from ui.contacts.merging.section import DoublesSection, MergedSection
from ui.kit import Kit

__all__ = ["rig"]


@dataclass
class Panel:
    kit: Kit


def card(rig: Rig, number: int) -> ContactCard:
    found = rig.desk.contact(rig.desk.talks[ConversationId(f"c-{number:03d}")].contact_id)
    assert found is not None
    return found


def shown(rig: Rig, section: DoublesSection | MergedSection) -> None:
    """In a column of the window, as the panel shows it."""
    holder = QWidget(rig.window)
    QVBoxLayout(holder).addWidget(section.widget)
    holder.resize(320, 400)
    holder.show()


def push(button: QWidget) -> None:
    assert button.isVisible() and button.isEnabled()
    click(button, button.rect().center())


async def test_who_may_be_the_same_is_named_with_the_reason(rig: Rig) -> None:
    ana, bo = card(rig, 3), card(rig, 4)
    section = DoublesSection(Panel(rig.kit))
    shown(rig, section)
    section.show(ana)
    assert section.widget.isHidden()
    rig.desk.pairs = [Suggestion(ana.contact_id, bo.contact_id, ("email", "name_company"))]
    section.changed(Changes(contacts=frozenset({bo.contact_id})))
    assert section.lines == [f"{bo.name}, Same e-mail · Same name and company"] and section.widget.isVisible()
    section.show(bo)
    assert section.lines == [f"{ana.name}, Same e-mail · Same name and company"]


async def test_from_the_panel_two_are_merged_and_the_merge_is_taken_back(rig: Rig) -> None:
    ana, bo = card(rig, 3), card(rig, 4)
    rig.desk.pairs = [Suggestion(ana.contact_id, bo.contact_id, ("number",))]
    doubles, merged = DoublesSection(Panel(rig.kit)), MergedSection(Panel(rig.kit))
    for section in (doubles, merged):
        shown(rig, section)
        section.show(ana)
    push(doubles.buttons[0])
    seen = next(one for one in rig.window.findChildren(CompareDialog) if one.isVisible())
    press(seen, Qt.Key.Key_Return)
    await until(lambda: ("merge", f"{ana.contact_id}<{bo.contact_id}") in rig.desk.done)
    doubles.show(ana)
    merged.show(ana)
    assert doubles.widget.isHidden() and bo.name in merged.lines[0] and "Léa" in merged.lines[0]
    push(merged.buttons[0])
    assert merged.dialog is not None and bo.name in merged.dialog.windowTitle()
    press(merged.dialog, Qt.Key.Key_Escape)
    assert rig.desk.done[-1][0] == "merge"
    push(merged.buttons[0])
    push(merged.dialog.confirm_button)
    await until(lambda: rig.desk.done[-1] == ("unmerge", f"{ana.contact_id}<{bo.contact_id}"))
    await until(lambda: bool(merged.acts.toasts.toasts))
    assert "stands alone again" in merged.acts.toasts.toasts[0].text


async def test_not_the_same_is_said_once_for_everybody(rig: Rig) -> None:
    ana, bo = card(rig, 3), card(rig, 4)
    rig.desk.pairs = [Suggestion(ana.contact_id, bo.contact_id, ("number",))]
    section = DoublesSection(Panel(rig.kit))
    shown(rig, section)
    section.show(ana)
    section.buttons[1].setFocus()
    press(section.buttons[1], Qt.Key.Key_Space)
    await until(lambda: rig.desk.pairs == [])
    section.show(ana)
    assert section.widget.isHidden()
