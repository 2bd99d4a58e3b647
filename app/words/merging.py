"""What is said of two contacts that may be one person: reasons, refusals, and findings of the hygiene page."""

from app.domain.hygiene import Finding
from app.domain.merge_suggestions import Reason
from app.words import gettext as _
from app.words import ngettext


def about_merging() -> dict[str, str]:
    """The sentences by code."""
    return {
        "contact_unknown": _(
            "Nothing was changed: this contact is not there any more. Perhaps somebody merged it meanwhile."
        ),
        "contacts_same": _("These two are one contact already, so nothing was changed."),
        "not_merged": _("Nothing was changed: these contacts are not merged, or were separated meanwhile."),
        "contact_not_found": _("Nobody is known as {person}. Give an id, a number, a user id or a name."),
        "contact_ambiguous": _("Several contacts are known as {person}. Name one of these by its id:"),
        "merged_already": _("These two were merged meanwhile. Separate them first if they are two people."),
    }


def reason_words(reason: Reason) -> str:
    """Why two contacts may be one person, in a few words."""
    return {
        "number": _("Same number"),
        "number_moved": _("The number of one was the other’s"),
        "email_name": _("Same name and e-mail"),
        "email": _("Same e-mail"),
        "name_company": _("Same name and company"),
    }[reason]


def caution_words(reason: Reason) -> str:
    """What to think of before merging; "" where the reason speaks for itself."""
    return {
        "number_moved": _("Numbers are given to other people after a while. Ask before you merge."),
        "email": _("A family or an office may share one address. Ask if you are not sure."),
        "name_company": _("Two people may have the same name. Ask if you are not sure."),
    }.get(reason, "")


def merge_reason_words(reason: str) -> str:
    """Why two were merged."""
    return {
        "same_message": _("WhatsApp named both in one message"),
        "number_changed": _("They changed their number"),
        "user_id_changed": _("Their WhatsApp identity was renewed"),
    }.get(reason) or _("Merged by hand")


def finding_name(finding: Finding) -> str:
    """A line of the hygiene page."""
    return {
        "doubles": _("Maybe twice"),
        "bad_number": _("Wrong numbers"),
        "no_owner": _("Without an owner"),
        "no_name": _("Without a name"),
        "unanswered": _("Never answered"),
        "no_consent": _("No consent"),
        "no_deal": _("Without a deal"),
    }[finding]


def finding_count(finding: Finding, count: int) -> str:
    """How many people it is about."""
    if count == 0:
        return _("All is well")
    if finding == "doubles":
        return ngettext("{n} pair", "{n} pairs", count)
    if finding == "no_deal":
        return ngettext("{n} conversation", "{n} conversations", count)
    return ngettext("{n} person", "{n} people", count)


def finding_help(finding: Finding) -> str:
    """What it means and what to do."""
    return {
        "doubles": _(
            "These contacts look like one person. Compare them, then merge them or say that they are two."
        ),
        "bad_number": _(
            "These numbers were typed and do not fit the numbers of their country: a digit too few or too many, or "
            "no such country. Write the right one."
        ),
        "no_owner": _("Nobody of the team looks after these people. Give them to somebody."),
        "no_name": _("Only a number or a user name is known. Write what you call them."),
        "unanswered": _("They wrote to you for the first time, and nobody has answered yet."),
        "no_consent": _(
            "They never wrote to you, and no consent is recorded: you have no ground to write to them. Record what "
            "they agreed to in their card, or leave them alone."
        ),
        "no_deal": _(
            "They wrote to you, and no deal of theirs is on a board. Make one, or say that none will come of it: then "
            "nobody is asked again."
        ),
    }[finding]


def finding_done(finding: Finding) -> tuple[str, str]:
    """What is said when there is none: title and sentence."""
    return {
        "doubles": (_("Nobody stands here twice"), _("No two contacts share a number, an e-mail or a name.")),
        "bad_number": (_("Every number can be dialled"), _("All numbers that were typed fit their country.")),
        "no_owner": (_("Everybody has an owner"), _("Somebody of the team looks after each contact.")),
        "no_name": (_("Everybody has a name"), _("You know what to call each of your contacts.")),
        "unanswered": (
            _("Everybody was answered"),
            _("Nobody who wrote for the first time is without an answer."),
        ),
        "no_consent": (
            _("There is a ground for everybody"),
            _("Everybody wrote to you, or what they agreed to is recorded."),
        ),
        "no_deal": (
            _("Nobody is left over"),
            _("Whoever wrote to you has a deal, or somebody said that none will come of it."),
        ),
    }[finding]
