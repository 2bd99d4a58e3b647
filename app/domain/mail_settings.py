"""The team's settings of e-mail to the owner while no computer of the team is there."""

import re
from typing import Final

from app.domain.setting_shape import Setting, msgid

MAIL_TIMES: Final = frozenset({"mail_quiet_from", "mail_quiet_to"})
_ADDRESS = re.compile(r"[^@\s,;<>\"()\[\]\\\x00-\x1f\x7f]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOST_ADDRESSES: Final = 5

MAIL_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "mail_to",
        "team",
        "",
        msgid("Addresses that are written to"),
        msgid(
            "Your own, with commas between them. Empty: no e-mail. Never a name of a customer, never their words."
        ),
        "mail",
    ),
    Setting(
        "mail_waiting_count",
        "team",
        1,
        msgid("People who wait, at least"),
        msgid("Counted while Comptoir is closed on every computer. 0: never because of them."),
        "mail",
        high=1_000,
    ),
    Setting(
        "mail_waiting_min",
        "team",
        30,
        msgid("Minutes of waiting, at least"),
        msgid("Whoever wrote longest ago decides."),
        "mail",
        low=1,
        high=1_440,
    ),
    Setting(
        "mail_unreachable_min",
        "team",
        15,
        msgid("Minutes out of WhatsApp’s reach"),
        msgid("Messages then wait at WhatsApp, for some days at most. 0: never because of it."),
        "mail",
        high=1_440,
    ),
    Setting(
        "mail_every_h",
        "team",
        4,
        msgid("Hours between two e-mails"),
        msgid("At least so many, and never a second one about what was told already."),
        "mail",
        low=1,
        high=168,
    ),
    Setting(
        "mail_quiet_from",
        "team",
        "22:00",
        msgid("No e-mail from"),
        msgid("What happens at night is told in the morning. The same time twice: e-mail at any hour."),
        "mail",
    ),
    Setting(
        "mail_quiet_to",
        "team",
        "07:00",
        msgid("No e-mail until"),
        msgid("Hours and minutes, as in 07:00."),
        "mail",
    ),
    Setting(
        "mail_language",
        "team",
        "fr",
        msgid("Language of the e-mail"),
        msgid("Whoever reads it, wherever the hub stands."),
        "mail",
        choices=("fr", "en"),
    ),
)


def addresses_of(text: str) -> tuple[str, ...]:
    """The addresses that were typed, each once."""
    return tuple(dict.fromkeys(part for part in (part.strip() for part in re.split("[,;]", text)) if part))


def are_addresses(text: str) -> bool:
    """Whether everything that was typed is an address that mail can go to."""
    found = addresses_of(text)
    return len(found) <= MOST_ADDRESSES and all(_ADDRESS.fullmatch(one) for one in found)
