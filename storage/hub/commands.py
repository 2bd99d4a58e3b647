"""Commands that the hub answered: the stored outcome makes a repeat harmless."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.commands import Outcome
from app.domain.ids import CommandId, DeviceId
from storage.codec import decode_outcomes, encode_outcomes
from storage.hub.tables import Connection
from storage.instants import to_us

ANY_PAYLOAD = ""  # of a command that a salvage brought back: its bytes are not known any more


@dataclass(frozen=True, slots=True)
class Answered:
    """A command's outcome, who asked for it, and the hash of what was asked."""

    device_id: DeviceId
    payload_hash: str
    outcome: Outcome


def find(conn: Connection, command_id: CommandId) -> Answered | None:
    """The stored outcome of a command, None for a new one."""
    row = conn.execute(
        "SELECT device_id, payload_hash, outcome FROM command WHERE command_id = ?", (command_id,)
    ).fetchone()
    return Answered(DeviceId(row[0]), row[1], decode_outcomes(row[2])[0]) if row else None


def store(
    conn: Connection,
    outcome: Outcome,
    device_id: DeviceId,
    device_seq: int,
    payload_hash: str,
    received_at: datetime,
) -> None:
    """Keep the outcome, in the transaction of its events."""
    conn.execute(
        "INSERT INTO command (command_id, device_id, device_seq, payload_hash, is_accepted, outcome, received_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            outcome.command_id,
            device_id,
            device_seq,
            payload_hash,
            int(outcome.result == "accepted"),
            encode_outcomes([outcome]),
            to_us(received_at),
        ),
    )


def forget_rejected(conn: Connection, before: datetime) -> int:
    """Drop rejected commands older than a moment; accepted ones stay for ever. Gives their number."""
    return conn.execute(
        "DELETE FROM command WHERE is_accepted = 0 AND received_us < ?", (to_us(before),)
    ).rowcount


def results(conn: Connection, command_ids: tuple[CommandId, ...]) -> Mapping[CommandId, Outcome | None]:
    """The outcomes of commands that another one needs, None for those never seen."""
    found = {command_id: find(conn, command_id) for command_id in command_ids}
    return {command_id: answered.outcome if answered else None for command_id, answered in found.items()}


def forget_words(conn: Connection, names: Sequence[str]) -> None:
    """Refusals that name somebody who was erased say only that they were refusals."""
    wanted = [name.encode("utf-8", "surrogatepass") for name in names]
    rows = conn.execute("SELECT command_id, outcome FROM command WHERE is_accepted = 0").fetchall()
    for command_id, outcome in rows:
        if any(name in bytes(outcome) for name in wanted):
            told = decode_outcomes(outcome)[0]
            plain = encode_outcomes([replace(told, facts={})])
            conn.execute("UPDATE command SET outcome = ? WHERE command_id = ?", (plain, command_id))
