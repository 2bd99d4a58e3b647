"""A customer's file that did not come: the way to ask for it again stands in the message's menu."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize

from app.domain.errors import ComptoirError
from app.domain.media import MediaState
from tests.gui.rig import Rig, rig, until
from ui.widgets.menu import Menu

__all__ = ["rig"]
WORDS = "Fetch the file again"


def menu_of(rig: Rig, code: str) -> tuple[str, Menu]:
    """The menu of a picture that was lost for a reason."""
    rig.open(2)
    talk = next(talk for talk in rig.desk.talks.values() if talk.messages[-1].message_id == _last(rig))
    row = replace(talk.messages[-1], kind="image", media=MediaState("lost", code=code))
    rig.desk._replace(row.message_id, kind="image", media=row.media)
    view = rig.conversation.view
    view.menu_asked.emit(row.message_id, QPoint(0, 0))
    menu = view.findChild(Menu)
    assert menu is not None
    return row.message_id, menu


def _last(rig: Rig) -> str:
    return rig.conversation.model.rows[-1].message_id


@pytest.mark.parametrize(
    ("after_s", "said"),
    [(0.0, "The hub fetches the file again."), (1500.0, "in 25 minutes: WhatsApp allows")],
)
async def test_a_lost_file_is_asked_for_again(rig: Rig, after_s: float, said: str) -> None:
    rig.desk.retry_after_s = after_s
    message_id, menu = menu_of(rig, "gone")
    next(action for action in menu.actions() if action.iconText() == WORDS).trigger()
    menu.close()
    await until(lambda: ("retry_media", message_id) in rig.desk.done)
    await until(lambda: any(said in toast.text for toast in rig.conversation.toasts.toasts))


async def test_why_it_cannot_be_had_is_said(rig: Rig) -> None:
    rig.desk.media_error = ComptoirError("media_expired")
    _, menu = menu_of(rig, "expired")
    next(action for action in menu.actions() if action.iconText() == WORDS).trigger()
    menu.close()
    await until(lambda: any("seven days" in toast.text for toast in rig.conversation.toasts.toasts))


async def test_what_is_too_large_is_never_offered_again(rig: Rig) -> None:
    _, menu = menu_of(rig, "too_large")
    assert WORDS not in [action.iconText() for action in menu.actions()]
    menu.close()


async def test_a_picture_that_was_wanted_offline_comes_when_the_hub_is_back(rig: Rig) -> None:
    rig.open(2)
    pictures, size = rig.conversation.media.pictures, QSize(40, 30)
    rig.desk.set_connection(replace(rig.desk.state, is_hub_reachable=False))
    rig.desk.media_error = ComptoirError("hub_unreachable")
    assert pictures.pixmap("cd" * 32, size, 1.0) is None
    await until(lambda: pictures.is_broken("cd" * 32))
    rig.desk.set_connection(rig.desk.state)
    assert pictures.is_broken("cd" * 32)
    rig.desk.set_connection(replace(rig.desk.state, is_hub_reachable=True))
    await until(lambda: not pictures.is_broken("cd" * 32))
