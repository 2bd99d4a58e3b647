"""Sentences about tables of deals: what a column becomes, why a row cannot be read, what an import and an undo did."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.words import amounts, language, ngettext
from app.words import gettext as _
from app.words.transfer import reason_words as contact_reason


def refusals() -> dict[str, str]:
    """What could not be done, why, and what to do now."""
    return {
        "deals_import_role": _(
            "Nothing was imported: owners and managers can import deals. Ask one of them to do it."
        ),
        "deals_export_role": _(
            "Nothing was exported: owners and managers can take deals out of Comptoir. Ask one of them."
        ),
        "deals_export_nothing": _("There is no deal to export."),
        "deals_import_nothing": _("No row of the file {file} can be imported, so nothing was done."),
        "deals_import_unmapped": _(
            "No row of the file {file} can be imported: nobody said what its stages are here. Repeat the command "
            "with --stage or --state for each line above that becomes null."
        ),
        "deals_import_questions": _(
            "Nothing was imported: the file {file} can be read in two ways. Answer the questions about it first."
        ),
        "table_no_deals": _(
            "The file {file} holds address cards, not deals. Save your deals as CSV or Excel (.xlsx)."
        ),
        "deals_import_answer": _(
            "Nothing was imported: the file {file} can be read in two ways. Repeat the command with --decimal, "
            "--sign or --dates, as the lines above ask."
        ),
        "day_unreadable": _("There is no day {day}. Write it as 2026-12-24."),
        "days_reversed": _(
            "There is no day from {since} until {until}. Give a --from that is before --until."
        ),
        "table_deals_below": _("The file {file} holds headings alone, and no deal below them."),
        "table_no_table": _(
            "The file {file} is no table that Comptoir can read. Save it as CSV or Excel (.xlsx)."
        ),
        "deal_named_unknown": _(
            "There is no deal {deal}, or several open ones are called that. Give its id."
        ),
        "pipeline_named_unknown": _("There is no pipeline {pipeline}. There are: {pipelines}."),
        "stage_named_unknown": _("There is no stage {stage}. There are: {stages}."),
        "stage_value_unknown": _("There is no stage {value} in the file. It has: {values}."),
        "stage_goal_unknown": _(
            "There is no stage {stage}. A value can become: {stages}, won, lost or skip."
        ),
        "amount_unreadable": _("“{text}” is no amount. Write it as “1250 EUR” or “1,250.50 EUR”."),
    }


def reason_words(code: str) -> str:
    """Why a cell or a row could not be read, as a part of a sentence."""
    reasons = {
        "row_nothing": _("neither a title nor anybody whose deal it is"),
        "row_sum": _("the sum of the rows above, and no deal"),
        "stage_unmapped": _("nobody said which stage this is"),
        "state_unmapped": _("nobody said whether this is open, won or lost"),
        "ref_taken": _("its number belongs to quite another deal here; leave out the column of numbers"),
        "deal_removed": _("this deal was removed here; restore it first"),
        "cell_error": _("the spreadsheet shows an error in this cell"),
        "amount_none": _("not an amount"),
        "amount_several": _("more than one number in this cell"),
        "amount_negative": _("below zero"),
        "amount_rounded": _(
            "the spreadsheet has rounded this amount; set the column to numbers and save again"
        ),
        "amount_unclear": _("a comma or a point that can be read in two ways"),
        "amount_sign": _("a currency sign of several countries"),
        "amount_currency": _("not a currency that Comptoir knows"),
        "amount_currencies": _("two different currencies for one amount"),
        "amount_fraction": _("less than the smallest coin"),
        "amount_large": _("an amount beyond everything"),
        "date_none": _("not a date"),
        "date_unclear": _("day and month can be read in two ways"),
        "date_far": _("a day too far away"),
        "date_future": _("a day that is still to come"),
        "tags_many": _("too many tags"),
    }
    return reasons.get(code) or contact_reason(code)


def problem_words(column: str, written: str, code: str, *, is_fatal: bool) -> str:
    """One problem in words: what stands where, why that cannot be, and what happens."""
    why = reason_words(code)
    if not column:
        said = f"{why} (“{written}”)" if written else why
        return said[:1].upper() + said[1:]
    facts = {"column": column, "written": written, "why": why}
    if is_fatal:
        return _("{column}, “{written}”: {why}").format(**facts)
    return _("{column}, “{written}”: {why}; imported without it").format(**facts)


def target_words(target: str) -> str:
    """What a column becomes."""
    names = {
        "ignore": _("Leave out"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "company": _("Company"),
        "won_on": _("Won on"),
        "lost_on": _("Lost on"),
        "ref": _("Number of the deal"),
    }
    return names.get(target) or column_headings().get(target, target)


def column_headings() -> dict[str, str]:
    """The headings of an exported table, in the interface's language."""
    return {
        "title": _("Title"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "pipeline": _("Pipeline"),
        "stage": _("Stage"),
        "state": _("State"),
        "person": _("Person"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "owner": _("Looked after by"),
        "tags": _("Tags"),
        "made_on": _("Made on"),
        "close_on": _("Expected close"),
        "ended_on": _("Ended on"),
        "reason": _("Reason"),
        "note": _("Note"),
        "next_step": _("Next step"),
        "next_on": _("Next step date"),
    }


def state_words() -> dict[str, str]:
    """Open, won, lost, as a table says it."""
    return {"open": capital(_("open")), "won": capital(_("won")), "lost": capital(_("lost"))}


def capital(words: str) -> str:
    """At the beginning of a cell."""
    return words[:1].upper() + words[1:]


def refused_words(count: int, shown: str) -> str:
    """Why the hub did not take some rows."""
    return ngettext(
        "{n} was left out: its person was erased and asked not to be written to again.",
        "{n} were left out: their people were erased and asked not to be written to again.",
        count,
    ).format(n=shown)


def undone_words(facts: Mapping[str, int]) -> str:
    """What an undo did, honestly."""
    told = {what: amounts.number(Decimal(count), language()) for what, count in facts.items()}
    n = facts["removed"]
    parts = [ngettext("{n} deal removed", "{n} deals removed", n).format(n=told["removed"])]
    if facts["kept"]:
        parts.append(
            ngettext(
                "{n} kept, as somebody worked on it since",
                "{n} kept, as somebody worked on them since",
                facts["kept"],
            ).format(n=told["kept"])
        )
    if facts["restored"]:
        parts.append(
            ngettext("{n} as it was before", "{n} as they were before", facts["restored"]).format(
                n=told["restored"]
            )
        )
    if facts["left"]:
        parts.append(
            ngettext(
                "{n} changed by somebody since and left so",
                "{n} changed by somebody since and left so",
                facts["left"],
            ).format(n=told["left"])
        )
    return ", ".join(parts)
