"""What importing a chat does to the log: begin, messages, end, undo. Each is one job of the Writer, or several."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.arrivals import MessageReceived
from app.domain.channels import WHATSAPP
from app.domain.clock import Clock
from app.domain.contacts import Identity
from app.domain.conversations import Conversation
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, ConversationId, ImportId, LineId, MessageId
from app.domain.imports import (
    HistoryImportBegan,
    HistoryImportEnded,
    HistoryImportUndone,
    HistoryMessage,
    ImportProgress,
    ImportRequest,
    ImportRow,
)
from app.domain.phone_numbers import is_number
from app.hub.appender import Appender, Draft
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.resolve import showable
from app.hub.situation import Asker
from app.hub.twins import Twins, Used, span
from storage import view
from storage.hub import history
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

# Messages in one transaction, which a webhook's answer may have to wait for: about 20 ms.
AT_ONCE = 125
ERASED_AT_ONCE = 500
RETRY_AFTER_S = "1"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the messages of an import go."""

    import_id: ImportId
    conversation: Conversation
    identity: Identity


class Imports:
    """`lines`: the business numbers of this hub."""

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        lines: Sequence[LineId],
        clock: Clock,
        new_id: Callable[[], str],
        crash: Crash,
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._lines = lines
        self._clock = clock
        self._new_id = new_id
        self._crash = crash
        self._used: dict[ImportId, Used] = {}  # of imports under way

    async def begin(self, asker: Asker, request: ImportRequest) -> ImportProgress:
        """Begin, or find it begun. Raises HttpRefusal: number_malformed, line_needed, line_not_ours, import_undoing."""
        return await self._writer.run(lambda conn: self._begin(conn, asker, request), priority=Priority.REPLY)

    async def take(
        self, asker: Asker, import_id: ImportId, first: int, messages: Sequence[HistoryMessage]
    ) -> ImportProgress:
        """Put messages into the log that it does not hold yet; those that were taken before change nothing."""
        for start in range(0, len(messages), AT_ONCE):
            part = messages[start : start + AT_ONCE]
            await self._writer.run(
                self._taking(asker, import_id, first + start, part), priority=Priority.BULK
            )
            self._crash("after_import_commit")
        return await self.progress(import_id)

    async def end(self, asker: Asker, import_id: ImportId) -> ImportProgress:
        """All of the file was brought."""
        return await self._writer.run(lambda conn: self._end(conn, asker, import_id), priority=Priority.REPLY)

    async def undo(self, asker: Asker, import_id: ImportId) -> ImportProgress:
        """Take everything out of every view, then erase it."""
        await self._writer.run(lambda conn: self._undo(conn, asker, import_id), priority=Priority.BULK)
        await self.erase_undone()
        return await self.progress(import_id)

    async def erase_undone(self) -> None:
        """Erase what undone imports brought, also what an end of the hub left over."""
        while await self._writer.run(
            lambda conn: history.erase_some(conn, ERASED_AT_ONCE), priority=Priority.BULK
        ):
            self._crash("after_import_erased_some")

    async def progress(self, import_id: ImportId) -> ImportProgress:
        """How far it is. Raises HttpRefusal 404."""
        return await self._writer.run(lambda conn: _progress(conn, import_id), priority=Priority.REPLY)

    # --- on the writing thread ---

    def _begin(self, conn: Connection, asker: Asker, request: ImportRequest) -> ImportProgress:
        if view.import_row(conn, request.import_id) is not None:
            return _progress(conn, request.import_id)
        if history.is_erasing(conn):
            raise HttpRefusal(503, "import_undoing", retry_after=RETRY_AFTER_S)
        line_id, contact_id, conversation_id, identity = self._goal(conn, request)
        body = HistoryImportBegan(
            request.import_id, conversation_id, contact_id, line_id, WHATSAPP, identity,
            showable(request.file_name) or "", request.fingerprint, request.zone, request.total, asker.member_id,
        )  # fmt: skip
        self._append(conn, asker, [(body, f"import:{request.import_id}", self._clock.now())], conversation_id)
        history.begin(conn, request.import_id)
        return _progress(conn, request.import_id)

    def _goal(
        self, conn: Connection, request: ImportRequest
    ) -> tuple[LineId, ContactId, ConversationId, Identity]:
        if request.conversation_id is not None:
            known = view.load_conversation(conn, request.conversation_id)
            if known is None:
                raise HttpRefusal(422, "conversation_unknown")
            self._check_line(known.line_id)
            return known.line_id, known.contact_id, known.conversation_id, Identity()
        if request.number is None or not is_number(request.number):
            raise HttpRefusal(422, "number_malformed", number=(request.number or "")[:40])
        line_id = self._line(request.line_id)
        identity = Identity(number=request.number)
        contact_id = view.find_contact(conn, identity)
        if contact_id is None:
            named = Identity(number=request.number, name=showable(request.name) or None)
            return line_id, ContactId(self._new_id()), ConversationId(self._new_id()), named
        found = view.conversation_of(conn, line_id, contact_id)
        conversation_id = found.conversation_id if found else ConversationId(self._new_id())
        return line_id, contact_id, conversation_id, Identity()

    def _line(self, line_id: LineId | None) -> LineId:
        if line_id is None and len(self._lines) != 1:
            raise HttpRefusal(422, "line_needed")
        return self._check_line(self._lines[0] if line_id is None else line_id)

    def _check_line(self, line_id: LineId) -> LineId:
        if line_id not in self._lines:
            raise HttpRefusal(422, "line_not_ours", line_id=line_id[:80])
        return line_id

    def _taking(
        self, asker: Asker, import_id: ImportId, first: int, messages: Sequence[HistoryMessage]
    ) -> Callable[[Connection], None]:
        return lambda conn: self._take(conn, asker, import_id, first, messages)

    def _take(
        self,
        conn: Connection,
        asker: Asker,
        import_id: ImportId,
        first: int,
        messages: Sequence[HistoryMessage],
    ) -> None:
        place = _open(conn, import_id)
        done, _added = history.progress(conn, import_id)
        if first > done:
            raise HttpRefusal(409, "import_gap", done=str(done))
        new = messages[done - first :]
        if not new:
            return
        events = self._append_new(conn, asker, place, new)
        history.note(conn, import_id, done + len(new), events)
        self._crash("before_import_commit")

    def _append_new(
        self, conn: Connection, asker: Asker, place: _Place, messages: Sequence[HistoryMessage]
    ) -> list[int]:
        conversation_id = place.conversation.conversation_id
        keys = [f"i:{conversation_id}:{message.stable_id}" for message in messages]
        unseen = self._appender.unseen(conn, keys)
        used = self._used.setdefault(place.import_id, Counter())
        twins = Twins(view.heard_between(conn, conversation_id, *span(messages)), used)
        received_at = self._appender.moment(conn)
        drafts = [
            (self._received(place, message, received_at), key, message.sent_at)
            for key, message in zip(keys, messages, strict=True)
            if key in unseen and not twins.take(message)
        ]
        return self._append(conn, asker, drafts, conversation_id)

    def _received(self, place: _Place, message: HistoryMessage, received_at: datetime) -> MessageReceived:
        conversation = place.conversation
        return MessageReceived(
            message_id=MessageId(self._new_id()),
            channel=conversation.channel,
            line_id=conversation.line_id,
            conversation_id=conversation.conversation_id,
            contact_id=conversation.contact_id,
            external_id=f"import:{message.stable_id}",
            direction=message.direction or "in",
            author="phone" if message.direction == "out" else "customer",
            kind=message.kind,
            text=showable(message.text),
            sent_at=message.sent_at,
            received_at=received_at,
            identity=place.identity,
            is_history=True,
            content=message.content,
            author_name=showable(message.author_name),
            import_id=place.import_id,
        )

    def _end(self, conn: Connection, asker: Asker, import_id: ImportId) -> ImportProgress:
        row = _known(conn, import_id)
        if row.state == "undone":
            raise HttpRefusal(409, "import_undone")
        self._used.pop(import_id, None)
        done, added = history.progress(conn, import_id)
        body = HistoryImportEnded(import_id, row.conversation_id, added, done - added)
        self._append(
            conn, asker, [(body, f"import_ended:{import_id}", self._clock.now())], row.conversation_id
        )
        return _progress(conn, import_id)

    def _undo(self, conn: Connection, asker: Asker, import_id: ImportId) -> None:
        row = _known(conn, import_id)
        if row.state == "undone":
            return
        self._used.pop(import_id, None)
        _done, added = history.progress(conn, import_id)
        body = HistoryImportUndone(import_id, row.conversation_id, added, asker.member_id)
        self._append(
            conn, asker, [(body, f"import_undone:{import_id}", self._clock.now())], row.conversation_id
        )
        history.undo(conn, import_id)

    def _append(
        self,
        conn: Connection,
        asker: Asker,
        bodies: Sequence[tuple[EventBody, str, datetime]],
        subject: ConversationId,
    ) -> list[int]:
        actor = Actor("member", asker.member_id, asker.device_id)
        drafts = [Draft(body, subject, actor, at, key) for body, key, at in bodies]
        return [event.pos for event in self._appender.append(conn, drafts)]


def _known(conn: Connection, import_id: ImportId) -> ImportRow:
    row = view.import_row(conn, import_id)
    if row is None:
        raise HttpRefusal(404, "import_unknown")
    return row


def _open(conn: Connection, import_id: ImportId) -> _Place:
    row = _known(conn, import_id)
    if row.state != "open":
        raise HttpRefusal(409, f"import_{row.state}")
    conversation = view.load_conversation(conn, row.conversation_id)
    assert conversation is not None, "an import opens its conversation"
    contact = view.load_contact(conn, conversation.contact_id)
    number, user_id = (contact.number, contact.user_id) if contact else (None, None)
    return _Place(import_id, conversation, Identity(number=number, user_id=user_id))


def _progress(conn: Connection, import_id: ImportId) -> ImportProgress:
    row = _known(conn, import_id)
    done, added = history.progress(conn, import_id)
    return ImportProgress(import_id, row.conversation_id, row.state, row.total, done, added)
