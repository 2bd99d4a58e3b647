"""What the hub of this server is told: settings in /etc/comptoir/hub.env, secrets in files that root alone may read."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from server_machine import Failed, Machine
from server_words import gettext as _

SETTINGS_FILE = "/etc/comptoir/hub.env"
SERVER_FILE = "/etc/comptoir/server.env"  # what this script alone reads
SECRETS_FOLDER = "/etc/comptoir/secrets"
DATA_KEY = "comptoir_data_key"
VERIFY_TOKEN = "comptoir_verify_token"  # noqa: S105 - its name
SECRET_NAMES = (DATA_KEY, "comptoir_access_token", "comptoir_app_secret", VERIFY_TOKEN, "comptoir_smtp_url")
OPTIONAL = frozenset({"comptoir_smtp_url"})
_LINE = re.compile(r"([A-Z_]+)=(.*)")


def asked_settings() -> tuple[tuple[str, str], ...]:
    """What is asked, with where to find it. Meta's own words for a page stand in quotes."""
    return (
        ("COMPTOIR_APP_ID", _(
            "The app: developers.facebook.com, “My Apps”, your app, “App settings”, “Basic”, “App ID” (digits):"
        )),
        ("COMPTOIR_WABA_ID", _(
            "The business account: business.facebook.com, “WhatsApp Manager”, settings of the account, “WhatsApp "
            "Business Account ID” (digits):"
        )),
        ("COMPTOIR_PHONE_NUMBER_ID", _(
            "The number: developers.facebook.com, your app, “WhatsApp”, “API Setup”, “Phone number ID” (digits, not "
            "the number itself; several with commas):"
        )),
    )  # fmt: skip


def asked_secrets() -> tuple[tuple[str, str], ...]:
    """The same for what is typed without being shown."""
    return (
        ("comptoir_access_token", _(
            "The access token: business.facebook.com, “System users”, your system user, “Generate token”, with "
            "whatsapp_business_messaging and whatsapp_business_management, “Never” expiring. It is not shown:"
        )),
        ("comptoir_app_secret", _(
            "The app secret: developers.facebook.com, your app, “App settings”, “Basic”, “App secret”, “Show”. It is "
            "not shown:"
        )),
    )  # fmt: skip


class Settings:
    """The two files of settings and the folder of secrets."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def read(self, file: str = SETTINGS_FILE) -> dict[str, str]:
        """The settings of a file."""
        path = self._machine.path(file)
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return {found[1]: found[2] for line in lines if (found := _LINE.fullmatch(line.strip()))}

    def change(self, file: str = SETTINGS_FILE, **values: str) -> None:
        """Set some of them; the others stay."""
        known = {**self.read(file), **values}
        text = "".join(f"{name}={value}\n" for name, value in sorted(known.items()) if value)
        self._machine.write(self._machine.path(file), text, 0o644)

    def secret(self, name: str) -> str:
        """A secret, empty where it was never typed."""
        path = self._path(name)
        return path.read_text("utf-8").strip() if path.exists() else ""

    def keep_secret(self, name: str, value: str) -> None:
        """Write it for root alone; systemd hands the hub a copy."""
        self._folder()
        self._machine.write(self._path(name), value + "\n" if value else "", 0o600)

    def fill_optional(self) -> None:
        """systemd does not start a service whose secret has no file: an empty one says that there is none."""
        self._folder()
        for name in OPTIONAL:
            if not self._path(name).exists():
                self.keep_secret(name, "")

    def whole(self) -> dict[str, str]:
        """Settings and secrets together, by the names that the hub's commands know."""
        given = {name.upper(): self.secret(name) for name in SECRET_NAMES}
        return {**self.read(), **{name: value for name, value in given.items() if value}}

    def new_data_key(self) -> str:
        """Make the key that the data are locked with."""
        key = secrets.token_hex(32)
        self.keep_secret(DATA_KEY, key)
        return key

    def checked(self, name: str, value: str) -> str:
        """A typed value. Raises Failed when it cannot be one."""
        if not value or any(char.isspace() or not char.isprintable() for char in value):
            raise Failed(
                _("{name} was not changed: what was typed is empty or has blanks in it.").format(name=name)
            )
        if name == DATA_KEY and not re.fullmatch(r"[0-9a-fA-F]{64}", value):
            raise Failed(_("The data key has 64 characters, 0 to 9 and a to f. Nothing was changed."))
        if name in dict(asked_settings()) and not re.fullmatch(r"\d+(,\d+)*", value):
            raise Failed(_("{name} consists of digits alone. Nothing was changed.").format(name=name))
        return value

    def _folder(self) -> None:
        folder = self._machine.path(SECRETS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)

    def _path(self, name: str) -> Path:
        return self._machine.path(f"{SECRETS_FOLDER}/{name}")
