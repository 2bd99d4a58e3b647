"""No test reaches a real keyring: secrets live in a dict that lasts one test."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Secrets = dict[tuple[str, str], str]
# Importing keyring costs 90 ms, so it is replaced only where it can be reached. A test that gets at it in another
# way meets the failing back end that conftest.py names in the environment, and should ask for `wallet`.
CAN_REACH_IT = frozenset({"keyring", "app.desk.session"})


def keyring_in(secrets: Secrets) -> KeyringBackend:
    """A keyring that keeps its secrets in the dict given."""
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    class DictKeyring(KeyringBackend):
        """(service, user) to secret, in memory."""

        priority = 1.0

        def __init__(self) -> None:  # the base class would look for settings in the environment
            pass

        def get_password(self, service: str, username: str) -> str | None:
            return secrets.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            secrets[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            if secrets.pop((service, username), None) is None:
                raise PasswordDeleteError("no such password")

    return DictKeyring()


@pytest.fixture
def wallet() -> Secrets:
    """What the test's keyring holds: (service, user) to secret."""
    import keyring

    secrets: Secrets = {}
    keyring.set_keyring(keyring_in(secrets))
    return secrets


@pytest.fixture(autouse=True)
def no_real_keyring(request: pytest.FixtureRequest) -> None:
    """Gives the test a wallet when the code it imported can reach a keyring."""
    if not CAN_REACH_IT.isdisjoint(sys.modules):
        request.getfixturevalue("wallet")
