"""The journal in words: one sentence for each kind of entry, and the word for each kind of device, role and outcome."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.audit import AuditRow
from app.words import gettext as _
from app.words import ngettext
from app.words.appointment_reasons import appointments_in_journal
from app.words.deals import deals_in_journal
from app.words.formats import Formats, in_brief
from app.words.ledger import audit_words_of_ledger
from app.words.team import outcome_words, role_words


def audit_words(row: AuditRow, formats: Formats, now: datetime) -> str:
    """What was done, without who did it; whom it is about stands beside it."""
    tell = _TELLERS.get(row.kind)
    return (
        tell(row.facts, formats, now)
        if tell is not None
        else (_plain() | deals_in_journal() | appointments_in_journal()).get(row.kind, _("Changed something"))
    )


def _plain() -> dict[str, str]:
    return {
        "send.cancelled": _("Took an answer back"),
        "send.settled": _("Decided about an answer that was not confirmed"),
        "conversation.started": _("Began a conversation"),
        "conversation.reopened": _("Reopened the conversation"),
        "conversation.marked_unread": _("Marked it as unread"),
        "conversation.woken": _("Brought it back"),
        "note.removed": _("Removed a note"),
        "contact.blocked": _("Blocked this person"),
        "contact.unblocked": _("Unblocked this person"),
        "contact.added": _("Added a contact"),
        "contact.changed": _("Changed a contact"),
        "contact.owned": _("Gave a contact to somebody"),
        "contact.note_added": _("Wrote a note about a person"),
        "contact.note_edited": _("Changed a note about a person"),
        "contact.note_removed": _("Removed a note about a person"),
        "segment.saved": _("Saved a segment"),
        "segment.removed": _("Deleted a segment"),
        "contact_field.defined": _("Changed the fields of contacts"),
        "contact_field.removed": _("Removed a field of contacts"),
        "schedule.cancelled": _("Cancelled a planned answer"),
        "schedule.asked": _("Held a planned answer back"),
        "contacts_import.began": _("Began to import a list of people"),
        "contacts_import.ended": _("Imported a list of people"),
        "contacts_import.undone": _("Took an imported list of people back"),
        "history.import_began": _("Began to bring an exported chat"),
        "history.import_ended": _("Brought an exported chat"),
        "history.import_undone": _("Took an exported chat back"),
        "device.enrolled": _("A computer joined"),
        "device.revoked": _("A computer was shut out"),
        "view.saved": _("Saved a list"),
        "view.removed": _("Removed a list"),
        "quick_reply.saved": _("Saved a quick reply"),
        "quick_reply.removed": _("Removed a quick reply"),
        "hours.saved": _("Changed the opening hours"),
        "standards.saved": _("Changed the response standards"),
        "hours.removed": _("Removed a version of the opening hours"),
        "group.saved": _("Changed a group"),
        "group.removed": _("Removed a group"),
        "auto_reply.saved": _("Changed the automatic answers"),
        "auto_reply.removed": _("Removed the automatic answers of a number"),
        "phone.mapped": _("Said who answers on the phone"),
        "conversation.waived": _("Said that no answer is needed"),
        "conversation.unwaived": _("Said that an answer is needed after all"),
        "line.added": _("A business number was added"),
        "member.changed": _("Somebody’s name or role changed"),
        "member.removed": _("Somebody left the team"),
        **audit_words_of_ledger(),
    }


Facts = Mapping[str, str]


def _sent(facts: Facts, _formats: Formats, _now: datetime) -> str:
    return _("Answered: {text}").format(text=in_brief(facts.get("kind"), facts.get("text", "")))


def _noted(facts: Facts, _formats: Formats, _now: datetime) -> str:
    return _("Wrote a note: {text}").format(text=facts.get("text", ""))


def _note_changed(facts: Facts, _formats: Formats, _now: datetime) -> str:
    return _("Changed a note: {text}").format(text=facts.get("text", ""))


def _assigned(facts: Facts, _formats: Formats, _now: datetime) -> str:
    how, to = facts.get("how"), facts.get("assignee", "")
    if how in ("claimed", "answered"):
        return _("Took the conversation")
    if how == "taken_back":
        return _("Took it back from a silent holder")
    if not to:
        return _("Gave the conversation back to the team")
    words = _("Gave the conversation to {name}").format(name=to)
    return f"{words} · {facts['reason']}" if facts.get("reason") else words


def _closed(facts: Facts, _formats: Formats, _now: datetime) -> str:
    words, outcome = _("Marked it as done"), facts.get("outcome")
    if outcome in ("solved", "not_solved", "no_action"):
        words = f"{words} · {outcome_words(outcome)}"  # type: ignore[arg-type]
    return f"{words} · {facts['note']}" if facts.get("note") else words


def _snoozed(facts: Facts, formats: Formats, now: datetime) -> str:
    until = facts.get("until_at")
    if until is None:
        return _("Snoozed it until the customer writes")
    return _("Snoozed it until {moment}").format(moment=formats.moment(datetime.fromisoformat(until), now))


def _tagged(facts: Facts, _formats: Formats, _now: datetime) -> str:
    return _("Set the tag {tag}").format(tag=facts.get("tag", ""))


def _untagged(facts: Facts, _formats: Formats, _now: datetime) -> str:
    return _("Removed the tag {tag}").format(tag=facts.get("tag", ""))


def _planned(facts: Facts, formats: Formats, now: datetime) -> str:
    due = facts.get("due_at")
    moment = formats.moment(datetime.fromisoformat(due), now) if due else ""
    return _("Planned an answer for {moment}: {text}").format(moment=moment, text=facts.get("text", ""))


def _setting(facts: Facts, _formats: Formats, _now: datetime) -> str:
    from app.domain.settings import BY_NAME

    known = BY_NAME.get(facts.get("name", ""))
    title = _(known.title) if known is not None else facts.get("name", "")
    return _("Changed a setting: {name} · {value}").format(name=title, value=facts.get("value", ""))


def _joined(facts: Facts, _formats: Formats, _now: datetime) -> str:
    role = facts.get("role")
    called = role_words(role) if role in ("owner", "manager", "rep") else ""  # type: ignore[arg-type]
    return _("{name} joined the team · {role}").format(name=facts.get("name", ""), role=called)


def _exported(facts: Facts, formats: Formats, _now: datetime) -> str:
    count = int(facts.get("count", "0"))
    if facts.get("what") == "conversations":
        words = ngettext("Exported {n} conversation", "Exported {n} conversations", count)
    elif facts.get("what") == "appointments":
        words = ngettext("Exported {n} appointment", "Exported {n} appointments", count)
    else:
        words = ngettext("Exported {n} contact", "Exported {n} contacts", count)
    return words.format(n=formats.number(count))


_TELLERS: Mapping[str, Callable[[Facts, Formats, datetime], str]] = {
    "send.requested": _sent,
    "export.made": _exported,
    "note.added": _noted,
    "note.edited": _note_changed,
    "conversation.assigned": _assigned,
    "conversation.closed": _closed,
    "conversation.snoozed": _snoozed,
    "conversation.tagged": _tagged,
    "conversation.untagged": _untagged,
    "contact.tagged": _tagged,
    "contact.untagged": _untagged,
    "schedule.set": _planned,
    "setting.changed": _setting,
    "member.added": _joined,
}
