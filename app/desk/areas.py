"""Which areas a business works with, chosen in one go: for the set-up of a new number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.domain.areas import AREAS, Area, setting_of

if TYPE_CHECKING:
    from app.desk.desk import Desk


async def choose_areas(desk: Desk, asked_for: Iterable[Area]) -> None:
    """Switch on what was asked for and off everything else; what stands so already is left alone.

    Raises ComptoirError where the person may not change the settings of the team.
    """
    wanted = set(asked_for)
    for area in AREAS:
        name, is_on = setting_of(area), area in wanted
        if desk.setting(name) is not is_on:
            await desk.change_setting(name, is_on)
