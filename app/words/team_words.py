"""Sentences about working together: why a conversation was not taken, given, put aside or noted on."""

from app.words import gettext as _


def about_team() -> dict[str, str]:
    """By code; those that end in "_team" are about words for the team, where a message has other limits."""
    return {
        "already_held": _(
            "{who} already has this conversation. You can still answer, or ask {who} to hand it over."
        ),
        "holder_changed": _(
            "The conversation was not handed over: {who} has it now. Look at it, then decide again."
        ),
        "holder_gone": _(
            "The conversation was not handed over: nobody has it any more. Look at it, then decide again."
        ),
        "member_unknown_team": _(
            "This person is not in the team, so nothing was changed. Choose somebody else."
        ),
        "member_not_found": _("Nobody in the team is called {who}. The team: {names}."),
        "conversation_closed": _("This conversation is closed, so it was not put aside. Reopen it first."),
        "time_past_team": _(
            "This moment is past, so the conversation was not put aside. Choose a later one."
        ),
        "time_far_team": _(
            "This moment is more than ten years away, so nothing was put aside. Choose a nearer one."
        ),
        "time_unreadable": _("{text} is not a moment. It looks like 2026-12-24T09:30."),
        "tag_empty": _("The tag was not set, since it has no letters. Write a word."),
        "tags_full": _("The tag was not set: a conversation has {limit} at most. Remove one first."),
        "note_changed": _(
            "Your note was not changed: it says something else meanwhile. Read it, then change it again."
        ),
        "name_empty": _("The list was not kept, since it has no name. Give it one."),
        "filter_too_long": _(
            "The list was not kept: it asks for more than {limit} things of one kind. Choose fewer."
        ),
        "views_full": _("The list was not kept: there are {limit} already. Remove one that nobody uses."),
        "text_empty_team": _("The note was not added, since it is empty. Write something first."),
        "text_too_long_team": _("This was not kept: it has {length} characters of {limit}. Shorten it."),
    }
