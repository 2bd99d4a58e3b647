"""What the table and its details say of a file: pure words, no widgets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.desk.import_review import NEW_PERSON
from app.desk.imports.dates import Order
from app.desk.imports.preview import Preview
from app.desk.imports.review import Doubt, Problem, ReviewRow
from app.desk.imports.tally import Why
from app.domain.contacts import Contact, shown_name
from app.domain.imports import ImportRow
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.formats import Formats
from app.words.phones import phone
from ui.imports.entry import Entry
from ui.plain import shown_line
from ui.plain import shown_name as plain_name
from ui.widgets.paint_chip import Chip

ASKED: Final[frozenset[Doubt]] = frozenset({"us_unknown", "no_contact", "several_contacts", "day_order"})
HOPELESS: Final[frozenset[Doubt]] = frozenset({"refused", "nobody", "group", "same_chat"})


@dataclass(frozen=True, slots=True)
class RowFace:
    """One line of a list: two lines of words, a chip, and how far it is (None: nothing is under way)."""

    title: str
    detail: str
    chip: Chip
    share: float | None = None

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.title, self.chip.text, self.detail) if part)


def face_of(entry: Entry, formats: Formats) -> RowFace:
    """A file of the table."""
    row = entry.row
    title = plain_name(person_of(row) or entry.path.name)
    share = entry.share if entry.stage in ("reading", "bringing") else None
    return RowFace(title, _detail(entry, formats), _chip(entry, formats), share)


def past_face(past: ImportRow, now: datetime, formats: Formats) -> RowFace:
    """An import of the past."""
    count = messages_words(past.count, formats)
    chip = {
        "open": Chip(_("Not finished"), "warning", "pause"),
        "ended": Chip(_("Imported"), "success", "circle-check"),
        "undone": Chip(_("Undone"), "neutral", "history"),
    }[past.state]
    moment = formats.moment(past.began_at, now)
    return RowFace(plain_name(past.name), f"{count}, {moment}", chip)


def doubts_of(entry: Entry) -> set[Doubt]:
    """What is in doubt about a file."""
    return {problem.doubt for problem in entry.row.problems} if entry.row else set()


def person_of(row: ReviewRow | None) -> str | None:
    """What to call the other side: the contact that it is, else as the file does."""
    if row is None or row.preview is None:
        return None
    contact = chosen(row)
    if contact is not None and contact.name:
        return contact.name
    return row.sides.person or row.preview.chat_name


def chosen(row: ReviewRow) -> Contact | None:
    """Whose chat it is, when that is decided."""
    return next((one for one in row.contacts if one.contact_id == row.contact_id), None)


def contact_words(contact: Contact) -> str:
    """A contact in one line."""
    name = plain_name(shown_name(contact.name, contact.number, contact.username, contact.user_id))
    number = phone("+" + contact.number) if contact.number else ""
    return f"{name}, {number}" if number and number != name and contact.name else number or name


def match_words(row: ReviewRow) -> str:
    """Under the number: whom it belongs to."""
    contact = chosen(row)
    if contact is None:
        return ""
    if contact.contact_id.startswith(NEW_PERSON):
        return _("Nobody is known by this number yet: a new contact will be made.")
    return _("Known to you: {name}").format(name=contact_words(contact))


def facts_of(seen: Preview, formats: Formats) -> list[str]:
    """What is in a file, a line each."""
    lines = ngettext("{n} line", "{n} lines", seen.lines).format(n=formats.number(seen.lines))
    facts = [f"{messages_words(seen.messages, formats)} ({lines})", period_words(seen, formats)]
    if seen.media_present:
        n = seen.media_present
        facts.append(ngettext("{n} file", "{n} files", n).format(n=formats.number(n)))
    return facts


def period_words(seen: Preview, formats: Formats) -> str:
    """From its first day to its last."""
    first, last = date_words(seen.first_at, formats), date_words(seen.last_at, formats)
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def date_words(day: datetime, formats: Formats) -> str:
    """A day of a chat, by its wall clock: 3 April 2021."""
    from app.words.calendar_names import NAMES

    number = "1er" if day.day == 1 and formats.language == "fr" else str(day.day)
    return f"{number} {NAMES[formats.language].months[day.month - 1]} {day.year}"


def order_samples(seen: Preview, formats: Formats) -> list[tuple[Order, str]]:
    """Both ways to read the dates of a file, by its first and last one: what they would be."""
    days = [seen.first_at, seen.last_at]
    swapped = [day.replace(day=1).replace(month=day.day, day=day.month) for day in days]
    is_day_first = seen.day_order.order == "dmy"
    day_first, month_first = (days, swapped) if is_day_first else (swapped, days)
    ways: list[tuple[Order, list[datetime]]] = [("dmy", day_first), ("mdy", month_first)]
    return [
        (order, _("{first} to {last}").format(first=date_words(a, formats), last=date_words(b, formats)))
        for order, (a, b) in ways
    ]


def messages_words(count: int, formats: Formats) -> str:
    """1,204 messages."""
    return ngettext("{n} message", "{n} messages", count).format(n=formats.number(count))


def problem_words(problem: Problem, row: ReviewRow, formats: Formats) -> str:
    """A doubt as a sentence; "" for what the details ask about by themselves."""
    n, count = formats.number(problem.count), problem.count
    names = {
        "nobody": _("Nobody wrote anything here: the file holds notices of WhatsApp alone."),
        "group": _("The chat of a group of {n} people. Only chats with one person can be imported.").format(n=n),
        "same_chat": _("The same chat as {file}, which is in the table already.").format(
            file=row.same_as.name if row.same_as else ""
        ),
        "not_understood": ngettext(
            "{n} line was not understood; it stays in the message above it",
            "{n} lines were not understood; they stay in the messages above them",
            count,
        ).format(n=n),
        "media_missing": ngettext(
            "{n} file is named, but is not in the export", "{n} files are named, but are not in the export", count
        ).format(n=n),
        "media_doubled": ngettext(
            "{n} file is there twice; the first one counts", "{n} files are there twice; the first ones count", count
        ).format(n=n),
    }  # fmt: skip
    if problem.doubt == "refused" and row.refusal is not None:
        return sentences.refusal(row.refusal.code, row.refusal.facts)
    return names.get(problem.doubt, "")


def why_words(why: Why) -> str:
    """Why a line was not understood."""
    return {
        "before_the_chat": _("before the first message"),
        "other_form": _("looks like a message of another phone"),
        "no_such_date": _("its date does not exist"),
        "too_long": _("longer than a message can be"),
    }[why]


def result_words(entry: Entry, formats: Formats) -> list[str]:
    """How an import went, a sentence each."""
    if entry.stage == "stopped":
        words = _("Stopped after {done} of {total} messages. What was brought is there, and it can go on.")
        return [words.format(done=formats.number(entry.done), total=formats.number(entry.total))]
    added, known, left = entry.added, entry.known, entry.files_left_out
    said = [
        ngettext("{n} message was added.", "{n} messages were added.", added).format(n=formats.number(added))
    ]
    if known:
        words = ngettext("{n} message was there before.", "{n} messages were there before.", known)
        said.append(words.format(n=formats.number(known)))
    if left:
        words = ngettext("{n} file was too large.", "{n} files were too large.", left)
        said.append(words.format(n=formats.number(left)))
    if entry.impossible_times:
        said.append(
            _(
                "Some times do not exist in this time zone. Perhaps the phone was in another one: undo, and choose it."
            )
        )
    return said


def summary_words(entries: list[Entry]) -> str:
    """Above the button that imports everything."""
    ready = sum(entry.is_ready for entry in entries)
    open_ = sum(
        entry.stage == "review" and bool(doubts_of(entry) & ASKED) and not entry.is_ready for entry in entries
    )
    words = [ngettext("{n} chat is ready", "{n} chats are ready", ready).format(n=ready)]
    if open_:
        words.append(ngettext("{n} needs a decision", "{n} need a decision", open_).format(n=open_))
    return ", ".join(words)


def _detail(entry: Entry, formats: Formats) -> str:
    row = entry.row
    if entry.stage == "bringing":
        done, total = formats.number(entry.done), formats.number(entry.total)
        return _("{done} of {total} messages").format(done=done, total=total)
    if row is None or row.preview is None:
        return shown_line(entry.path.name)
    return f"{messages_words(row.preview.messages, formats)}, {period_words(row.preview, formats)}"


def _chip(entry: Entry, formats: Formats) -> Chip:
    percent = f"{formats.number(int(entry.share * 100))} %"
    fixed = {
        "waiting": Chip(_("Waiting"), "neutral", "clock"),
        "reading": Chip(_("Reading, {percent}").format(percent=percent), "info", "refresh-cw"),
        "queued": Chip(_("Waiting"), "neutral", "clock"),
        "bringing": Chip(_("Importing, {percent}").format(percent=percent), "info", "download"),
        "stopped": Chip(_("Stopped"), "warning", "pause"),
        "done": Chip(_("Imported"), "success", "circle-check"),
        "failed": Chip(_("Not imported"), "danger", "circle-x"),
    }
    if entry.stage != "review":
        return fixed[entry.stage]
    if doubts_of(entry) & HOPELESS:
        return Chip(_("Cannot be imported"), "danger", "circle-x")
    if entry.is_ready:
        return Chip(_("Ready"), "success", "check")
    return Chip(_("To decide"), "warning", "circle-help")
