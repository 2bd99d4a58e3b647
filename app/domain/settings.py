"""Every setting, from one schema: type, default, help, where it is shown. Scope "team" travels in the log."""

import re
from typing import ClassVar

from app.domain.appointment_settings import APPOINTMENT_SETTINGS
from app.domain.areas import AREA_SETTINGS
from app.domain.deal_settings import DEAL_SETTINGS
from app.domain.ledger_settings import LEDGER_SETTINGS
from app.domain.mail_settings import MAIL_SETTINGS, MAIL_TIMES, are_addresses
from app.domain.measure_settings import MEASURE_SETTINGS
from app.domain.records import record
from app.domain.setting_shape import Setting as Setting
from app.domain.setting_shape import SettingValue as SettingValue
from app.domain.setting_shape import msgid


@record
class SettingChanged:
    """setting.changed: a team setting got another value."""

    KIND: ClassVar[str] = "setting.changed"
    VERSION: ClassVar[int] = 1
    name: str
    value: SettingValue


@record
class ChangeSetting:
    """setting.change: give a team setting another value (owner and manager)."""

    KIND: ClassVar[str] = "setting.change"
    VERSION: ClassVar[int] = 1
    name: str
    value: SettingValue

    @property
    def lane(self) -> str:
        """All settings share one: of two values the later one must win."""
        return "settings"


_CALENDAR = (  # see `app.domain.working_days`
    ("working_days", "12345", msgid("Working days"), msgid("Waiting without news is counted in these days.")),
    (
        "holiday_region",
        "",
        msgid("Public holidays"),
        msgid("They are no working days. Empty: none are kept."),
    ),
    (
        "closed_days",
        "",
        msgid("Days when you are closed"),
        msgid("As in 24/12/2026, or 10/08/2026 to 21/08/2026."),
    ),
)
SCHEMA: tuple[Setting, ...] = (
    Setting(
        "business_name",
        "team",
        "",
        msgid("Name of your business"),
        msgid("Shown at the foot of the window."),
        "business",
    ),
    Setting(
        "time_zone",
        "team",
        "Europe/Paris",
        msgid("Time zone of your business"),
        msgid("Days and hours are counted in this time zone, on every computer of the team."),
        "business",
    ),
    *(Setting(name, "team", default, title, told, "business") for name, default, title, told in _CALENDAR),
    Setting(
        "currency",
        "team",
        "EUR",
        msgid("Currency of your business"),
        msgid("Three letters, as EUR or USD. New amounts are in it, and totals show it first."),
        "business",
    ),
    Setting(
        "response_standard_min",
        "team",
        30,
        msgid("Time allowed to answer, in minutes"),
        msgid(
            "Who waits longer is shown first, in red. It counts until response standards are saved on their page."
        ),
        "business",
        low=1,
        high=1440,
    ),
    *MEASURE_SETTINGS,
    Setting(
        "offline_lease_days",
        "team",
        7,
        msgid("Days without the hub"),
        msgid(
            "After so long a computer locks until it reaches the hub again: a stolen one shows nothing more."
        ),
        "business",
        low=1,
        high=30,
    ),
    Setting(
        "keep_months",
        "team",
        0,
        msgid("Months that people are kept"),
        msgid(
            "Whoever was silent for longer is erased at night, with all messages and files. 0: kept for ever."
        ),
        "business",
        low=0,
        high=240,
    ),
    Setting(
        "read_receipts",
        "team",
        True,
        msgid("Tell customers that you have read their message"),
        msgid("Their ticks turn blue when someone of the team opens the conversation."),
        "sending",
    ),
    Setting(
        "typing_indicator",
        "team",
        True,
        msgid("Show customers that you are writing to them"),
        msgid(
            "They see it while you write, and that their message was read; only if the setting above is on."
        ),
        "sending",
    ),
    Setting(
        "marketing_consent",
        "team",
        True,
        msgid("Promotions only with consent"),
        msgid(
            "They go only to people of whom it was recorded that they agreed. Turning it off is at your risk."
        ),
        "consent",
    ),
    Setting(
        "quiet_hours",
        "team",
        True,
        msgid("Quiet hours"),
        msgid(
            "At night, by the customer’s clock, nothing goes out that nobody asked for. Answers always do."
        ),
        "consent",
    ),
    Setting(
        "quiet_from",
        "team",
        "21:00",
        msgid("Quiet from"),
        msgid("Hours and minutes, as in 21:00."),
        "consent",
    ),
    Setting(
        "quiet_to",
        "team",
        "08:00",
        msgid("Quiet until"),
        msgid("Hours and minutes, as in 08:00."),
        "consent",
    ),
    *(
        Setting(f"words_{meaning}", "team", "", title, msgid("What the team added and took away."), "hidden")
        for meaning, title in (
            ("stop", msgid("Words that end messages")),
            ("yes", msgid("Words that say yes")),
            ("no", msgid("Words that say no")),
            ("move", msgid("Words that ask for another time")),
        )
    ),
    Setting(
        "claim_on_answer",
        "team",
        True,
        msgid("Whoever answers first takes the conversation"),
        msgid("A conversation that nobody has is from then on the one's who answers."),
        "team",
    ),
    Setting(
        "new_first",
        "team",
        False,
        msgid("Show new people first"),
        msgid("Whoever writes for the first time, or comes from an advertisement, stands above all others."),
        "team",
    ),
    Setting(
        "take_back_after_min",
        "team",
        0,
        msgid("Minutes that a holder may stay silent"),
        msgid("Then the conversation is nobody’s again, so that a colleague can take it. 0: never."),
        "team",
        high=10_080,
    ),
    *DEAL_SETTINGS,
    *APPOINTMENT_SETTINGS,
    *MAIL_SETTINGS,
    Setting(
        "send_grace_s",
        "device",
        3,
        msgid("Seconds in which a message can be taken back"),
        msgid("The message waits this long before it goes to WhatsApp. 0 sends at once."),
        "sending",
        low=0,
        high=30,
    ),
    Setting(
        "spelling",
        "device",
        True,
        msgid("Check spelling while you write"),
        msgid(
            "In the customer's language, on this computer: nothing that you write is sent anywhere for it."
        ),
        "writing",
    ),
    Setting(
        "notify_about",
        "device",
        "all",
        msgid("Tell me when customers write"),
        msgid("While you look elsewhere. Nothing: no notifications at all, the count in the tray stays."),
        "notifications",
        choices=("all", "mine_and_new", "none"),
    ),
    Setting(
        "notify_text",
        "device",
        True,
        msgid("Show what they wrote"),
        msgid("Turn this off where customers can see your screen: then only the name is shown."),
        "notifications",
    ),
    Setting(
        "notify_sound",
        "device",
        False,
        msgid("Play a sound"),
        msgid("The one that your computer uses for messages, or a short beep."),
        "notifications",
    ),
    Setting(
        "notify_soon",
        "device",
        True,
        msgid("Warn me before a customer waits too long"),
        msgid(
            "Of your conversations and those that nobody holds, when the time to answer is nearly used up."
        ),
        "notifications",
    ),
    Setting(
        "focus_mention",
        "device",
        True,
        msgid("Focus mode lets mentions through"),
        msgid("Focus mode keeps everything quiet for a while; what comes is told in one line when it ends."),
        "notifications",
    ),
    Setting(
        "focus_breach",
        "device",
        True,
        msgid("Focus mode lets long waits through"),
        msgid("When a customer begins to wait longer than the time allowed to answer."),
        "notifications",
    ),
    Setting(
        "focus_vip",
        "device",
        True,
        msgid("Focus mode lets VIP customers through"),
        msgid("Messages of customers whose conversation has the tag VIP."),
        "notifications",
    ),
    Setting(
        "focus_task",
        "device",
        False,
        msgid("Focus mode lets reminders of tasks through"),
        msgid("Without it, what fell due meanwhile is told once, when focus mode ends."),
        "notifications",
    ),
    Setting(
        "close_to_tray",
        "device",
        True,
        msgid("Go on in the tray when the window is closed"),
        msgid("Messages are still told. Where the computer has no tray, closing ends Comptoir."),
        "notifications",
    ),
    Setting(
        "start_at_login",
        "device",
        False,
        msgid("Start when I log in"),
        msgid("Comptoir waits in the tray, without a window, where there is one."),
        "notifications",
    ),
    Setting(
        "language",
        "device",
        "system",
        msgid("Language"),
        msgid("Language of this computer's windows."),
        "look",
        choices=("system", "fr", "en"),
    ),
    Setting(
        "theme",
        "device",
        "system",
        msgid("Appearance"),
        msgid("Light, dark, white on black with every edge drawn, or as the computer is set."),
        "look",
        choices=("system", "light", "dark", "high_contrast"),
    ),
    Setting(
        "text_scale",
        "device",
        "100",
        msgid("Size of text"),
        msgid("Text and rows grow together."),
        "look",
        choices=("100", "115", "130"),
    ),
    Setting(
        "media_cache_mb",
        "device",
        2048,
        msgid("Room for pictures and files, in megabytes"),
        msgid("Those that were not looked at for longest are removed here; the hub keeps them."),
        "look",
        low=100,
        high=1_000_000,
    ),
    Setting(
        "idle_lock_min",
        "device",
        5,
        msgid("Ask for the PIN after so many minutes without anybody"),
        msgid("Only where people at this computer have a PIN. 0 never asks again until it is locked."),
        "look",
        high=240,
    ),
    *AREA_SETTINGS,
    *LEDGER_SETTINGS,
    Setting(
        "hub_port",
        "device",
        0,
        msgid("Port of this computer's hub"),
        msgid("0 lets the computer choose."),
        "hidden",
        high=65535,
    ),
)
TIMES_OF_DAY = frozenset({"quiet_from", "quiet_to", "appointment_call_at"}) | MAIL_TIMES
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
BY_NAME = {setting.name: setting for setting in SCHEMA}


def check_value(name: str, value: SettingValue) -> str | None:
    """Why `value` cannot be the setting's (a refusal code), or None. Unknown names are refused too."""
    setting = BY_NAME.get(name)
    if setting is None:
        return "setting_unknown"
    if type(value) is not type(setting.default):
        return "setting_type"
    if setting.choices and value not in setting.choices:
        return "setting_choice"
    if name == "currency":
        from app.domain.money import CURRENCIES  # no start needs it

        return None if value in CURRENCIES else "setting_choice"
    if name == "mail_to":
        return None if are_addresses(str(value)) else "setting_address"
    if name in TIMES_OF_DAY:
        return None if _TIME.fullmatch(str(value)) else "setting_time"
    if name in {calendar[0] for calendar in _CALENDAR}:
        from app.domain.working_days import setting_problem  # no start changes one

        return setting_problem(name, str(value))
    is_out = isinstance(value, int) and setting.high > 0 and not setting.low <= value <= setting.high
    return "setting_range" if is_out else None
