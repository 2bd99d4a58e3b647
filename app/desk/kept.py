"""What the precious file held when it was opened, as objects."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.desk.config import Joined
from app.desk.drafts import Book
from app.desk.outbox import Entry
from app.desk.pending import Maker, Stage
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId
from app.domain.members import Member
from app.domain.records import record
from app.domain.settings import BY_NAME, SettingValue, check_value
from storage.desk import NOBODY, PLACE, StoredCommand, StoredSeat

log = logging.getLogger(__name__)

LEFT, SETTING = "left", "setting:"


@record
class Kept:
    """Notes, seats, commands and drafts as stored, and what they mean."""

    notes: Mapping[str, bytes]
    commands: Sequence[StoredCommand]
    all_drafts: Mapping[DeviceId, Mapping[ConversationId, str]]
    seats: Sequence[StoredSeat] = ()

    @property
    def seat(self) -> DeviceId:
        """Of whoever was here last."""
        newest = max(self.seats, key=lambda seat: seat.used_us, default=None)
        return newest.device_id if newest is not None else NOBODY

    @property
    def drafts(self) -> Mapping[ConversationId, str]:
        """What that person had not sent."""
        return self.all_drafts.get(self.seat, {})

    @property
    def place(self) -> dict[str, str]:
        """Where that person was."""
        return self._place_of(self.seat)

    def books(self) -> dict[DeviceId, Book]:
        """Drafts and place of everybody who uses this computer."""
        ids = {self.seat, *(seat.device_id for seat in self.seats)}
        return {one: Book(dict(self.all_drafts.get(one, {})), self._place_of(one)) for one in ids}

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
        """The hub, team and device of whoever was here last, None before enrolling."""
        return next((joined_of(seat) for seat in self.seats if seat.device_id == self.seat), None)

    @property
    def next_seqs(self) -> dict[DeviceId, int]:
        """The next command's number of each seat: never one that was used."""
        found = {seat.device_id: seat.next_seq for seat in self.seats}
        for command in self.commands:
            if command.device_id in found:
                found[command.device_id] = max(found[command.device_id], command.device_seq + 1)
        return found

    def entries(self) -> Iterator[Entry]:
        """The commands that this program can read, of people who are here."""
        if not self.commands:
            return
        from storage.codec import decode_command

        makers = {seat.device_id: maker_of(joined_of(seat)) for seat in self.seats}
        for row in self.commands:
            try:
                command, maker = decode_command(row.data), makers[row.device_id]
            except (EnvironmentFailure, KeyError):
                continue
            stage: Stage = "expired" if row.is_expired else "waiting"
            yield Entry(
                command,
                None,
                stage,
                may_have_left=row.is_tried and not row.is_expired,
                is_marked=row.is_tried,
                maker=maker,
            )

    def parked_count(self) -> int:
        """Commands that a newer program wrote: kept for it, shown as waiting."""
        return len(self.commands) - sum(1 for _ in self.entries())

    def _place_of(self, device_id: DeviceId) -> dict[str, str]:
        return {name: str(value) for name, value in self._values(f"{PLACE}{device_id}:")}

    def _values(self, prefix: str) -> Iterator[tuple[str, Any]]:
        for name, value in self.notes.items():
            if name.startswith(prefix):
                yield name.removeprefix(prefix), json.loads(value)


def note_of(value: object) -> bytes:
    """A small value as a note; not by storage.codec, as every start reads notes and few need msgspec so early."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def seat_of(joined: Joined, pin: str = "", used_us: int = 0) -> StoredSeat:
    """What enrolling gave, to be kept; the file is encrypted."""
    return StoredSeat(joined.device_id, note_of(asdict(joined)), pin=pin, used_us=used_us)


def joined_of(seat: StoredSeat) -> Joined:
    """What enrolling gave."""
    return Joined(**json.loads(seat.joined))


def maker_of(joined: Joined) -> Maker:
    """The same as the one who asks for something."""
    return Maker(joined.device_id, joined.member_id, joined.member_name)


def member_of(joined: Joined) -> Member:
    """Whose computer it is, as far as enrolling told."""
    return Member(joined.member_id, joined.member_name, joined.role)
