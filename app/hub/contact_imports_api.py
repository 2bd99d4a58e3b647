"""The routes of lists of people: /contact-imports to begin one, and below it /{id} with /people, /end and /undo."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from app.domain.consent import PURPOSES
from app.domain.contact_cards import BUILT_IN, value_problem
from app.domain.contact_import_rows import (
    BATCH_MAX,
    CHANGES_MAX,
    ROWS_MAX,
    SOURCE_MAX_CHARS,
    TAGS_MAX,
    WORDING_MAX_CHARS,
    ContactsImportProgress,
    ContactsImportRequest,
    ImportedPerson,
    PeopleBatch,
)
from app.domain.ids import ImportId
from app.domain.phone_numbers import is_number
from app.domain.tags import clean_tag
from app.hub.access import Access
from app.hub.contact_imports import ContactImports
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.readers import Readers
from app.hub.situation import Asker
from storage import view

CONTACT_IMPORTS_PATH = "/api/v1/contact-imports"
NAME_MAX_CHARS = 255
_ID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)
_USER_ID = re.compile(r"[A-Z]{2}\.[0-9A-Za-z]{3,60}", re.ASCII)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class ContactImportsApi:
    """Everybody may bring a few; who may bring many and undo what is said in `ContactImports`."""

    def __init__(self, access: Access, imports: ContactImports, readers: Readers) -> None:
        self._access = access
        self._imports = imports
        self._readers = readers
        self._steps: dict[
            tuple[str, str], Callable[[Asker, ImportId, Call], Awaitable[ContactsImportProgress]]
        ] = {
            ("GET", ""): self._progress,
            ("POST", "people"): self._take,
            ("POST", "end"): self._end,
            ("POST", "undo"): self._undo,
        }

    async def answer(self, call: Call) -> Reply:
        """Any call below the path. Raises HttpRefusal."""
        asker = self._access.asker(call.bearer)
        if call.path == CONTACT_IMPORTS_PATH:
            if call.method != "POST":
                raise HttpRefusal(405, "not_found")
            return json_reply(await self._imports.begin(asker, _checked(call.read(ContactsImportRequest))))
        import_id, _, step = call.path.removeprefix(CONTACT_IMPORTS_PATH + "/").partition("/")
        handler = self._steps.get((call.method, step))
        if handler is None or not _ID.fullmatch(import_id):
            raise HttpRefusal(404, "not_found")
        return json_reply(await handler(asker, ImportId(import_id), call))

    async def _progress(self, _asker: Asker, import_id: ImportId, _call: Call) -> ContactsImportProgress:
        return await self._imports.progress(import_id)

    async def _take(self, asker: Asker, import_id: ImportId, call: Call) -> ContactsImportProgress:
        batch = call.read(PeopleBatch)
        if batch.first < 0 or len(batch.people) > BATCH_MAX:
            raise HttpRefusal(422, "import_too_many", limit=str(BATCH_MAX))
        fields = {one.field_id: one for one in self._readers.quick(view.contact_fields)}
        members = self._readers.quick(view.members)
        for person in batch.people:
            _check(person, fields)
            if person.owner_id is not None and person.owner_id not in members:
                raise HttpRefusal(422, "member_unknown", row=str(person.row))
        return await self._imports.take(asker, import_id, batch.first, batch.people)

    async def _end(self, asker: Asker, import_id: ImportId, _call: Call) -> ContactsImportProgress:
        return await self._imports.end(asker, import_id)

    async def _undo(self, asker: Asker, import_id: ImportId, _call: Call) -> ContactsImportProgress:
        return await self._imports.undo(asker, import_id)


def _checked(request: ContactsImportRequest) -> ContactsImportRequest:
    is_sound = (
        _ID.fullmatch(request.import_id)
        and max(len(request.file_name), len(request.fingerprint)) <= NAME_MAX_CHARS
        and len(request.source) <= SOURCE_MAX_CHARS
        and len(request.wording) <= WORDING_MAX_CHARS
        and request.purpose in ("", *PURPOSES)
        and (
            request.agreed_at is None
            or (request.agreed_at.tzinfo is not None and request.agreed_at >= _EARLIEST)
        )
    )
    if not is_sound:
        raise HttpRefusal(422, "body_unreadable")
    if not 0 <= request.total <= ROWS_MAX:
        raise HttpRefusal(422, "table_too_long", limit=str(ROWS_MAX))
    return request


def _check(person: ImportedPerson, fields: Mapping[str, object]) -> None:
    is_sound = (
        person.has_identity
        and (person.number is None or is_number(person.number))
        and (person.user_id is None or _USER_ID.fullmatch(person.user_id) is not None)
        and len(person.changes) <= CHANGES_MAX
        and len(person.tags) <= TAGS_MAX
        and all(tag and clean_tag(tag) == tag for tag in person.tags)
    )
    for change in person.changes:
        own = fields.get(change.key)
        is_known = change.key in BUILT_IN or own is not None
        value = change.value
        is_sound = bool(is_sound and is_known and value and not value_problem(change.key, value, own))  # type: ignore[arg-type]
    if not is_sound:
        raise HttpRefusal(422, "row_unreadable", row=str(person.row))
