"""Sentences about lists of people that are brought, and about what is written into files."""

from __future__ import annotations

from collections.abc import Mapping

from app.words import gettext as _
from app.words import ngettext


def about_transfer() -> dict[str, str]:
    """By the code of the refusal."""
    return _about_files() | {
        "import_bulk_role": _(
            "Nothing was imported: more than {limit} people at once can be imported by an owner or a manager. "
            "Ask one of them, or import a part of the list."
        ),
        "import_others": _(
            "Only owners and managers can go on with or undo an import that somebody else made."
        ),
        "row_unreadable": _(
            "The hub did not understand row {row}, so the import stopped there. Nothing was lost."
        ),
        "import_nothing": _("No row of the file {file} can be imported, so nothing was done."),
        "column_unknown": _("There is no column {column} in the file. Its columns are: {columns}."),
        "column_target_unknown": _("There is no field {target}. A column can become: {targets}."),
        "export_role": _(
            "Nothing was exported: owners and managers can take people and conversations out of Comptoir. "
            "Ask one of them."
        ),
        "export_stopped": _("The export was stopped. No file was left behind."),
        "export_nothing": _("There is nobody to export."),
        "export_there": _("Nothing was exported: {folder} is there already. Choose another name."),
        "unconfirmed": _("Nothing was done: nobody could be asked here. Repeat the command with --yes."),
    }


def _about_files() -> dict[str, str]:
    return {
        "table_unreadable": _(
            "The file {file} could not be read ({reason}). Check that it exists and that you may open it."
        ),
        "table_folder": _("{file} is a folder or no usual file. Choose the file itself."),
        "table_empty": _("There is nothing in the file {file}."),
        "table_no_rows": _("The file {file} holds headings alone, and nobody below them."),
        "table_no_cards": _(
            "There is no address card in the file {file}. Export the contacts again as vCard (.vcf)."
        ),
        "table_not_text": _(
            "The file {file} is no list of people that Comptoir can read. "
            "Save it as CSV, Excel (.xlsx) or vCard (.vcf)."
        ),
        "table_other_kind": _(
            "The file {file} is of a kind that Comptoir does not read, such as an old Excel file or a PDF. "
            "Open it in your spreadsheet and save it as Excel (.xlsx) or CSV."
        ),
        "table_too_large": _(
            "The file {file} is larger than {limit} MB and was not opened. Split it into smaller files."
        ),
        "table_too_long": _("The file {file} has more than {limit} rows. Split it into smaller files."),
        "table_too_wide": _("The file {file} has more than {limit} columns. Keep those that you need."),
        "table_quote_open": _(
            "In the file {file} a quotation mark opens near row {row} and never closes. Mend that row, or save the "
            "file again from your spreadsheet."
        ),
        "table_no_json": _("Line {row} of the file {file} is no JSON object."),
        "table_bomb": _(
            "The file {file} was not opened: unpacked it would be far larger than any list of people. "
            "Save it again from your spreadsheet."
        ),
        "table_damaged": _("The file {file} is damaged or incomplete. Save it again from your spreadsheet."),
        "table_locked": _(
            "The file {file} is protected with a password. Save it without one, then try again."
        ),
        "table_not_ready": _(
            "Comptoir is still putting the team’s history in order, so it cannot say yet who is known. "
            "Try the file {file} again in a moment."
        ),
        "table_stopped": _("The reading was stopped. Nothing was imported."),
    }


def reason_words(code: str) -> str:
    """Why a cell or a row could not be read, as a part of a sentence."""
    reasons = {
        "row_too_long": _("more cells than there are columns, perhaps a separator inside a text"),
        "row_nobody": _("no number and no e-mail address by which to know this person again"),
        "number_rounded": _(
            "the spreadsheet has rounded this number; set the column to text and enter it again"
        ),
        "number_short": _("too few digits for a phone number"),
        "number_long": _("too many digits for a phone number"),
        "number_letters": _("letters in the phone number"),
        "number_none": _("no phone number"),
        "number_no_country": _("the country of this number is not known; write it with + and the country"),
        "number_unknown": _("not a phone number of any country"),
        "owner_unknown": _("nobody of the team is called that"),
        "user_id_unreadable": _("not a WhatsApp id"),
        "field_email": _("not an e-mail address"),
        "field_language": _("not a language that Comptoir knows"),
        "field_country": _("not a country that Comptoir knows"),
        "field_number": _("not a number"),
        "field_money": _("not an amount of money"),
        "field_date": _("not a date"),
        "field_choice": _("not one of the choices of this field"),
        "field_yes_no": _("neither yes nor no"),
        "field_long": _("too long"),
    }
    return reasons.get(code, _("not readable"))


def problem_words(column: str, written: str, code: str, *, is_fatal: bool) -> str:
    """One problem in words: what stands where, why that cannot be, and what happens."""
    why = reason_words(code)
    if not column:
        return why[:1].upper() + why[1:]
    facts = {"column": column, "written": written, "why": why}
    if is_fatal:
        return _("{column}, “{written}”: {why}").format(**facts)
    return _("{column}, “{written}”: {why}; imported without it").format(**facts)


def target_words(target: str) -> str:
    """What a column becomes."""
    names = {
        "ignore": _("Leave out"),
        "name": _("Name"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "company": _("Company"),
        "language": _("Language"),
        "country": _("Country"),
        "tags": _("Tags"),
        "owner": _("Looked after by"),
        "user_id": _("WhatsApp id"),
    }
    return names.get(target, target)


def column_headings() -> dict[str, str]:
    """The headings of an exported table, in the interface's language."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "other_phone": _("Other phone"),
        "email": _("E-mail"),
        "company": _("Company"),
        "language": _("Language"),
        "country": _("Country"),
        "tags": _("Tags"),
        "owner": _("Looked after by"),
        "whatsapp_id": _("WhatsApp id"),
        "whatsapp_name": _("Name on WhatsApp"),
        "username": _("WhatsApp username"),
        "created_at": _("Known since"),
        "last_message_at": _("Last message"),
    }


def refused_words(count: int, shown: str) -> str:
    """Why the hub did not take some rows, and what can be done."""
    return ngettext(
        "{n} was left out: they were erased and asked not to be written to again. "
        "They can still write to you themselves.",
        "{n} were left out: they were erased and asked not to be written to again. "
        "They can still write to you themselves.",
        count,
    ).format(n=shown)


def undone_words(facts: Mapping[str, int]) -> str:
    """What an undo did, honestly: "48 removed, 2 kept because somebody wrote or changed something since"."""
    parts = [_n_removed(facts["removed"])]
    if facts["kept"]:
        parts.append(
            ngettext(
                "{n} kept, as something happened with this person since",
                "{n} kept, as something happened with these people since",
                facts["kept"],
            ).format(n=facts["kept"])
        )
    if facts["restored"]:
        parts.append(
            ngettext("{n} as it was before", "{n} as they were before", facts["restored"]).format(
                n=facts["restored"]
            )
        )
    if facts["left"]:
        parts.append(
            ngettext(
                "{n} changed by somebody since and left so",
                "{n} changed by somebody since and left so",
                facts["left"],
            ).format(n=facts["left"])
        )
    return ", ".join(parts)


def _n_removed(n: int) -> str:
    return ngettext("{n} person removed", "{n} people removed", n).format(n=n)


def talk_state_words(state: str) -> str:
    """What became of a message of ours, in an exported page; "" where nothing has to be said."""
    states = {
        "queued": _("not sent yet"),
        "sending": _("not sent yet"),
        "failed": _("not sent"),
        "refused": _("not sent"),
        "expired": _("not sent"),
        "cancelled": _("taken back before it was sent"),
        "unknown": _("not confirmed"),
        "read": _("read"),
        "played": _("played"),
    }
    return states.get(state, "")


def notice_words(what: str, by: str | None, to: str | None) -> str:
    """A line of a thread that tells what the team did, in an exported page."""
    who = by or "Comptoir"
    if what == "closed":
        return _("{who} closed the conversation").format(who=who)
    if what == "reopened":
        return _("{who} reopened the conversation").format(who=who)
    if what == "snoozed":
        return _("{who} put the conversation aside").format(who=who)
    if what == "woken":
        return _("The conversation came back")
    if what in ("waived", "unwaived"):
        words = _("No answer needed") if what == "waived" else _("An answer is needed after all")
        return f"{who} · {words}"
    if to:
        return _("{who} gave the conversation to {to}").format(who=who, to=to)
    return _("{who} gave the conversation back").format(who=who)


def page_words() -> dict[str, str]:
    """The words of an exported page."""
    return {
        "title": _("Conversations"),
        "made": _("Exported from Comptoir on {date}"),
        "us": _("We"),
        "note": _("Internal note"),
        "missing": _("File not available: {why}"),
        "lost": _("the channel no longer has it"),
        "absent": _("it is neither on this computer nor at the hub"),
        "edited": _("changed"),
        "revoked": _("deleted by its author"),
        "back": _("All conversations"),
        "messages": _("{n} messages"),
        "in_reply": _("in answer to {name}"),
    }
