"""One export: people into a file, or conversations with their files into a folder."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from app.desk.exports import talks as pages
from app.desk.exports.people import writer_of
from app.desk.exports.talks import Carried, Talk
from app.desk.exports.writing import ExportStopped, ExportWatch, failure_of, whole_file, whole_folder
from app.desk.transfer_desk import ExportOutcome
from app.domain.contact_cards import ContactField
from app.domain.errors import ComptoirError
from app.domain.exports import ExportedPerson, ExportFormat
from app.domain.file_names import disk_name
from app.domain.ids import ContactId, LineId
from app.domain.rows import MessageRow
from app.domain.sniff import sniff
from app.words.formats import Formats
from app.words.transfer import page_words
from storage.view import contact_exports as reads
from storage.view.threads import Place, thread_page

if TYPE_CHECKING:
    from app.desk.media import DeskMedia
    from storage.engine import Connection

T = TypeVar("T")
_LOOK_EVERY: Final = 500
_PAGE: Final = 500
_FIRST: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
ReadApart = Callable[[Callable[["Connection"], T]], Awaitable[T]]


def write_people(
    conn: Connection,
    target: Path,
    kind: ExportFormat,
    fields: Sequence[ContactField],
    people: Collection[ContactId] | None,
    separator: str,
    watch: ExportWatch,
) -> ExportOutcome:
    """Write them, in a worker thread. Raises ExportStopped, EnvironmentFailure."""
    total, count = reads.count_people(conn, people), 0

    def counted() -> Iterator[ExportedPerson]:
        nonlocal count
        for person in reads.exported_people(conn, people):
            if count % _LOOK_EVERY == 0:
                watch.look_up(count, total)
            count += 1
            yield person

    with whole_file(target) as file:
        for data in writer_of(kind, fields, separator)(counted()):
            file.write(data)
    watch.look_up(total, total)
    return ExportOutcome(target, count)


class TalkExporter:
    """Conversations into a folder. Files that are not on this computer are fetched from the hub."""

    def __init__(
        self,
        read_apart: Callable[[Callable[[Connection], object]], Awaitable[object]],
        media: DeskMedia,
        formats: Formats,
        lines: Mapping[LineId, str],
        now: datetime,
        watch: ExportWatch,
    ) -> None:
        self._read_apart = read_apart
        self._media = media
        self._formats = formats
        self._lines = lines
        self._now = now
        self._watch = watch
        self._carried: dict[str, Carried] = {}
        self._missing = 0

    async def run(
        self, target: Path, people: Collection[ContactId] | None, *, has_files: bool
    ) -> ExportOutcome:
        """Write all. Raises ComptoirError: export_nothing, export_stopped, export_there, and of the disk."""
        talks = await self._talks(people)
        if not talks:
            raise ComptoirError("export_nothing")
        with whole_folder(target) as folder:
            (folder / "conversations").mkdir()
            (folder / "media").mkdir()
            for done, talk in enumerate(talks):
                self._watch.look_up(done, len(talks))
                files = await self._files(talk, folder) if has_files else {}
                await self._read_apart(partial(self._write, folder, talk, files))
            text = "".join(pages.index_page(talks, self._formats, self._now))
            (folder / "index.html").write_text(text, encoding="utf-8", errors="replace")
            self._watch.look_up(len(talks), len(talks))
        files_count = sum(1 for one in self._carried.values() if one.path)
        return ExportOutcome(target, len(talks), files_count, self._missing)

    async def _talks(self, people: Collection[ContactId] | None) -> list[Talk]:
        found = await self._read_apart(lambda conn: reads.talks(conn, people))
        assert isinstance(found, list)
        return [
            Talk(
                one.conversation_id,
                f"{number:05d} {disk_name(one.name[:40], '')}".strip(),
                one.name,
                one.identity,
                self._lines.get(one.line_id, one.line_id),
                one.messages,
                one.last_at,
            )
            for number, one in enumerate(found, 1)
        ]

    async def _files(self, talk: Talk, folder: Path) -> dict[str, Carried]:
        wanted = await self._read_apart(lambda conn: list(_with_files(conn, talk)))
        assert isinstance(wanted, list)
        return {message_id: await self._carry(sha256, folder) for message_id, sha256 in wanted}

    async def _carry(self, sha256: str | None, folder: Path) -> Carried:
        words = page_words()
        if sha256 is None:
            self._missing += 1
            return Carried(why=words["lost"])
        if sha256 not in self._carried:
            self._watch.look_up(0, 0)
            self._carried[sha256] = await self._copied(sha256, folder / "media", words["absent"])
        return self._carried[sha256]

    async def _copied(self, sha256: str, folder: Path, absent: str) -> Carried:
        whole = folder / sha256
        try:
            await self._media.save(sha256, whole)
        except ComptoirError as error:
            if error.code in ("disk_full", "folder_unwritable"):
                raise
            self._missing += 1
            return Carried(why=absent)
        ending = _ending(whole)
        whole.replace(whole.with_name(sha256 + ending))
        return Carried(f"media/{sha256}{ending}")

    def _write(self, folder: Path, talk: Talk, files: Mapping[str, Carried], conn: Connection) -> None:
        """Both files of a conversation; runs in a worker thread."""
        beside = folder / "conversations" / talk.page
        shown = pages.talk_page(talk, _rows(conn, talk), files, self._formats, self._now)
        self._put(Path(f"{beside}.html"), shown)
        self._put(Path(f"{beside}.json"), pages.talk_json(talk, _rows(conn, talk), files))

    def _put(self, path: Path, pieces: Iterable[str]) -> None:
        try:
            with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
                for count, piece in enumerate(pieces):
                    if count % _LOOK_EVERY == 0 and self._watch.is_stopped():
                        raise ExportStopped
                    file.write(piece)
        except OSError as error:
            raise failure_of(error, path) from error


def _rows(conn: Connection, talk: Talk) -> Iterator[MessageRow]:
    """All of a conversation, oldest first."""
    place: Place = (_FIRST, 0)
    while rows := thread_page(conn, talk.conversation_id, after=place, limit=_PAGE):  # type: ignore[arg-type]
        yield from rows
        place = (rows[-1].sort_at, rows[-1].pos)


def _with_files(conn: Connection, talk: Talk) -> Iterator[tuple[str, str | None]]:
    """Messages that brought a file, and its hash where we ever had it."""
    for row in _rows(conn, talk):
        told = row.content.media if row.content is not None else None
        if (told is not None or row.media is not None) and not row.is_revoked:
            here = row.media.sha256 if row.media is not None else None
            yield row.message_id, here or (told.sha256 if told is not None else None)


def _ending(path: Path) -> str:
    """By content, never by somebody's name for it."""
    with path.open("rb") as file, contextlib.suppress(OSError, ValueError):

        def read(start: int, length: int) -> bytes:
            file.seek(start)
            return file.read(length)

        return sniff(read, path.stat().st_size).extension
    return ".bin"
