"""What a desk's settings and the way in decide before its panes are made: language, theme, size, the first screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, get_args

from app.words import set_language
from ui.theme.theme import Choice, Theme

if TYPE_CHECKING:
    from app.desk.desk import Desk
    from ui.doors.entrance import Passed
    from ui.doors.ways import Doors
    from ui.panes import Panes


def apply_look(desk: Desk, theme: Theme) -> None:
    """Language, colours, and the size of the letters, as the desk has them."""
    wear(theme, str(desk.setting("language")), str(desk.setting("theme")), int(desk.setting("text_scale")))


def wear(theme: Theme, spoken: str, choice: str, scale_percent: int) -> None:
    """The same from what they are."""
    set_language(spoken)
    scale = scale_percent / 100
    if choice != theme.choice and choice in get_args(Choice):
        theme.set_choice(choice)  # type: ignore[arg-type]
    if scale != theme.scale:
        theme.set_scale(scale)


def in_language(open_desk: Callable[[], Awaitable[Desk]], language: str) -> Callable[[], Awaitable[Desk]]:
    """The same desk, in the language that was chosen before there was one."""

    async def opened() -> Desk:
        desk = await open_desk()
        await desk.change_setting("language", language)
        return desk

    return opened


def behind(doors: Doors, passed: Passed) -> Callable[[], Awaitable[Desk]]:
    """The desk behind a door. What was put back from a copy is seen first, not what is still to be set up."""

    async def opened() -> Desk:
        desk = await doors.open_own(passed.passphrase)
        if passed.door == "copy":
            from ui.setup.offer import PUT_OFF

            desk.remember_place(**{PUT_OFF: "later"})
        return desk

    return opened


def first_screen(desk: Desk, last: str) -> str:
    """Where one begins: the owner's morning with what needs somebody, everybody else where they were."""
    return last if desk.me().role == "rep" else "today"


def begin_set_up(desk: Desk, panes: Panes | None) -> None:
    """A number that is to be connected comes before the morning, unless it was put off."""
    if panes is not None and getattr(desk, "can_set_up", False):
        from ui.setup.offer import SCREEN, is_wanted

        if is_wanted(desk):
            panes.show_screen(SCREEN)
