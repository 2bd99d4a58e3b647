"""The service unit, and how the hub is handed its secrets."""

from __future__ import annotations

from configparser import RawConfigParser
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.hub.config import SECRETS, from_environment, with_credentials

UNIT = Path(__file__).resolve().parents[2] / "packaging" / "server" / "comptoir-hub.service"
KEY = "ab" * 32


def test_secrets_come_as_credentials_and_the_environment_goes_before_them(tmp_path: Path) -> None:
    (tmp_path / "comptoir_data_key").write_text(f"{KEY}\n")
    (tmp_path / "comptoir_app_secret").write_text("of the file")
    given = {"CREDENTIALS_DIRECTORY": str(tmp_path), "COMPTOIR_APP_SECRET": "of the environment", "EMPTY": ""}
    config = from_environment(with_credentials(given), tmp_path)
    assert (config.data_key, config.app_secrets) == (KEY, ("of the environment",))
    assert config.verify_token is None


def test_without_credentials_the_environment_is_all() -> None:
    assert with_credentials({"COMPTOIR_DATA_KEY": KEY}) == {"COMPTOIR_DATA_KEY": KEY}


def test_a_credential_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "comptoir_data_key").write_bytes(b"\xff\xfe")
    with pytest.raises(EnvironmentFailure) as caught:
        with_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert (caught.value.code, caught.value.facts["file"]) == ("file_unreadable", "comptoir_data_key")


def test_the_unit_hands_over_every_secret_and_holds_none() -> None:
    lines = UNIT.read_text("utf-8").splitlines()
    loaded = {
        line.partition("=")[2].partition(":")[0] for line in lines if line.startswith("LoadCredential=")
    }
    assert loaded == {name.lower() for name in SECRETS}
    assert not any(line.startswith("Environment=") for line in lines)


def test_the_unit_can_be_read_and_shuts_the_hub_in() -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, "utf-8")
    service = unit["Service"]
    assert "run hub --data /var/lib/comptoir" in service["ExecStart"]
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["Restart"]) == (
        "strict",
        "yes",
        "always",
    )
    assert not list(UNIT.parents[1].rglob("__init__.py"))
