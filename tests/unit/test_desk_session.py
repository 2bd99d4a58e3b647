"""Keys of a profile: the keyring when it works, else a passphrase, else a clear refusal; and one program at a time."""

from __future__ import annotations

import json
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError

from app.desk.config import Profile, chosen_profile, main_profile, practice_profile
from app.desk.session import PRACTICE_KEY, Unlocked, unlock
from app.domain.errors import EnvironmentFailure

PASSPHRASE = {"COMPTOIR_PASSPHRASE": "correct horse"}
Secrets = dict[tuple[str, str], str]


class Refusing(KeyringBackend):
    """A session without a keyring service."""

    priority = 1.0

    def __init__(self) -> None:  # the base class would look for settings in the environment
        pass

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def no_wallet(wallet: Secrets) -> None:
    """A computer without a keyring."""
    keyring.set_keyring(Refusing())


def key_of(profile: Profile, environ: dict[str, str] | None = None) -> str:
    return closed(unlock(profile, environ or {})).key


def closed(unlocked: Unlocked) -> Unlocked:
    unlocked.lock.close()
    return unlocked


def test_a_new_key_is_kept_in_the_keyring_and_comes_back(profile: Profile, wallet: Secrets) -> None:
    key = key_of(profile, PASSPHRASE)
    assert len(bytes.fromhex(key)) == 32
    assert list(wallet.values()) == [key]  # and the test value is gone again
    assert key not in profile.key_path.read_text()
    assert key_of(profile) == key


def test_without_a_keyring_the_passphrase_makes_the_key(profile: Profile, no_wallet: None) -> None:
    key = key_of(profile, PASSPHRASE)
    note = json.loads(profile.key_path.read_text())
    assert (note["source"], note["kdf"], len(note["salt"])) == ("passphrase", "argon2id", 32)
    assert key not in profile.key_path.read_text()
    assert "correct" not in profile.key_path.read_text()
    assert key_of(profile, PASSPHRASE) == key
    assert key_of(profile, {"COMPTOIR_PASSPHRASE": "another"}) != key


def test_two_profiles_with_one_passphrase_have_different_keys(tmp_path: Path, no_wallet: None) -> None:
    keys = {key_of(Profile(tmp_path / name), PASSPHRASE) for name in ("one", "two")}
    assert len(keys) == 2


def test_a_passphrase_may_be_typed(profile: Profile, no_wallet: None) -> None:
    typed = closed(unlock(profile, {}, lambda: "correct horse")).key
    assert key_of(profile, PASSPHRASE) == typed


def test_with_neither_nothing_is_begun(profile: Profile, no_wallet: None) -> None:
    with pytest.raises(EnvironmentFailure, match="passphrase_needed"):
        unlock(profile, {}, lambda: None)
    assert not profile.key_path.exists()
    assert key_of(profile, PASSPHRASE)  # the lock was let go of


class Forgetful(KeyringBackend):
    """Takes secrets and gives none back."""

    priority = 1.0

    def __init__(self) -> None:
        pass

    def set_password(self, service: str, username: str, password: str) -> None:
        return None

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def delete_password(self, service: str, username: str) -> None:
        return None


def test_a_keyring_that_does_not_give_back_is_not_used(profile: Profile, wallet: Secrets) -> None:
    keyring.set_keyring(Forgetful())
    with pytest.raises(EnvironmentFailure, match="passphrase_needed"):
        unlock(profile, {})
    assert key_of(profile, PASSPHRASE)


def test_a_key_that_left_the_keyring_is_said_to_be_missing(profile: Profile, wallet: Secrets) -> None:
    key_of(profile)
    wallet.clear()
    with pytest.raises(EnvironmentFailure, match="key_missing"):
        unlock(profile, PASSPHRASE)


def test_a_keyring_that_went_away_is_said_so(profile: Profile, wallet: Secrets) -> None:
    key_of(profile)
    keyring.set_keyring(Refusing())
    with pytest.raises(EnvironmentFailure, match="keyring_unavailable"):
        unlock(profile, PASSPHRASE)


@pytest.mark.parametrize(
    ("note", "code"),
    [("not json", "key_file_damaged"), ('{"source": "passphrase", "kdf": "of the future"}', "file_newer")],
)
def test_a_key_note_that_cannot_be_understood_is_left_alone(
    profile: Profile, wallet: Secrets, note: str, code: str
) -> None:
    profile.folder.mkdir()
    profile.key_path.write_text(note)
    with pytest.raises(EnvironmentFailure, match=code):
        unlock(profile, PASSPHRASE)
    assert profile.key_path.read_text() == note


def test_a_file_without_its_key_note_gets_no_new_key(profile: Profile, wallet: Secrets) -> None:
    profile.folder.mkdir()
    profile.log_path.write_bytes(b"locked with a key that is gone")
    with pytest.raises(EnvironmentFailure, match="key_missing"):
        unlock(profile, PASSPHRASE)


def test_practice_asks_for_nothing(tmp_path: Path, no_wallet: None) -> None:
    profile = practice_profile(tmp_path / "practice")
    assert key_of(profile) == PRACTICE_KEY
    assert not profile.key_path.exists()


def test_the_childs_key_is_another_one_and_always_the_same(profile: Profile, wallet: Secrets) -> None:
    first, second = closed(unlock(profile, {})), closed(unlock(profile, {}))
    assert first.hub_key() == second.hub_key() != first.key
    assert len(first.hub_key()) == 64


def test_only_one_program_opens_a_profile(profile: Profile, wallet: Secrets) -> None:
    first = unlock(profile, {})
    with pytest.raises(EnvironmentFailure, match="profile_in_use"):
        unlock(profile, {})
    first.lock.close()
    first.lock.close()
    key_of(profile)


def test_the_usual_profile_is_opened_once_there_is_one() -> None:
    assert chosen_profile(None).is_practice
    usual = main_profile()
    usual.folder.mkdir(parents=True)
    usual.log_path.touch()
    try:
        assert chosen_profile(None) == usual
        assert not chosen_profile(Path("elsewhere")).is_practice
    finally:
        usual.log_path.unlink()
