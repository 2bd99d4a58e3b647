"""A profile whose computer was shut out of the team: nothing of the team's stays readable on it (decision 135).

The replica, the view and the files are erased, and the key that they were locked with is forgotten. What the person
wrote here and never sent stays, under a new key, as drafts: it is theirs, and comes back when the same member joins the
same team again. `locked.json` says that the profile is locked; it is written first and completed last, so that a
computer that dies on the way goes on where it was.
"""

import json
import logging
import os
import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from app.desk.config import Joined, Profile
from app.desk.kept import JOINED, LEFT, SETTING, note_of
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from storage import desk as stored
from storage.engine import connect

log = logging.getLogger(__name__)

KEPT_NAME = "kept.db"
_STAYS = ("key.json", "profile.lock", "locked.json", "kept.db", "log.db", "hub")


def mark(profile: Profile, code: str, *, is_done: bool = False) -> None:
    """From now on no start opens the profile. Blocks."""
    temporary = profile.locked_path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"version": 1, "code": code, "is_done": is_done}, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(profile.locked_path)


def lock_of(profile: Profile) -> tuple[str, bool] | None:
    """Why the profile is locked and whether all is erased; None: it is not locked."""
    try:
        note: Any = json.loads(profile.locked_path.read_text("utf-8"))
        return str(note["code"]), bool(note["is_done"])
    except FileNotFoundError:
        return None
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # cut off while it was written: it is locked all the same
        return "device_revoked", False


def seal(profile: Profile, key: str, code: str) -> None:
    """Erase what is the team's, keep what was never sent. All files must be closed. Blocks.

    May be called again after it was cut off, with the key that the profile names then. Raises EnvironmentFailure.
    """
    from app.desk.session import forget_old_key, renewed_key, take_key

    mark(profile, code)
    kept_path = profile.folder / KEPT_NAME
    if not _opens(kept_path, key):
        _erase(kept_path)
        drafts, notes = _unsent(profile.log_path, key)
        new_key, name = renewed_key(profile, key)
        _write(kept_path, new_key, drafts, notes)
        take_key(profile, name)
    for path in profile.folder.iterdir():
        if path.name not in _STAYS:
            _erase(path)
    kept_path.replace(profile.log_path)
    forget_old_key(profile)
    mark(profile, code, is_done=True)
    log.info("profile locked code=%s", code)


def welcome(notes: Mapping[str, bytes], joined: Joined) -> bool:
    """Whether what was never sent is this member's, who joined again."""
    left = json.loads(notes[LEFT]) if LEFT in notes else None
    return left is None or left == _who(joined)


def _who(joined: Joined) -> dict[str, str]:
    return {"member_id": joined.member_id, "log_id": joined.log_id}


def _unsent(path: Path, key: str) -> tuple[dict[ConversationId, str], dict[str, bytes | None]]:
    """Drafts, among them the words of messages that never left, and the notes that are this computer's own."""
    from app.desk.outbox import words_of
    from storage.codec import decode_command

    rescued = stored.rescue(path, key)
    drafts = dict(rescued.drafts)
    for row in rescued.commands:
        with suppress(EnvironmentFailure):
            body = decode_command(row.data).body
            words, where = words_of(body), getattr(body, "conversation_id", None)
            if words and where is not None:
                before = drafts.get(where)
                drafts[where] = f"{words}\n{before}" if before and before != words else words
    notes: dict[str, bytes | None] = {
        name: value for name, value in rescued.notes.items() if name.startswith(SETTING) or name == LEFT
    }
    joined = json.loads(rescued.notes[JOINED]) if JOINED in rescued.notes else None
    if isinstance(joined, dict):
        notes[LEFT] = note_of({"member_id": joined["member_id"], "log_id": joined["log_id"]})
    return drafts, notes


def _write(path: Path, key: str, drafts: dict[ConversationId, str], notes: dict[str, bytes | None]) -> None:
    with closing(connect(path, key)) as conn:
        stored.create(conn)
        conn.execute("BEGIN IMMEDIATE")
        stored.save_drafts(conn, drafts)
        stored.save_notes(conn, notes)
        conn.execute("COMMIT")


def _opens(path: Path, key: str) -> bool:
    """Whether the file of what was never sent is whole already."""
    if not path.exists():
        return False
    try:
        with closing(connect(path, key, is_read_only=True)) as conn:
            stored.notes(conn)
    except Exception:  # noqa: BLE001 - cut off while it was made, in whatever way: it is made again
        return False
    return True


def _erase(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
        if path.name == KEPT_NAME:
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
