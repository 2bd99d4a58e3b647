"""Sentences for every refusal: what did not happen, why, what to do now. Codes never reach a person."""

from collections.abc import Mapping

from app.words import gettext as _


def refusal(code: str, facts: Mapping[str, str]) -> str:
    """The sentence for a refusal; facts fill its blanks (missing ones stay empty). Unknown codes get an honest general one."""
    sentence = (
        _about_files() | _about_the_hub() | _about_access() | _about_messages() | _about_settings()
    ).get(code)
    if sentence is None:
        return _("This did not happen: {code}. Nothing was lost.").format(code=code)
    return sentence.format_map(_Facts(facts))


def known_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(
        _about_files() | _about_the_hub() | _about_access() | _about_messages() | _about_settings()
    )


class _Facts(dict[str, str]):
    """Facts of a refusal; a blank that nobody filled is left out rather than breaking the sentence."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        super().__init__(facts)

    def __missing__(self, key: str) -> str:
        return ""


def _about_files() -> dict[str, str]:
    return {
        "wrong_key": _(
            "The file {file} did not open: the key is not the one that it was locked with. "
            "Nothing was changed. Start with the right key or passphrase."
        ),
        "file_newer": _(
            "The file {file} was written by a newer Comptoir, so this one does not touch it. Install the newer version."
        ),
        "file_damaged": _(
            "The file {file} is damaged. It is kept aside; what it held will be fetched again."
        ),
        "file_locked": _("The file {file} is in use by another program. Close it, then try again."),
        "file_unreadable": _(
            "The file {file} could not be opened ({reason}). Check that this folder may be written to."
        ),
        "disk_full": _(
            "The disk is full, so nothing more was stored. Free some space; Comptoir goes on by itself."
        ),
        "sqlite_too_old": _(
            "The database library ({version}) is too old to be safe. Install Comptoir again."
        ),
        "writer_closed": _("This was not stored, since Comptoir is closing. Start it again and repeat it."),
    }


def _about_the_hub() -> dict[str, str]:
    return {
        "port_in_use": _(
            "Port {port} is used by another program. Choose another port, or stop that program."
        ),
        "hub_running": _("A hub already works on this folder. Stop it first, or use it."),
        "hub_unreachable": _(
            "The hub does not answer. What you did is kept and will be sent when it is back."
        ),
        "answer_unreadable": _(
            "The hub's answer could not be read. Check that the address is a Comptoir hub."
        ),
        "command_unreadable": _("The hub could not read this request. Update Comptoir on this computer."),
        "chain_mismatch": _(
            "The history received does not continue what this computer holds, so nothing was added. Ask the owner."
        ),
    }


def _about_access() -> dict[str, str]:
    return {}


def _about_messages() -> dict[str, str]:
    return {}


def _about_settings() -> dict[str, str]:
    return {
        "setting_unknown": _("This setting does not exist in this version of Comptoir."),
        "setting_type": _("This setting needs another kind of value."),
        "setting_choice": _("This value is not one of the choices."),
        "setting_range": _("This number is outside what the setting allows."),
    }
