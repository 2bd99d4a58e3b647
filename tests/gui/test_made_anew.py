"""A language, a size or another person makes the panes anew: those of before are gone, and nothing speaks to them."""

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.desk.desk import Refusal
from app.domain.task_asks import FinishTask
from tests.gui.rig import Rig, rig, until
from ui.place import read_place

__all__ = ["rig"]


async def made_anew(rig: Rig) -> None:
    filled: list[bool] = []
    rig.window.filled.connect(lambda: filled.append(True))
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    await until(lambda: bool(filled))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def test_what_the_hub_refuses_is_said_once_and_by_the_panes_that_are_there(rig: Rig) -> None:
    await made_anew(rig)
    for hear in list(rig.desk._refusal_listeners):
        hear(Refusal(FinishTask("t-1"), "task_unknown", {}))
    assert len(rig.conversation.toasts.toasts) == 1


async def test_panes_that_were_replaced_are_let_go_of(rig: Rig) -> None:
    before = weakref.ref(rig.panes)
    await made_anew(rig)
    gc.collect()
    assert before() is None
