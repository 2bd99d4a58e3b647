"""What the screen of an import of appointments says: rows, columns, names, questions, results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from app.desk.appointment_imports.bookings import BookingQuestion
from app.desk.appointment_imports.grids import Grid
from app.desk.appointment_imports.preview import BookingPreview, BookingPreviewRow
from app.desk.appointment_imports.review import BookingReview
from app.domain.appointment_import_rows import (
    AppointmentsImportProgress,
    AppointmentsImportRow,
    ImportedAppointment,
    facts_of,
)
from app.words import gettext as _
from app.words import ngettext, pgettext
from app.words.appointment_transfer import booking_problem, booking_question, column_words
from app.words.calendar_names import NAMES
from app.words.deal_transfer import refused_words
from app.words.formats import Formats
from app.words.phones import phone
from ui.appointments import when
from ui.deals.words import money
from ui.imports.questions import Asked
from ui.imports.words import RowFace
from ui.plain import shown_line, shown_name
from ui.widgets.paint_chip import Chip

SAMPLES: Final = 3
DAYS_OFFERED: Final = 15


def fate_words(row: BookingPreviewRow) -> str:
    """What happens to a row, in one or two words."""
    if row.fate == "gone":
        return (
            pgettext("one appointment", "Stays")
            if row.is_skipped
            else pgettext("one appointment", "Cancelled")
        )
    if row.is_skipped:
        return _("Skipped")
    return {
        "added": pgettext("one appointment", "New"),
        "moved": pgettext("one appointment", "Moved"),
        "changed": pgettext("one appointment", "Changed"),
        "same": _("The same"),
        "left": pgettext("one appointment", "Left out"),
    }[row.fate]


def filter_words(fate: str) -> str:
    """The tabs above the rows."""
    return {
        "all": _("All"),
        "added": pgettext("several appointments", "New"),
        "moved": pgettext("several appointments", "Moved"),
        "changed": pgettext("several appointments", "Changed"),
        "same": pgettext("several appointments", "The same"),
        "gone": pgettext("several appointments", "Not in the list"),
        "left": pgettext("several appointments", "Left out"),
        "problems": _("Problems"),
    }[fate]


def moment_words(at: datetime | None, formats: Formats) -> str:
    """Fri 27 Nov 14:30: short, so that the hour is never what a narrow cell cuts off."""
    if at is None:
        return ""
    there = at.astimezone(when.zone_of(formats.zone))
    names = NAMES[formats.language]
    day = f"{names.short_days[there.weekday()]} {when.day_number(there.date(), formats.language)} "
    day += names.short_months[there.month - 1]
    return f"{day} {formats.time_of_day(at)}"


def what_words(row: BookingPreviewRow, formats: Formats) -> str:
    """The last cell of a row: what becomes another, why it is left out, what else is to be known."""
    parts: list[str] = []
    known = row.known
    if row.fate == "gone":
        is_told = row.changes == ("cancelled",)
        parts.append(_("cancelled in your software") if is_told else _("not in this list any more"))
    elif row.fate == "moved" and known is not None:
        parts.append(_("before: {moment}").format(moment=moment_words(known.starts_at, formats)))
    if row.is_revived:
        parts.append(_("it was cancelled, and stands again"))
    if row.imported is not None and row.fate in ("moved", "changed"):
        parts += [_changed(row, row.imported, name, formats) for name in row.changes if name != "starts_at"]
    if row.problems:
        parts.append(reason_of(row))
    if row.makes_person and not row.is_skipped:
        parts.append(_("becomes a contact"))
    if row.is_unreachable:
        parts.append(_("no number: cannot be asked on WhatsApp"))
    said = shown_line(" · ".join(part for part in parts if part))
    return said[:1].upper() + said[1:]


def _changed(row: BookingPreviewRow, new: ImportedAppointment, name: str, formats: Formats) -> str:
    if name == "price":
        value = money(new.price, formats.language) if new.price is not None else ""
    elif name == "length_min":
        value = when.length_words(new.length_min)
    elif name == "note":
        return _("another note")
    else:
        value = {"who": row.who, "phone": row.phone, "service": row.service, "resource": row.resource}.get(
            name, ""
        )
    target = "length" if name == "length_min" else name
    return _("{what}: {value}").format(what=column_words(target), value=value)


def reason_of(row: BookingPreviewRow) -> str:
    """All that is to be told of a row, in words."""
    said = [
        booking_problem(one.code, {key: text for key, text in one.facts.items() if key != "title"},
                        is_left_out=one.is_left_out)
        for one in row.problems
    ]  # fmt: skip
    return " · ".join(dict.fromkeys(said))


def who_words(row: BookingPreviewRow) -> str:
    """Who comes, or the number."""
    if row.who:
        return shown_name(row.who)
    return phone(row.phone) if row.phone.startswith("+") else shown_line(row.phone)


# --- columns and names ---


def column_title(grid: Grid, place: int) -> str:
    """What a column is called, by its heading or its place."""
    return shown_line(grid.table.columns[place]) or _("Column {n}").format(n=place + 1)


def column_face(grid: Grid, place: int, target: str) -> RowFace:
    """One column in the list: its heading, what stands in it, what it becomes."""
    samples = [row.cells[place] for row in grid.table.rows[:50] if row.cells[place]][:SAMPLES]
    chip = Chip(column_words(target), "neutral" if target == "ignore" else "accent")
    return RowFace(column_title(grid, place), shown_line(" · ".join(samples)), chip)


def place_face(name: str, count: int, formats: Formats, *, is_made: bool) -> RowFace:
    """A name of the list that nobody here has."""
    said = ngettext("{n} appointment", "{n} appointments", count).format(n=formats.number(count))
    chip = Chip(_("Add to the team"), "success") if is_made else Chip(_("Nobody’s"), "warning")
    return RowFace(shown_name(name), said, chip)


def list_words(review: BookingReview, preview: BookingPreview, formats: Formats) -> str:
    """What was read: "agenda.csv · 27 rows · 3 are over"."""
    kinds = {"calendar": _("calendar"), "table": _("table"), "lines": _("lines")}
    count = len(preview.read.rows)
    parts = [review.name or _("Pasted list"), kinds[preview.read.kind]]
    parts.append(ngettext("{n} appointment", "{n} appointments", count).format(n=formats.number(count)))
    if preview.read.past:
        past = ngettext("{n} is over", "{n} are over", preview.read.past)
        parts.append(past.format(n=formats.number(preview.read.past)))
    return " · ".join(shown_line(part) for part in parts)


# --- questions ---


def question_words(question: BookingQuestion) -> str:
    """What the list leaves open."""
    return booking_question(question.kind, question.example)


def before_questions() -> str:
    """What is said before all of them."""
    return _("The list does not say it. Nothing is guessed.")


def asked(question: BookingQuestion, today: date, formats: Formats) -> Asked:
    """As it is shown. `today`: on the wall of the business."""
    choices = tuple(_answers_of(question, today, formats))
    return Asked(question, question_words(question), choices, _("Choose the day…"))


def _answers_of(question: BookingQuestion, today: date, formats: Formats) -> list[tuple[str, str]]:
    """Its answers, each with its words; of a day the next two weeks and the one that was said."""
    if question.kind == "dates":
        return [("dmy", _("The first one: 5/6 is 5 June")), ("mdy", _("The second one: 5/6 is 6 May"))]
    days = [today + timedelta(days=n) for n in (1, 0, *range(2, DAYS_OFFERED))]
    if question.answer and (said := date.fromisoformat(question.answer)) not in days:
        days.insert(0, said)
    return [(day.isoformat(), when.near_name(day, formats.language, today)) for day in days]


# --- results ---


def press_words(preview: BookingPreview | None, formats: Formats) -> str:
    """The button that begins it: it says what is cancelled."""
    if preview is None or not preview.doing:
        return _("Import")
    kept, gone = preview.doing - preview.cancels, preview.cancels
    number = formats.number
    cancel = ngettext("Cancel {n} appointment", "Cancel {n} appointments", gone).format(n=number(gone))
    if not kept:
        return cancel
    words = ngettext("Import {n} appointment", "Import {n} appointments", kept).format(n=number(kept))
    if not gone:
        return words
    return _("{words}, cancel {n}").format(words=words, n=number(gone))


def result_words(one: AppointmentsImportProgress | AppointmentsImportRow, formats: Formats) -> str:
    """What an import did."""
    number = formats.number
    parts: Sequence[str] = [
        ngettext("{n} appointment added", "{n} appointments added", one.added).format(n=number(one.added))
        if one.added
        else "",
        ngettext("{n} appointment changed", "{n} appointments changed", one.changed).format(
            n=number(one.changed)
        )
        if one.changed
        else "",
        ngettext("{n} cancelled", "{n} cancelled", one.gone).format(n=number(one.gone)) if one.gone else "",
        ngettext("{n} was the same already", "{n} were the same already", one.same).format(n=number(one.same))
        if one.same
        else "",
    ]
    words = ", ".join(part for part in parts if part) or _("Nothing was new")
    refused = one.refused if isinstance(one, AppointmentsImportProgress) else 0
    return f"{words}. {refused_words(refused, number(refused))}" if refused else words


def undo_words(one: AppointmentsImportProgress | AppointmentsImportRow) -> str:
    """What an undo did, honestly."""
    facts = facts_of(one)
    gone, back = facts["removed"], facts["restored"]
    stays = facts["kept"] + facts["left"]
    parts = [
        ngettext("{n} appointment was taken back", "{n} appointments were taken back", gone).format(n=gone)
        if gone
        else "",
        ngettext("{n} is as before", "{n} are as before", back).format(n=back) if back else "",
    ]
    said = ", ".join(part for part in parts if part) or _("Nothing was taken back")
    if not stays:
        return f"{said}."
    kept = ngettext(
        "{n} stays: something happened with it since.", "{n} stay: something happened with them since.", stays
    ).format(n=stays)
    return f"{said}. {kept}"
