"""The part of the running desk that is about importing chats; its parts are imported when something is imported."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, IdMaker, ImportId, LineId
from storage import view

if TYPE_CHECKING:
    from app.desk.hub_link import HubLink
    from app.desk.import_desk import ImportOutcome
    from app.desk.import_review import ExportReview
    from app.desk.imports.review import ReviewRow
    from app.desk.media import DeskMedia
    from app.desk.outbox import Outbox
    from app.desk.view_file import ViewFile
    from app.domain.clock import Clock
    from app.domain.contacts import Contact
    from app.domain.imports import ImportProgress, ImportRequest, ImportRow
    from app.domain.members import Member
    from app.domain.settings import SettingValue


class LiveImports:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.import_desk.ImportDesk`."""

    _clock: Clock
    _link: HubLink
    _outbox: Outbox
    _view: ViewFile
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]

    @property
    @abstractmethod
    def files(self) -> DeskMedia: ...

    def imports(self) -> list[ImportRow]:
        return view.imports(self._view.connection()) if self._view.is_whole else []

    async def review_exports(self, zone: str) -> ExportReview:
        from app.desk.import_review import ExportReview, People
        from app.desk.imports.zones import WallClock

        WallClock(zone)
        people = await self._view.read_apart(view.everybody) if self._view.is_whole else []
        own_names = [str(self.setting("business_name")), self.me().name, *self._shown_names()]
        return ExportReview(People(people), [name for name in own_names if name], zone)

    async def import_chat(
        self,
        row: ReviewRow,
        *,
        line_id: LineId | None = None,
        told: Callable[[ImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ImportOutcome:
        from app.desk.import_wire import ImportWire
        from app.desk.importing import Importer

        request, by = self._request(row, line_id), self._outbox.maker.device_id
        importer = Importer(
            ImportWire(lambda: self._link.client_as(by)), self.files, self._clock, told, is_stopped
        )
        return await importer.run(request, row)

    async def undo_import(self, import_id: ImportId) -> None:
        from app.desk.hub_client import HubRefused
        from app.desk.import_wire import ImportWire

        try:
            await ImportWire(lambda: self._link.client).undo(import_id)
        except HubRefused as refused:
            raise ComptoirError(refused.code, **refused.facts) from refused

    def _request(self, row: ReviewRow, line_id: LineId | None) -> ImportRequest:
        """What to ask the hub for. Raises ComptoirError for a person without a number or a conversation."""
        from app.domain.imports import ImportRequest

        contact = next((one for one in row.contacts if one.contact_id == row.contact_id), None)
        if contact is None or row.preview is None or not row.is_ready:
            raise ComptoirError("import_undecided", file=row.path.name)
        conversation_id = self._conversation(contact.contact_id, line_id)
        if conversation_id is None and not contact.number:
            raise ComptoirError("import_needs_number", name=contact.name or "", file=row.path.name)
        fingerprint = row.fingerprint.hex()
        return ImportRequest(
            self._left_open(fingerprint, conversation_id) or ImportId(IdMaker(self._clock).new()),
            row.path.name,
            fingerprint,
            row.zone,
            row.preview.messages + row.preview.notices,
            line_id,
            conversation_id,
            None if conversation_id else contact.number,
            None if conversation_id else _name(contact),
        )

    def _conversation(self, contact_id: ContactId, line_id: LineId | None) -> ConversationId | None:
        """The contact's thread on that business number; without one, their only thread."""
        conn = self._view.connection()
        if line_id is not None:
            found = view.conversation_of(conn, line_id, contact_id)
            return found.conversation_id if found else None
        there = view.conversations_of(conn, contact_id)
        return there[0] if len(there) == 1 else None

    def _left_open(self, fingerprint: str, conversation_id: ConversationId | None) -> ImportId | None:
        """An import of the same chat into the same thread that was not brought to its end."""
        return next(
            (
                one.import_id
                for one in self.imports()
                if one.state == "open"
                and one.fingerprint == fingerprint
                and one.conversation_id == conversation_id
            ),
            None,
        )

    def _shown_names(self) -> list[str]:
        """What customers see our business numbers called."""
        conn = self._view.connection()
        profiles = (view.line_profile(conn, line_id) for line_id in view.lines(conn))
        return [profile.verified_name for profile in profiles if profile is not None]


def _name(contact: Contact) -> str | None:
    return contact.name[:200] if contact.name else None
