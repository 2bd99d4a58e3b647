"""What the precious file held when it was opened, as objects."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.desk.config import Joined
from app.desk.outbox import Entry
from app.desk.pending import Stage
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.domain.members import Member
from app.domain.records import record
from app.domain.settings import BY_NAME, SettingValue, check_value
from storage.desk import StoredCommand

log = logging.getLogger(__name__)

JOINED, LEFT, NEXT_SEQ, SETTING, PLACE = "joined", "left", "next_seq", "setting:", "place:"


@record
class Kept:
    """Notes, commands and drafts as stored, and what they mean."""

    notes: Mapping[str, bytes]
    commands: Sequence[StoredCommand]
    drafts: Mapping[ConversationId, str]

    @property
    def place(self) -> dict[str, str]:
        """Where the person was."""
        return {name: str(value) for name, value in self._values(PLACE)}

    @property
    def device_settings(self) -> dict[str, SettingValue]:
        """This computer's own settings; values that the schema no longer allows are left out."""
        found = dict(self._values(SETTING))
        return {
            name: value
            for name, value in found.items()
            if name in BY_NAME and check_value(name, value) is None
        }

    @property
    def joined(self) -> Joined | None:
        """The hub and team, None before enrolling."""
        note = json.loads(self.notes[JOINED]) if JOINED in self.notes else None
        return Joined(**note) if isinstance(note, dict) else None

    @property
    def next_seq(self) -> int:
        """The next command's number: never one that was used."""
        note = json.loads(self.notes[NEXT_SEQ]) if NEXT_SEQ in self.notes else 1
        newest = max((command.device_seq for command in self.commands), default=0)
        return max(note if isinstance(note, int) else 1, newest + 1)

    def entries(self) -> Iterator[Entry]:
        """The commands that this program can read."""
        if not self.commands:
            return
        from storage.codec import decode_command

        for row in self.commands:
            try:
                command = decode_command(row.data)
            except EnvironmentFailure:
                continue
            stage: Stage = "expired" if row.is_expired else "waiting"
            yield Entry(
                command,
                None,
                stage,
                may_have_left=row.is_tried and not row.is_expired,
                is_marked=row.is_tried,
            )

    def parked_count(self) -> int:
        """Commands that a newer program wrote: kept for it, shown as waiting."""
        return len(self.commands) - sum(1 for _ in self.entries())

    def _values(self, prefix: str) -> Iterator[tuple[str, Any]]:
        for name, value in self.notes.items():
            if name.startswith(prefix):
                yield name.removeprefix(prefix), json.loads(value)


def note_of(value: object) -> bytes:
    """A small value as a note; not by storage.codec, as every start reads notes and few need msgspec so early."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def joined_note(joined: Joined) -> dict[str, bytes | None]:
    """The note that holds what enrolling gave; the file is encrypted."""
    return {JOINED: note_of(asdict(joined)), LEFT: None}


def member_of(joined: Joined) -> Member:
    """Whose computer it is, as far as enrolling told."""
    return Member(joined.member_id, joined.member_name, joined.role)
