"""The contact panel says whose a deal may be; nothing is linked before somebody presses."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.deal_asks import LinkDeal, NewDeal
from app.domain.deal_links import LinkSuggestion
from app.domain.ids import ConversationId
from app.domain.rows import Changes
from tests.gui.rig import Rig, click, press, rig, until
from ui.contacts.links.section import TheirDealsSection
from ui.contacts.merging.section import Lines
from ui.kit import Kit
from ui.widgets.toast import ToastStack

__all__ = ["rig"]


@dataclass
class Panel:
    kit: Kit


def card(rig: Rig, number: int) -> ContactCard:
    found = rig.desk.contact(rig.desk.talks[ConversationId(f"c-{number:03d}")].contact_id)
    assert found is not None
    return found


def shown(rig: Rig, lines: Lines) -> None:
    """In a column of the window, as the panel shows it."""
    holder = QWidget(rig.window)
    QVBoxLayout(holder).addWidget(lines.widget)
    holder.resize(320, 400)
    holder.show()


async def suggested(rig: Rig, number: int = 3) -> tuple[ContactCard, str]:
    """A deal that is nobody's, and whose it may be."""
    ana = card(rig, number)
    deal_id = await rig.desk.add_deal(NewDeal(title="Wedding", person=ana.name))
    there = ConversationId(f"c-{number:03d}")
    one = LinkSuggestion(deal_id, ana.contact_id, ana.name, True, "447700900123", there, ("email", "name"))
    rig.desk.suggested = [one]
    return ana, deal_id


async def test_the_panel_names_a_deal_that_may_be_theirs_and_links_it_by_mouse(rig: Rig) -> None:
    section = TheirDealsSection(Panel(rig.kit))
    shown(rig, section)
    section.show(card(rig, 3))
    assert section.widget.isHidden()
    ana, deal_id = await suggested(rig)
    section.changed(Changes(deals=frozenset({deal_id})))
    assert section.lines == ["Wedding, Same e-mail · Same name"] and section.widget.isVisible()
    button = section.buttons[0]
    assert button.accessibleName() == "It is theirs Wedding"
    click(button, button.rect().center())
    await until(lambda: rig.desk.deal_asked[-1] == LinkDeal(deal_id, ana.contact_id, ConversationId("c-003")))
    section.changed(Changes(deals=frozenset({deal_id})))
    assert section.widget.isHidden()


async def test_a_link_is_taken_back(rig: Rig) -> None:
    _ana, deal_id = await suggested(rig)
    section = TheirDealsSection(Panel(rig.kit))
    shown(rig, section)
    section.show(card(rig, 3))
    section.buttons[0].setFocus()
    press(section.buttons[0], Qt.Key.Key_Space)
    toasts = rig.window.findChildren(ToastStack)
    await until(lambda: any(one.toasts for one in toasts + rig.window.findChildren(ToastStack)))
    toast = next(one.toasts[-1] for one in rig.window.findChildren(ToastStack) if one.toasts)
    assert "is" in toast.text and toast.link is not None
    click(toast.link, toast.link.rect().center())
    await until(lambda: rig.desk.deal_asked[-1] == LinkDeal(deal_id))


async def test_a_deal_that_is_gone_says_why_it_was_not_linked(rig: Rig) -> None:
    _ana, deal_id = await suggested(rig)
    section = TheirDealsSection(Panel(rig.kit))
    shown(rig, section)
    section.show(card(rig, 3))
    del rig.desk.deal_cards[deal_id]
    click(section.buttons[0], section.buttons[0].rect().center())
    await until(lambda: any(one.toasts for one in rig.window.findChildren(ToastStack)))
    assert not any(isinstance(one, LinkDeal) for one in rig.desk.deal_asked)
