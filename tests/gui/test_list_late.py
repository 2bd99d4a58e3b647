"""A start on another screen than the list: the list is made later, and nobody can tell."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.gui.rig import Rig, rig
from ui.place import read_place

__all__ = ["rig"]


async def test_on_another_screen_the_list_comes_late_where_it_belongs_for_tab(rig: Rig) -> None:
    kit = rig.window.kit
    assert kit is not None
    rig.window.show_panes(kit, replace(read_place(rig.desk.last_place()), screen="today"))
    panes = rig.window.panes
    assert panes is not None
    assert panes._inbox is None
    badges = {button.item.id: button.item.badge for button in panes.rail._buttons}
    assert badges["inbox"] == rig.desk.counts().waiting > 0
    panes.show_screen("inbox")
    thread, chain = panes.conversation.view, list[QWidget]()
    one = panes.rail.nextInFocusChain()
    while one is not None and one is not panes.rail:
        chain.append(one)
        one = one.nextInFocusChain()
    places = [chain.index(each) for each in (panes.rail._buttons[-1], panes.inbox.list)]
    assert places[0] < places[1] < chain.index(thread)
    assert places[1] < chain.index(panes.screens.today.list)
