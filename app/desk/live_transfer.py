"""The part of the running desk that is about lists of people; its parts are imported when they are used."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk.transfer_desk import NOTHING_AGREED, Agreement, ExportOutcome
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, IdMaker, ImportId, LineId, MemberId
from app.domain.later import asyncio
from storage import view

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.contact_imports.opening import Reading
    from app.desk.contact_imports.preview import Preview, Review
    from app.desk.contact_imports.watching import Watch
    from app.desk.exports.writing import ExportWatch
    from app.desk.hub_link import HubLink
    from app.desk.media import DeskMedia
    from app.desk.outbox import Outbox
    from app.desk.view_file import ViewFile
    from app.domain.clock import Clock
    from app.domain.contact_import_rows import ContactsImportProgress, ContactsImportRow
    from app.domain.exports import ExportFormat, ExportWhat
    from app.domain.lines import Line
    from app.domain.members import Member
    from app.domain.settings import SettingValue
    from storage.engine import Connection

log = logging.getLogger(__name__)


class LiveTransfer:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.transfer_desk.TransferDesk`."""

    _clock: Clock
    _link: HubLink
    _outbox: Outbox
    _view: ViewFile
    _standing: Callable[[], Standing]
    me: Callable[[], Member]
    lines: Callable[[], dict[LineId, Line]]
    setting: Callable[[str], SettingValue]

    @property
    @abstractmethod
    def files(self) -> DeskMedia: ...

    def contacts_imports(self) -> list[ContactsImportRow]:
        if not self._view.is_whole:
            return []
        from storage.view.contact_imports import contacts_imports

        return contacts_imports(self._view.connection())

    def home_country(self) -> str:
        from app.words.typed_numbers import country_of, country_of_zone

        for line in self.lines().values():
            if line.display_number and (found := country_of(line.display_number)):
                return found
        return country_of_zone(str(self.setting("time_zone"))) or ""

    async def review_contacts(self, path: Path, watch: Watch, reading: Reading | None = None) -> Review:
        from app.desk.contact_imports.opening import open_table
        from app.desk.contact_imports.preview import Review
        from app.desk.contact_imports.refusals import TableRefused
        from storage.view.contact_imports import known_people

        table = await asyncio.to_thread(open_table, path, watch, reading)

        def read(conn: Connection) -> Review:
            fields = view.contact_fields(conn)
            return Review(path, table, known_people(conn), fields, members_by_name(conn))

        if not self._view.is_whole:  # nobody would be known, and everybody new
            raise TableRefused("table_not_ready", file=path.name)
        return await self._view.read_apart(read)

    async def import_contacts(
        self,
        review: Review,
        preview: Preview,
        agreement: Agreement = NOTHING_AGREED,
        *,
        told: Callable[[ContactsImportProgress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> ContactsImportProgress:
        from app.desk.contact_imports.bringing import PeopleBringer
        from app.desk.contact_imports.preview import fingerprint_of
        from app.desk.contact_imports.wire import ContactImportWire
        from app.domain.contact_import_rows import ContactsImportRequest

        people = preview.people()
        if not people:
            raise ComptoirError("import_nothing", file=review.path.name)
        fingerprint = await asyncio.to_thread(fingerprint_of, people)
        request = ContactsImportRequest(
            self._half_done(fingerprint) or ImportId(IdMaker(self._clock).new()),
            review.path.name[:200],
            fingerprint,
            len(people),
            agreement.source,
            agreement.wording,
            agreement.agreed_at,
            agreement.purpose,
        )
        by = self._outbox.maker.device_id
        wire = ContactImportWire(lambda: self._link.client_as(by))
        return await PeopleBringer(wire, self._clock, told, is_stopped).run(request, people)

    async def undo_contacts_import(self, import_id: ImportId) -> ContactsImportProgress:
        from app.desk.contact_imports.wire import ContactImportWire
        from app.desk.hub_client import HubRefused

        try:
            return await ContactImportWire(lambda: self._link.client).undo(import_id)
        except HubRefused as refused:
            raise ComptoirError(refused.code, **refused.facts) from refused

    async def export_contacts(
        self,
        path: Path,
        kind: ExportFormat,
        people: Sequence[ContactId] | None = None,
        *,
        separator: str = ",",
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        from app.desk.exports.exporting import write_people
        from app.desk.exports.writing import ExportWatch
        from storage.view.contact_exports import count_people

        self._check_may_export()
        count = await self._view.read_apart(lambda conn: count_people(conn, people))
        if count == 0:
            raise ComptoirError("export_nothing")
        await self._record("contacts", kind, count)
        looking = watch or ExportWatch()

        def write(conn: Connection) -> ExportOutcome:
            fields = view.contact_fields(conn)
            return write_people(conn, path, kind, fields, people, separator, looking)

        return await self._view.read_apart(write)

    async def export_conversations(
        self,
        folder: Path,
        people: Sequence[ContactId] | None = None,
        *,
        has_files: bool = True,
        watch: ExportWatch | None = None,
    ) -> ExportOutcome:
        from app.desk.exports.exporting import TalkExporter
        from app.desk.exports.writing import ExportWatch
        from app.words import language
        from app.words.formats import Formats
        from storage.view.contact_exports import talks

        self._check_may_export()
        found = await self._view.read_apart(lambda conn: len(talks(conn, people)))
        if found == 0:
            raise ComptoirError("export_nothing")
        await self._record("conversations", "html", found)
        exporter = TalkExporter(
            self._view.read_apart,
            self.files,
            Formats(language(), str(self.setting("time_zone"))),
            {one.line_id: f"+{one.display_number or ''}" for one in self.lines().values()},
            self._clock.now(),
            watch or ExportWatch(),
        )
        return await exporter.run(folder, people, has_files=has_files)

    def _check_may_export(self) -> None:
        role = self.me().role
        if role == "rep":
            raise ComptoirError("export_role", role=role)
        if not self._view.is_whole:
            raise ComptoirError("export_nothing")

    async def _record(self, what: ExportWhat, kind: str, count: int) -> None:
        """The trace comes first: no file is written of which the journal knows nothing."""
        from app.domain.exports import RecordExport

        standing = self._standing()
        body = RecordExport(IdMaker(self._clock).new(), what, kind, count)
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)

    def _half_done(self, fingerprint: str) -> ImportId | None:
        """An import of the same rows that was not brought to its end."""
        found = (
            one for one in self.contacts_imports() if one.state == "open" and one.fingerprint == fingerprint
        )
        return next((one.import_id for one in found), None)


def members_by_name(conn: Connection) -> Mapping[str, MemberId]:
    """Colleagues by the names under which a list may name them."""
    found = [one for one in view.members(conn).values() if not one.is_removed]
    return {" ".join(one.name.split()).casefold(): one.member_id for one in reversed(found)}
