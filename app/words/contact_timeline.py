"""What happened with a person, one line each: who did what. The line's own time stands beside it."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.contact_rows import TimelineRow
from app.words import gettext as _
from app.words import ngettext
from app.words.contacts import field_title
from app.words.deals import deal_line


def happened_words(row: TimelineRow, titles: Mapping[str, str], members: Mapping[str, str]) -> str:
    """The line without who did it. `titles`: of fields that the owner made; `members`: names by id."""
    values = dict(row.values)
    if row.what == "messages":
        return ngettext("{n} message", "{n} messages", row.count).format(n=row.count)
    if row.what == "changed":
        names = [titles.get(key) or field_title(key) for key in values]
        return _("Changed: {fields}").format(fields=", ".join(names))
    if row.what == "owned":
        owner = members.get(values.get("owner_id", ""), "")
        return _("Looked after by {name}").format(name=owner) if owner else _("Looked after by nobody")
    if row.what in ("tagged", "conversation_tagged"):
        return _("Set the tag {tag}").format(tag=values.get("tag", ""))
    if row.what in ("untagged", "conversation_untagged"):
        return _("Removed the tag {tag}").format(tag=values.get("tag", ""))
    if row.what == "merged":
        return _("Merged with {name}").format(name=values.get("name") or "?")
    return deal_line(row.what, values) or _plain().get(row.what) or _("Something newer")


def _plain() -> Mapping[str, str]:
    return {
        "added": _("Added as a contact"),
        "note_added": _("Wrote a note about a person"),
        "note_removed": _("Removed a note about a person"),
        "call": _("Call"),
        "note": _("Note to the team"),
        "notice": _("Notice"),
    }
