"""What a hub is told when it starts: where it keeps its data, where it listens, which business numbers are its own."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.channels import WHATSAPP
from app.domain.errors import EnvironmentFailure
from app.domain.ids import LineId
from app.domain.lines import line_id_of
from storage.engine import Durability

GRAPH_URL = "https://graph.facebook.com"
GRAPH_VERSION = "v24.0"
_KEY_DIGITS = 64
SECRETS = (
    "COMPTOIR_ACCESS_TOKEN",
    "COMPTOIR_APP_SECRET",
    "COMPTOIR_DATA_KEY",
    "COMPTOIR_SMTP_URL",
    "COMPTOIR_VERIFY_TOKEN",
)


@dataclass(frozen=True, slots=True)
class LineConfig:
    """One business number: the channel's own id of it, and the token that may send for it."""

    external_id: str
    token: str | None = field(default=None, repr=False)

    @property
    def line_id(self) -> LineId:
        """The team's id of this number."""
        return line_id_of(WHATSAPP, self.external_id)


@dataclass(frozen=True, slots=True)
class HubConfig:
    """Everything a hub needs to know. Secrets never show in its text form.

    `app_secrets`: any of them may sign a webhook; none set closes the intake. `data_key`: 64 hex characters, None for a
    plain file. `durability` is FULL always; a test proves what NORMAL would lose.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0  # 0: the computer chooses
    lines: tuple[LineConfig, ...] = ()
    app_secrets: tuple[str, ...] = field(default=(), repr=False)
    verify_token: str | None = field(default=None, repr=False)
    graph_url: str = GRAPH_URL
    graph_version: str = GRAPH_VERSION
    waba_id: str | None = None
    data_key: str | None = field(default=None, repr=False)
    durability: Durability = "FULL"
    smtp_url: str | None = field(
        default=None, repr=False
    )  # the server that takes our e-mail, with its password
    backup_dir: Path | None = None  # where copies go; None: beside the data
    public_url: str | None = None  # how the channel reaches this hub: no path, no slash at the end
    is_own: bool = False  # somebody's own child: its owner connects the number from the desk
    public_port: int | None = (
        None  # a door of its own for what comes from outside by a tunnel; None: there is none
    )
    is_practice: bool = False  # invented people: what they wrote before the start came when they wrote it

    @property
    def backup_folder(self) -> Path:
        """Where the copies of the database and the media lie."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def database(self) -> Path:
        """The hub's one database file."""
        return self.data_dir / "hub.db"

    @property
    def media_folder(self) -> Path:
        """Files of messages."""
        return self.data_dir / "media"


def from_environment(
    environment: Mapping[str, str],
    data_dir: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    is_behind_tls_proxy: bool = False,
    data_key: str | None = None,
) -> HubConfig:
    """Read the COMPTOIR_* settings. `data_key` given here goes before the environment's.

    Raises EnvironmentFailure: data_key_malformed, tokens_mismatch, plain_http_refused.
    """
    if not (is_behind_tls_proxy or is_loopback(host)):
        raise EnvironmentFailure("plain_http_refused", host=host)
    return HubConfig(
        data_dir=data_dir,
        host=host,
        port=port,
        lines=_lines(environment),
        app_secrets=_listed(environment, "COMPTOIR_APP_SECRET"),
        verify_token=environment.get("COMPTOIR_VERIFY_TOKEN") or None,
        graph_url=(environment.get("COMPTOIR_GRAPH_URL") or GRAPH_URL).rstrip("/"),
        graph_version=environment.get("COMPTOIR_GRAPH_VERSION") or GRAPH_VERSION,
        waba_id=environment.get("COMPTOIR_WABA_ID") or None,
        data_key=checked_key(data_key or environment.get("COMPTOIR_DATA_KEY") or None),
        smtp_url=environment.get("COMPTOIR_SMTP_URL") or None,
        backup_dir=backup_dir(environment),
        public_url=(environment.get("COMPTOIR_PUBLIC_URL") or "").rstrip("/") or None,
        is_practice=environment.get("COMPTOIR_PRACTICE") == "1",
    )


def backup_dir(environment: Mapping[str, str]) -> Path | None:
    """Another place for the copies than beside the data, if one is named."""
    named = environment.get("COMPTOIR_BACKUP_DIR")
    return Path(named).absolute() if named else None


def with_credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings, with the secrets that a service manager handed over as files (systemd's LoadCredential).

    A credential has the name of its setting in small letters: `comptoir_data_key`. The environment goes before it.
    """
    folder = environment.get("CREDENTIALS_DIRECTORY")
    given = {name: text for name in SECRETS if folder and (text := _credential(Path(folder), name))}
    return given | {name: value for name, value in environment.items() if value}


def _credential(folder: Path, name: str) -> str | None:
    try:
        return (folder / name.lower()).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise EnvironmentFailure("file_unreadable", file=name.lower(), reason=str(error)) from error


def checked_key(key: str | None) -> str | None:
    """The key in lower case. Raises EnvironmentFailure("data_key_malformed") unless it is 64 hex characters."""
    if key is None:
        return None
    key = key.strip().lower()
    if len(key) != _KEY_DIGITS or set(key) - set("0123456789abcdef"):
        raise EnvironmentFailure("data_key_malformed")
    return key


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this computer alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _lines(environment: Mapping[str, str]) -> tuple[LineConfig, ...]:
    ids = _listed(environment, "COMPTOIR_PHONE_NUMBER_ID")
    tokens = _listed(environment, "COMPTOIR_ACCESS_TOKEN")
    if len(tokens) > 1 and len(tokens) != len(ids):
        raise EnvironmentFailure("tokens_mismatch", tokens=str(len(tokens)), lines=str(len(ids)))
    each: tuple[str | None, ...] = tokens if len(tokens) > 1 else (tokens or (None,)) * len(ids)
    return tuple(LineConfig(external_id, token) for external_id, token in zip(ids, each, strict=True))


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in environment.get(name, "").split(",")) if part)
