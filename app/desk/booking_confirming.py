"""What a confirmation of a booking comes to: free words and files in an open window, else an approved template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.desk.ask_reading import AskReader
from app.domain.agenda_rows import AppointmentRow
from app.domain.booking_confirmations import BookingConfirmation, ToTell
from app.domain.contents import Content, Media
from app.domain.copies import changed
from app.domain.errors import Refused
from app.words.appointment_texts import booking_words
from app.words.booking_templates import Told, booked_in_template, file_kind_of, fits, likely_first

if TYPE_CHECKING:
    from app.domain.conversations import Conversation
    from app.words.appointment_around import Around

File = tuple[str, Media]  # with the kind under which it goes


def confirmation_of(
    reader: AskReader, row: AppointmentRow, now: datetime, files: Sequence[File], template: str
) -> BookingConfirmation:
    """`files`: besides the service's. `template`: the name of one that was chosen, "" for the first that fits."""
    one = row.appointment
    found = BookingConfirmation(one.appointment_id, row.name)
    if not one.is_standing or one.starts_at <= now:
        return changed(found, code="confirmation_over")
    reach = reader.reach(row)
    if reach.refused is not None:
        return changed(found, code=reach.refused.code, facts=reach.refused.facts)
    if reach.talk is None or reach.is_new:
        return changed(found, code="confirmation_nobody")
    around = reader.around([one], reach.language)
    found = changed(
        found, conversation_id=reach.talk.conversation_id, is_open=reach.talk.is_window_open(now),
        service_files=around.documents(one),
    )  # fmt: skip
    return _free(found, row, around, files) if found.is_open else _in_template(
        found, row, around, files, template, reader, reach.talk
    )  # fmt: skip


def _free(
    found: BookingConfirmation, row: AppointmentRow, around: Around, files: Sequence[File]
) -> BookingConfirmation:
    said = booking_words([row.appointment], around, None, is_open=True)
    if isinstance(said, Refused):
        return changed(found, code=said.code, facts=said.facts)
    told = [ToTell(one.kind, one.text, one.content) for one in said]
    told += [ToTell(kind, "", Content(media=media)) for kind, media in files]
    return changed(found, messages=tuple(told))


def _in_template(
    found: BookingConfirmation,
    row: AppointmentRow,
    around: Around,
    files: Sequence[File],
    chosen: str,
    reader: AskReader,
    talk: Conversation,
) -> BookingConfirmation:
    given = [*files, *((_kind(file), file) for file in found.service_files)]
    kind = given[0][0] if given else ""
    fitting = [one for one in reader.templates(talk.line_id) if fits(one, [row.appointment], around, given)]
    fitting.sort(key=lambda one: likely_first(one, around.language, kind))
    names = tuple(dict.fromkeys(one.name for one in fitting))
    template = next((one for one in fitting if one.name == chosen), fitting[0] if fitting else None)
    if template is None:
        return changed(found, code="confirmation_no_template")
    told = booked_in_template(template, [row.appointment], around, given)
    assert isinstance(told, Told)
    return changed(
        found, messages=(ToTell("template", told.said.text, told.said.content),), templates=names,
        template=template.name, file_kind=file_kind_of(template),
        left=tuple(media for _kind_, media in given if media != told.file),
    )  # fmt: skip


def _kind(file: Media) -> str:
    return "image" if (file.mime or "").startswith("image/") else "document"
