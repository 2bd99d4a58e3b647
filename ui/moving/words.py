"""What the guide of a hub's move says: its steps, and the lines to run."""

from __future__ import annotations

import shlex
import sys
from typing import Final

from app.domain.hub_move import MoveStep
from app.words import gettext as _

EXAMPLE: Final = "hub.example.com"
THERE: Final = "comptoir.hub"  # what the file is called on the server, whatever its name is here


def step_name(step: MoveStep) -> str:
    """In the list of steps."""
    return {
        "about": _("What changes"),
        "pack": _("Pack"),
        "server": _("The server"),
        "address": _("Go on there"),
        "done": _("All done"),
    }[step]


def step_title(step: MoveStep, *, has_hub: bool) -> str:
    """Above the step."""
    return {
        "about": _("What changes, and what stays"),
        "pack": _("Pack everything into one file"),
        "server": _("Set the server up"),
        "address": _("Go on at the server") if has_hub else _("The server has another address"),
        "done": _("Your business runs on the server"),
    }[step]


def step_reason(step: MoveStep, *, has_hub: bool) -> str:
    """Why there is this step."""
    here = _(
        "Type the address of your server. This computer then hands everything over, once and for good, and belongs to "
        "the server from that moment."
    )
    elsewhere = _(
        "Your team’s server moved? Type its new address. This computer keeps all that it has, and what waits to be "
        "sent goes there. Ask whoever runs the server if you do not know the address."
    )
    return {
        "about": _(
            "Now this computer is the server of your business, and everything waits while it is off. A small rented "
            "server can take its place. It takes about an hour, and you can stop and go on later."
        ),
        "pack": _(
            "Everything goes into one file. With it the server inside this computer ends, so that there are never two "
            "that send. You can go back until the last step."
        ),
        "server": _(
            "One command makes the rented machine your server. It unpacks the file, and asks for what is missing."
        ),
        "address": here if has_hub else elsewhere,
        "done": _("This computer belongs to the server now. Two things are left."),
    }[step]


def needs() -> tuple[str, ...]:
    """What there must be before one begins."""
    return (
        _(
            "A small rented server with Debian or Ubuntu and 2 GB of memory: some euros a month, at any provider."
        ),
        _(
            "A name on the internet that leads to it, such as {example}. The provider’s help says how: it is "
            "called an “A record”."
        ).format(example=EXAMPLE),
        _(
            "From Meta, once more: your access and the secret of your app. The command says where each stands."
        ),
        _("Somebody who is not afraid of a black window with text. There are three lines to copy."),
    )


def changes() -> tuple[str, ...]:
    """What is different afterwards."""
    return (
        _("Messages arrive and reminders go out day and night, also while this computer is off."),
        _("Colleagues work from their own computers, wherever they are. No tunnel is needed any more."),
    )


def stays() -> tuple[str, ...]:
    """What is as it was."""
    return (
        _("All conversations, contacts, appointments and deals, your team, and what waits to be sent."),
        _("Your number: customers notice nothing."),
    )


def meanwhile() -> tuple[str, ...]:
    """What holds between packing and the last step."""
    return (
        _(
            "From packing to the last step nothing is sent, and no reminder goes out. Messages of customers are not "
            "lost: Meta tries again for some days."
        ),
        _("Until the last step you can stay on this computer after all: everything is as it was."),
    )


def bring_line(file: str, domain: str, platform: str = sys.platform) -> str:
    """For this computer's terminal: the file goes to the server."""
    here = f'"{file}"' if platform == "win32" else shlex.quote(file)
    return f"scp {here} root@{domain or EXAMPLE}:{THERE}"


def install_line(domain: str) -> str:
    """For the server, in the folder of the release."""
    return f"sudo packaging/server/comptoir-server install {domain or EXAMPLE} --from ~/{THERE}"


WEBHOOK_LINE: Final = "sudo comptoir-server webhook"
