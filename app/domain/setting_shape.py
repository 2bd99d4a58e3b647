"""What a setting is made of; all of them stand in `app.domain.settings`."""

from typing import Literal

from app.domain.records import record

SettingValue = str | int | bool
Scope = Literal["team", "device"]


@record
class Setting:
    """One setting. `title` and `help` are English msgids; `choices` limit text, `low`..`high` limit whole numbers.

    `section`: "business", "team", "sending", "consent", "deals", "appointments", "writing", "notifications", "look",
    "areas", "mail", "hidden".
    """

    name: str
    scope: Scope
    default: SettingValue
    title: str
    help: str
    section: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


def msgid(message: str) -> str:
    """Marks a sentence that is translated where it is shown."""
    return message
