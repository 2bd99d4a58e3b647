"""Imports in small logs of tests: begun, brought, ended and undone, as the hub writes them."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.contacts import Identity
from app.domain.contents import Content, Media
from app.domain.events import Event, UnknownBody
from app.domain.ids import ContactId, ImportId, MessageId
from app.domain.imports import HistoryImportBegan, HistoryImportEnded, HistoryImportUndone
from app.domain.rows import MessageRow
from storage import view
from storage.engine import Connection
from tests.storage.view_log import LEA, LINE, MEMBER, START, Log, conversation_id

LONG_AGO = START - timedelta(days=90)


def begin(log: Log, number: int, person: int, total: int = 3) -> Event:
    identity = Identity(number=f"3363998{person:04d}", name=f"Cliente {person}")
    return log.add(
        HistoryImportBegan(
            import_id(number), conversation_id(person), ContactId(f"p{person}"), LINE, "whatsapp", identity,
            f"WhatsApp Chat {number}.zip", f"print{number}", "Europe/Paris", total, LEA,
        ),
        MEMBER,
    )  # fmt: skip


def bring(log: Log, number: int, person: int, text: str | None, at: datetime, **more: object) -> Event:
    """One message of an import."""
    pos = len(log.events) + 1
    given: dict[str, object] = {
        "message_id": MessageId(f"past{pos}"), "external_id": f"import:{pos}", "contact_id": ContactId(f"p{person}"),
        "conversation_id": conversation_id(person), "sent_at": at, "is_history": True, "import_id": import_id(number),
        "identity": Identity(number=f"3363998{person:04d}"), "line_number": None,
    }  # fmt: skip
    return log.received(person, text, **{**given, **more})


def omitted(name: str | None = None) -> Content:
    """A file that the export was made without."""
    return Content(media=Media(name=name))


def end(log: Log, number: int, person: int, added: int, known: int = 0) -> Event:
    return log.add(HistoryImportEnded(import_id(number), conversation_id(person), added, known), MEMBER)


def undo(log: Log, number: int, person: int, removed: int) -> Event:
    return log.add(HistoryImportUndone(import_id(number), conversation_id(person), removed, LEA), MEMBER)


def import_id(number: int) -> ImportId:
    return ImportId(f"import{number}")


def erased(events: list[Event]) -> list[Event]:
    """The log as it reads once the hub has erased what undone imports brought."""
    gone = {event.body.import_id for event in events if isinstance(event.body, HistoryImportUndone)}
    return [replaced(one) if getattr(one.body, "import_id", None) in gone else one for one in events]


def replaced(event: Event) -> Event:
    """A message of an import as it reads once it is erased; what began and ended the import stays."""
    if event.kind != "message.received":
        return event
    return replace(event, body=UnknownBody(event.kind, b""))


def shown(conn: Connection, person: int) -> list[MessageRow]:
    """What the conversation's pane shows."""
    return view.thread_page(conn, conversation_id(person), limit=1_000)
