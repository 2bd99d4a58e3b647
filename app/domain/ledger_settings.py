"""Settings of the figures on costs and on who comes back."""

from typing import Final

from app.domain.setting_shape import Setting, msgid

LEDGER_SETTINGS: Final = (
    Setting(
        "service_allowance",
        "team",
        1000,
        msgid("Answers included each month"),
        msgid("WhatsApp has announced so many for each number and calendar month. 0 when you have none."),
        "hidden",
        high=1_000_000,
    ),
    Setting(
        "inactive_days",
        "team",
        90,
        msgid("A customer counts as lost after so many days"),
        msgid("Of silence: they wrote nothing for longer than that."),
        "hidden",
        low=7,
        high=1_000,
    ),
)
