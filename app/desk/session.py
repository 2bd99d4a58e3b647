"""Opening a profile: one program at a time, and the key that its files are locked with.

The key is 32 random bytes in the computer's keyring when that works (a written value must read back), else it is
derived from a passphrase by argon2id. `key.json` in the profile says which, with the salt and the parameters: no
secret. Practice profiles hold invented data and have a fixed key. Everything here blocks; call it from a worker thread.
"""

import contextlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Literal

from app.desk.config import Profile
from app.domain.errors import EnvironmentFailure
from app.domain.later import hashlib, hmac, secrets
from app.domain.records import record

log = logging.getLogger(__name__)

SERVICE = "Comptoir"
PASSPHRASE_VARIABLE = "COMPTOIR_PASSPHRASE"  # noqa: S105 - its name, not a secret
# SHA-256 of "comptoir practice profile: invented people only"
PRACTICE_KEY = "b811fd71b457decbc5411f9285a3cea72b26b952d075660207780e533968ddb5"
KEY_BYTES = 32
KEYRING_WAIT_S = 20.0  # a prompt of the keyring may need a person; a dead session bus must not hang us
ARGON2 = {"time_cost": 3, "memory_cost_kib": 65_536, "parallelism": 1}

Ask = Callable[[], str | None]


class ProfileLock:
    """Held while a profile is open. Released by `close`, and by the system when the program dies."""

    def __init__(self, profile: Profile) -> None:
        """Take the lock. Raises EnvironmentFailure("profile_in_use") when another program has it."""
        profile.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file: IO[bytes] = profile.lock_path.open("ab")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise EnvironmentFailure("profile_in_use", folder=str(profile.folder)) from error

    def close(self) -> None:
        """Let others in. Safe to call twice."""
        self._file.close()


@record
class Unlocked:
    """An open profile: hold `lock` until the last file of it is closed. `key` is 64 hex characters."""

    profile: Profile
    key: str
    lock: ProfileLock

    def hub_key(self) -> str:
        """The key of the child hub's file, for the child's standard input: made from the profile's, or that of a copy
        that was put back here."""
        kept = _hub_key_kept(self.profile, self.key)
        return kept or hmac.new(bytes.fromhex(self.key), b"hub", hashlib.sha256).hexdigest()


def unlock(
    profile: Profile, environ: Mapping[str, str], ask: Ask | None = None, *, is_joining: bool = False
) -> Unlocked:
    """Lock the profile and get its key. `ask` gives a typed passphrase. `is_joining`: also one that was shut out.

    Raises EnvironmentFailure: profile_in_use, key_missing, keyring_unavailable, passphrase_needed, key_file_damaged,
    folder_unwritable, device_revoked.
    """
    try:
        lock = ProfileLock(profile)
    except OSError as error:
        raise EnvironmentFailure(
            "folder_unwritable", folder=str(profile.folder), reason=str(error)
        ) from error
    try:
        if profile.locked_path.exists():
            _heed_lock(profile, lambda: _key_of(profile, environ, ask), is_joining=is_joining)
        return Unlocked(profile, _key_of(profile, environ, ask), lock)
    except BaseException:
        lock.close()
        raise


def _heed_lock(profile: Profile, key: Callable[[], str], *, is_joining: bool) -> None:
    """Erase what a computer that died on the way left. Raises EnvironmentFailure, unless one joins anew."""
    from app.desk.sealing import lock_of, seal

    locked = lock_of(profile)
    if locked is None:
        return
    code, is_done = locked
    if not is_done:
        seal(profile, key(), code)
    if not is_joining:
        raise EnvironmentFailure(code)


def keep_hub_key(profile: Profile, key: str, hub_key: str) -> None:
    """This profile's hub came from a copy and keeps the copy's key, sealed with the profile's own."""
    salt = secrets.token_hex(16)
    sealed = _crossed(hub_key, _hub_mask(key, salt))
    _write_note(profile.key_path, {**_read_note(profile.key_path), "hub": {"salt": salt, "sealed": sealed}})


def _hub_key_kept(profile: Profile, key: str) -> str | None:
    if profile.is_practice or not profile.key_path.exists():
        return None
    kept = _read_note(profile.key_path).get("hub")
    return _crossed(str(kept["sealed"]), _hub_mask(key, str(kept["salt"]))) if kept else None


def _hub_mask(key: str, salt: str) -> str:
    """As long as a key, and used for one alone: the salt is new each time."""
    return hmac.new(bytes.fromhex(key), b"key of the hub " + bytes.fromhex(salt), hashlib.sha256).hexdigest()


def _crossed(one: str, other: str) -> str:
    return bytes(a ^ b for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)).hex()


def ask_on_terminal() -> str | None:
    """A passphrase typed without echo; None when there is no terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    import getpass

    return getpass.getpass("Passphrase: ") or None


def _key_of(profile: Profile, environ: Mapping[str, str], ask: Ask | None) -> str:
    if profile.is_practice:
        return PRACTICE_KEY
    if not profile.key_path.exists():
        return _new_key(profile, environ, ask)
    note = _read_note(profile.key_path)
    if note["source"] == "keyring":
        return _from_keyring(str(note["name"]))
    return _derived(_passphrase(environ, ask), note)


def key_source(profile: Profile) -> Literal["keyring", "passphrase"]:
    """Where the key of an open profile comes from."""
    return "keyring" if _read_note(profile.key_path)["source"] == "keyring" else "passphrase"


def _new_key(profile: Profile, environ: Mapping[str, str], ask: Ask | None) -> str:
    """A first key. The note is written last: a profile without one has no file that needs it."""
    if profile.log_path.exists():
        raise EnvironmentFailure("key_missing", file=str(profile.key_path))
    name = f"profile {secrets.token_hex(8)}"
    if is_keyring_usable():
        key = secrets.token_hex(KEY_BYTES)
        _in_time(lambda: _keyring().set_password(SERVICE, name, key))
        _write_note(profile.key_path, {"source": "keyring", "service": SERVICE, "name": name})
        return key
    note: dict[str, Any] = {
        "source": "passphrase",
        "kdf": "argon2id",
        "salt": secrets.token_hex(16),
        **ARGON2,
    }
    key = _derived(_passphrase(environ, ask), note)
    _write_note(profile.key_path, note)
    return key


def renewed_key(profile: Profile, key: str) -> tuple[str, str | None]:
    """A new key for what stays of a locked profile, and the name under which the keyring has it.

    Where the key comes from a passphrase, or is that of practice, there is no other: the same key, no name.
    """
    if not profile.key_path.exists() or _read_note(profile.key_path)["source"] != "keyring":
        return key, None
    name, new_key = f"profile {secrets.token_hex(8)}", secrets.token_hex(KEY_BYTES)
    try:
        _in_time(lambda: _keyring().set_password(SERVICE, name, new_key))
    except Exception as error:
        raise EnvironmentFailure("keyring_unavailable") from error
    return new_key, name


def take_key(profile: Profile, name: str | None) -> None:
    """From now on the profile's key has this name; None: it stays."""
    if name is not None:
        note = _read_note(profile.key_path)
        before = [*note.get("before", ()), note["name"]]
        _write_note(
            profile.key_path, {"source": "keyring", "service": SERVICE, "name": name, "before": before}
        )


def forget_old_key(profile: Profile) -> None:
    """Remove the keys of before from the keyring. A keyring that does not answer now is asked at the next start."""
    note = _read_note(profile.key_path) if profile.key_path.exists() else {}
    if "before" not in note:
        return
    for before in map(str, note.pop("before")):
        _forget(before)
    _write_note(profile.key_path, {name: value for name, value in note.items() if name != "version"})


def forget_key(profile: Profile) -> None:
    """Remove the key of a profile that is erased from the keyring, where it lies in one that answers."""
    note = _read_note(profile.key_path)
    if note["source"] == "keyring":
        with contextlib.suppress(EnvironmentFailure):
            _forget(str(note["name"]))


def _forget(name: str) -> None:
    try:
        _in_time(lambda: _keyring().delete_password(SERVICE, name))
    except Exception as error:
        if _in_keyring(name):
            raise EnvironmentFailure("keyring_unavailable") from error


def _in_keyring(name: str) -> bool:
    try:
        return bool(_in_time(lambda: _keyring().get_password(SERVICE, name)))
    except Exception:  # noqa: BLE001 - back ends raise whatever their system gives them
        return True


def is_keyring_usable() -> bool:
    """Whether a test value that was written to the computer's keyring reads back."""
    name, value = f"test {secrets.token_hex(8)}", secrets.token_hex(8)

    def write_and_read() -> bool:
        keyring = _keyring()
        keyring.set_password(SERVICE, name, value)
        try:
            return bool(keyring.get_password(SERVICE, name) == value)
        finally:
            keyring.delete_password(SERVICE, name)

    try:
        return bool(_in_time(write_and_read))
    except Exception as error:  # noqa: BLE001 - back ends raise whatever their system gives them
        log.info("no usable keyring: %s", type(error).__name__)
        return False


def _from_keyring(name: str) -> str:
    try:
        key = _in_time(lambda: _keyring().get_password(SERVICE, name))
    except Exception as error:
        raise EnvironmentFailure("keyring_unavailable") from error
    if not key:
        raise EnvironmentFailure("key_missing", file=f"{SERVICE} / {name}")
    return str(key)


def _keyring() -> Any:
    """The library, imported here alone and only when a key is needed: it costs some 60 to 150 ms."""
    import keyring

    return keyring


def _in_time(work: Callable[[], Any]) -> Any:
    """Run `work` in a thread of its own, so that a keyring that never answers cannot hold the program."""
    results: list[Any] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            errors.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(KEYRING_WAIT_S)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError("the keyring did not answer")
    return results[0]


def _passphrase(environ: Mapping[str, str], ask: Ask | None) -> str:
    given = environ.get(PASSPHRASE_VARIABLE) or (ask() if ask else None)
    if not given:
        raise EnvironmentFailure("passphrase_needed", variable=PASSPHRASE_VARIABLE)
    return given


def _derived(passphrase: str, note: Mapping[str, Any]) -> str:
    from argon2.low_level import Type, hash_secret_raw

    raw = hash_secret_raw(
        passphrase.encode(),
        bytes.fromhex(note["salt"]),
        time_cost=int(note["time_cost"]),
        memory_cost=int(note["memory_cost_kib"]),
        parallelism=int(note["parallelism"]),
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return raw.hex()


def _read_note(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_text("utf-8"))
        is_known = note["source"] == "keyring" or note["kdf"] == "argon2id"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailure("key_file_damaged", file=str(path)) from error
    if not is_known:
        raise EnvironmentFailure("file_newer", file=path.name)
    return dict(note)


def _write_note(path: Path, note: Mapping[str, Any]) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"version": 1, **note}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
