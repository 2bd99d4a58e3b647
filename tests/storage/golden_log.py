"""The log whose bytes and view are kept for all later versions: every kind once or more, one unknown, one erased.

`python -m tests.storage.golden_log FOLDER` writes the files of a new release, which the folder's name says; those of
old ones stay as they are. What came with 0.2 stands in `tests.storage.golden_rich`, with 0.3 in `golden_team` and
`golden_office`.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from app.domain import contacts, conversations, health, lines, members, sends, settings
from app.domain.arrivals import MessageStatus
from app.domain.contacts import Identity
from app.domain.events import Actor
from app.domain.ids import CommandId, EventId, MessageId
from app.domain.slot_offers import WaiterSaved
from storage import codec, desk, view
from storage.engine import connect
from tests.storage.golden_appointments import appointment_bodies
from tests.storage.golden_contacts import contact_bodies
from tests.storage.golden_contacts_consent import consent_bodies
from tests.storage.golden_contacts_erase import erase_bodies
from tests.storage.golden_contacts_merging import merging_bodies
from tests.storage.golden_contacts_table import segment_bodies
from tests.storage.golden_contacts_transfer import transfer_bodies
from tests.storage.golden_deals_auto import incoming_bodies
from tests.storage.golden_deals_core import deal_bodies
from tests.storage.golden_deals_quiet import ladder_bodies
from tests.storage.golden_deals_tasks import task_bodies
from tests.storage.golden_deals_transfer import deal_transfer_bodies
from tests.storage.golden_health import health_bodies
from tests.storage.golden_measures_auto import auto_bodies
from tests.storage.golden_measures_fold import fold_bodies
from tests.storage.golden_measures_hours import hours_bodies
from tests.storage.golden_measures_ledger import ledger_bodies
from tests.storage.golden_measures_standards import standards_bodies
from tests.storage.golden_office import office_bodies
from tests.storage.golden_outside import outside_bodies
from tests.storage.golden_people import (
    ANA,
    BO,
    CHANNEL,
    DEVICE,
    HUB,
    LEA,
    MEMBER,
    WITH_ANA,
    WITH_BO,
    received,
)
from tests.storage.golden_rich import rich_bodies
from tests.storage.golden_team import team_bodies
from tests.storage.view_log import LINE, OTHER_LINE, START

KEY = "60" * 32
_SUBJECTS = ("task_id", "deal_id", "waiter_id", "offer_id", "appointment_id", "conversation_id", "contact_id")


@dataclass(frozen=True, slots=True)
class DealOpened:
    """A kind that this program does not know."""

    KIND: ClassVar[str] = "deal.opened"
    VERSION: ClassVar[int] = 3
    amount: int


def golden_events(release: str) -> list[codec.StoredEvent]:
    """The log of a release as sealed bytes: all before it, and its new kinds. The event at position 4 is erased."""
    chain = codec.GENESIS_CHAIN
    sealed: list[codec.StoredEvent] = []
    bodies = [*_bodies(), *(rich_bodies() if release != "0.1" else ())]
    if release not in ("0.1", "0.2"):
        bodies += [*team_bodies(), *office_bodies(), *contact_bodies(), *consent_bodies()]
        bodies += [*merging_bodies(), *erase_bodies(), *transfer_bodies(), *segment_bodies()]
        bodies += incoming_bodies()
        bodies += [*deal_bodies(), *ladder_bodies()]
        bodies += [*task_bodies(), *deal_transfer_bodies()]
        bodies += ledger_bodies()
        bodies += hours_bodies()
        bodies += standards_bodies()
        bodies += fold_bodies()
        bodies += auto_bodies(ANA)
        bodies += appointment_bodies()
        bodies += outside_bodies()
        bodies += health_bodies()
    for pos, (actor, body, original) in enumerate(bodies, 1):
        at = START + timedelta(seconds=pos, microseconds=pos * 1_001)
        command = CommandId(f"01930000-0000-7000-8000-000000000{pos:03d}") if actor.kind == "member" else None
        draft = codec.EventDraft(
            body, _subject(body), actor, at - timedelta(seconds=1),
            EventId(f"01930000-0000-7000-9000-000000000{pos:03d}"), command,
        )  # fmt: skip
        stored = codec.seal(draft, pos, at, chain, bytes([pos % 256]) * 16, original)
        chain = stored.chain
        sealed.append(stored)
    sealed[3] = replace(sealed[3], fields=b"")
    return sealed


def write(folder: Path) -> None:
    """A release's files: the events as lines of JSON, both files of a desk, and what the view must be."""
    folder.mkdir()
    events = golden_events(folder.name)
    lines_of_log = [json.dumps(as_json(event)) for event in events]
    (folder / "log.jsonl").write_text("\n".join(lines_of_log) + "\n", "utf-8")
    with closing(connect(folder / "log.db", KEY)) as log:
        desk.create(log)
        desk.append(log, events)
        desk.add_commands(log, [desk.StoredCommand(7, CommandId("k7"), b"{}", is_tried=True)])
        desk.save_drafts(log, {WITH_ANA: "Bonjour Ana, "})
        desk.save_notes(log, {"place:view": b'"waiting"'})
    with closing(connect(folder / "view.db", KEY, durability="NORMAL")) as screens:
        view.rebuild(screens, events)
        expected = {str(view.VIEW_VERSION): {"view_hash": view.view_hash(screens), "pos": len(events)}}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")


def read(folder: Path) -> list[codec.StoredEvent]:
    """The events of a release."""
    text = (folder / "log.jsonl").read_text("utf-8")
    return [_from_json(json.loads(line)) for line in text.splitlines()]


def as_json(event: codec.StoredEvent) -> dict[str, object]:
    """An event as its line; envelope and fields are JSON themselves, and stand there as text."""
    return {
        "pos": event.pos,
        "envelope": event.envelope.decode(),
        "chain": event.chain.hex(),
        "salt": event.salt.hex(),
        "fields": event.fields.decode(),
    }


def _from_json(line: dict[str, str]) -> codec.StoredEvent:
    return codec.StoredEvent(
        int(line["pos"]),
        line["envelope"].encode(),
        bytes.fromhex(line["chain"]),
        bytes.fromhex(line["salt"]),
        line["fields"].encode(),
    )


def _subject(body: object) -> str:
    if isinstance(body, WaiterSaved):
        return str(body.waiter.contact_id)
    names = (getattr(body, name, None) for name in _SUBJECTS)
    return str(next(filter(None, names), ""))


def _asked(number: int, text: str) -> sends.SendRequested:
    return sends.SendRequested(
        _out(number), WITH_ANA, ANA, LINE, LEA, "text", text,
        hold_until_at=START + timedelta(minutes=number), not_after_at=START + timedelta(minutes=10 + number),
        retry_of=_out(4) if number == 5 else None,
    )  # fmt: skip


def _out(number: int) -> MessageId:
    return MessageId(f"01930000-0000-7000-b000-000000000{number:03d}")


def _status(number: int, word: str, **more: object) -> MessageStatus:
    fields: dict[str, object] = {"line_id": LINE, "external_id": f"wamid.out{number}", "status": word}
    at = START + timedelta(minutes=1, seconds=number)
    return MessageStatus(**{**fields, "at": at, **more})  # type: ignore[arg-type]


def _bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    bo = Identity(user_id="FR.2", parent_user_id="FR.ENT.2", username="bo.b")
    return [
        (HUB, health.HubStarted("0.1.0", was_clean=True), None),
        (HUB, lines.LineAdded(LINE, "whatsapp", "309900000000042"), None),
        (HUB, members.MemberAdded(LEA, "Léa", "owner"), None),
        (CHANNEL, received(4, WITH_ANA, "à oublier"), b'{"text":{"body":"x"}}'),
        (HUB, members.DeviceEnrolled(DEVICE, LEA, "Accueil"), None),
        (MEMBER, settings.SettingChanged("response_standard_min", 20), None),
        (MEMBER, settings.SettingChanged("read_receipts", value=False), None),
        (CHANNEL, received(8, WITH_ANA, "Bonjour ! Une place samedi ? 💇"), b'{"type":"text"}'),
        (CHANNEL, received(9, WITH_BO, None, kind="image", identity=bo), b'{"type":"image"}'),
        (CHANNEL, received(10, None, "?", line_id=OTHER_LINE, line_number=None), b"{}"),
        (CHANNEL, received(11, WITH_BO, "Old", is_history=True, identity=bo), b"{}"),
        (CHANNEL, _status(1, "delivered"), b"{}"),
        (MEMBER, _asked(1, "Oui, 10 h ?"), None),
        (HUB, sends.SendAccepted(_out(1), WITH_ANA, "wamid.out1"), None),
        (CHANNEL, _status(1, "read", message_id=_out(1), conversation_id=WITH_ANA, price_type="regular"), b"{}"),
        (CHANNEL, received(16, WITH_ANA, "Parfait", reply_to="wamid.out1"), b"{}"),
        (CHANNEL, received(17, WITH_ANA, "👍", kind="reaction", reply_to="wamid.out1"), b"{}"),
        (MEMBER, _asked(2, "À samedi"), None),
        (HUB, sends.SendRefused(_out(2), WITH_ANA, "window_closed", {"closed_at": "x"}, 131047), None),
        (MEMBER, _asked(3, "À samedi"), None),
        (HUB, sends.SendUnknown(_out(3), WITH_ANA, "timeout"), None),
        (MEMBER, sends.SendSettled(_out(3), WITH_ANA, "arrived", LEA), None),
        (MEMBER, _asked(4, "Encore"), None),
        (HUB, sends.SendFailed(_out(4), WITH_ANA, "undeliverable", 131026), None),
        (MEMBER, _asked(5, "Encore"), None),
        (HUB, sends.SendCancelled(_out(5), WITH_ANA), None),
        (MEMBER, _asked(6, "Trop tard"), None),
        (HUB, sends.SendExpired(_out(6), WITH_ANA), None),
        (CHANNEL, _status(7, "failed", failure_code="undeliverable", provider_code=131026), b"{}"),
        (MEMBER, conversations.ConversationRead(WITH_BO, 11, LEA), None),
        (MEMBER, conversations.ConversationClosed(WITH_BO, LEA), None),
        (MEMBER, conversations.ConversationReopened(WITH_BO, LEA), None),
        (MEMBER, conversations.ConversationClosed(WITH_BO, LEA), None),
        (HUB, contacts.ContactAliased(BO, Identity(number="33639980002", name="Bo")), None),
        (CHANNEL, health.WebhookUnparsed("not_json"), b"{"),
        (CHANNEL, health.WebhookAccount("template", LINE, {"event": "APPROVED"}), b"{}"),
        (CHANNEL, DealOpened(420), None),
        (HUB, members.DeviceRevoked(DEVICE), None),
        (HUB, health.HubStopped(), None),
        (HUB, health.HubStarted("0.1.0", was_clean=False), None),
    ]  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]))
