"""What the menu of the agenda writes, prints and copies of the days that are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import language, sentences
from app.words.formats import Formats
from ui.appointments import when
from ui.appointments.files.day_paper import DayPaper, printed_days
from ui.appointments.files.day_rows import columns_of, counts_words, day_text
from ui.widgets.file_dialog import FileDialog

if TYPE_CHECKING:
    from app.desk.agenda_files_desk import AgendaFormat
    from ui.appointments.agenda_page import AgendaPage


def print_days(page: AgendaPage) -> None:
    """The days that are shown, on paper: asks where the PDF is to lie."""
    _ask_where(page, "pdf", lambda target: write_paper(page, target))


def save_calendar(page: AgendaPage) -> None:
    """As a calendar file."""
    _ask_where(page, "ics", lambda target: write_file(page, target, "ics"))


def save_table(page: AgendaPage) -> None:
    """As a table."""
    _ask_where(page, "csv", lambda target: write_file(page, target, "csv"))


def copy_days(page: AgendaPage) -> None:
    """Into the clipboard, to be pasted elsewhere."""
    days, formats = page.acts.days, _formats(page)
    among = [days.from_day + timedelta(days=number) for number in range(days.days)]
    QGuiApplication.clipboard().setText("\n\n".join(day_text(days, day, formats) for day in among))
    words = _("The week was copied.") if days.days > 1 else _("The day was copied.")
    page.undoing.show(words, icon="copy")


def papers_of(page: AgendaPage) -> list[DayPaper]:
    """A paper for each day that is shown; of a week those on which something stands."""
    days, formats, kit = page.acts.days, _formats(page), page.acts.kit
    moment = formats.moment(days.now, days.now + timedelta(days=366))  # in full
    foot = _("Printed {moment}. Names and numbers of customers: keep it or shred it.").format(moment=moment)
    business = str(kit.desk.setting("business_name"))
    found = []
    for number in range(days.days):
        day = days.from_day + timedelta(days=number)
        columns = tuple(columns_of(days, day, formats))
        if columns or days.days == 1:
            title = when.day_name(day, formats.language, days.today)
            found.append(DayPaper(title, business, counts_words(days, day, formats), foot, columns))
    return found


def write_paper(page: AgendaPage, target: Path) -> None:
    """The PDF."""
    papers, kit = papers_of(page), page.acts.kit
    if not papers:
        page.undoing.show(_("No appointment in this week: nothing was printed."), icon="info", ink="info")
        return

    async def write() -> None:
        await kit.desk.write_report(target, printed_days(kit.theme, papers))

    _spawn(page, write, _("The day sheet was written into {name}.").format(name=target.name))


def write_file(page: AgendaPage, target: Path, kind: AgendaFormat) -> None:
    """The days that are shown, with what the filter lets through."""
    days, kit = page.acts.days, page.acts.kit

    async def write() -> None:
        separator = ";" if language() == "fr" else ","
        await kit.desk.export_agenda(target, kind, days.rows, separator=separator)

    _spawn(page, write, _("The appointments were written into {name}.").format(name=target.name))


def _spawn(page: AgendaPage, write: Callable[[], Awaitable[None]], words: str) -> None:
    async def work() -> None:
        try:
            await write()
        except ComptoirError as error:
            page.undoing.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        page.undoing.show(words)

    page.acts.kit.tasks.spawn(work(), "agenda into a file")


def _ask_where(page: AgendaPage, ending: str, write: Callable[[Path], None]) -> None:
    days = page.acts.days
    filters = {
        "pdf": _("Document for printing (PDF)") + " (*.pdf)",
        "ics": _("Calendar file") + " (*.ics)",
        "csv": _("Table for Excel (CSV)") + " (*.csv)",
    }
    dialog = FileDialog(page.window(), _("Where to?"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.setNameFilters([filters[ending]])
    dialog.selectFile(f"{_('Agenda')} {days.from_day.isoformat()}.{ending}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: write(Path(name)))
    dialog.open()


def _formats(page: AgendaPage) -> Formats:
    return when.formats_of(page.acts.kit.formats, page.acts.days)
