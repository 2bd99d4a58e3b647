"""Why an automatic answer was not saved, or a wait not waived, and what to do now."""

from collections.abc import Mapping

from app.words import gettext as _


def auto_facts(code: str, facts: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """A refusal with the name of the text that is meant, and with blanks as they are written."""
    if code not in ("auto_empty", "auto_long", "auto_blank", "auto_opening"):
        return code, facts
    from app.words.auto_texts import blank_menu

    named = [blank for blank, _what in blank_menu(("first_name", "name", "business", "opening"))]
    usable = named[:-1] if facts.get("which") == "greeting" else named  # it goes out while they are open too
    told = {
        **facts,
        "blanks": ", ".join(usable),
        "opening": named[-1],
        "blank": "{" + facts.get("blank", "") + "}",
    }
    if "which" in facts:
        told["which"] = _("the greeting") if facts["which"] == "greeting" else _("the away message")
    return code, told


def about_auto() -> dict[str, str]:
    """By code."""
    return {
        "auto_empty": _(
            "Nothing was saved: {which} is switched on and says nothing. Write it, or switch it off."
        ),
        "auto_long": _("Nothing was saved: {which} is longer than {limit} characters. Shorten it."),
        "auto_blank": _(
            "Nothing was saved: {blank} in {which} cannot be filled in by itself. These blanks can: {blanks}."
        ),
        "auto_opening": _(
            "Nothing was saved: the greeting goes out while you are open too, so it cannot say {opening}. "
            "Say that in the away message."
        ),
        "auto_scope": _("Nothing was saved: this number is not one of yours any more."),
        "auto_language": _("Nothing was saved: choose French or English for the opening."),
        "auto_gone": _(
            "This number has no automatic answers of its own any more: somebody removed them meanwhile."
        ),
        "nobody_waits": _("Nobody waits for an answer there any more."),
        "customer_wrote": _(
            "The customer has written again meanwhile. Read it first: they wait for an answer."
        ),
        "not_waived": _("This cannot be taken back any more: somebody wrote or ended it meanwhile."),
    }
