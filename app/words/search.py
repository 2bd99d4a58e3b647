"""Words for searching: how a query was understood, and why nothing was found."""

from app.domain.search_query import OURS, THEIRS, Filter, SearchQuery
from app.domain.search_rows import SearchState
from app.words import gettext as _
from app.words.calendar_names import NAMES


def filter_words(one: Filter, language: str) -> str:
    """A filter as a chip says it."""
    if one.kind == "has":
        return _has_words(one.value)
    if one.kind in ("after", "before", "on"):
        day = _day_words(one.value, language)
        sentence = {"after": _("from {day} on"), "before": _("before {day}"), "on": _("in {day}")}[one.kind]
        return (_("on {day}") if one.kind == "on" and len(one.value) > len("2026-03") else sentence).format(
            day=day
        )
    if one.kind == "from":
        fixed = {OURS: _("from me"), THEIRS: _("from customers")}
        return fixed.get(one.value) or _("from {name}").format(name=one.value)
    sentence = _("tagged {name}") if one.kind == "tag" else _("with {name}")
    return sentence.format(name=one.value)


def _has_words(value: str) -> str:
    return {
        "file": _("has a file"),
        "picture": _("has a picture"),
        "video": _("has a video"),
        "voice": _("has a voice message"),
        "link": _("has a link"),
        "note": _("is a note"),
        "contact": _("has a contact card"),
        "place": _("has a place"),
        "order": _("has an order"),
    }[value]


def _day_words(value: str, language: str) -> str:
    """3 March 2026, March 2026 or 2026."""
    year, month, day = (*value.split("-"), "", "")[:3]
    if not month:
        return year
    name = NAMES[language].months[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def not_understood(piece: str) -> str:
    """What looked like a filter and is none."""
    return _("“{piece}” is no filter that is known: it is searched as words.").format(piece=piece)


def names_nobody(one: Filter) -> str:
    """A filter whose name fits nobody and nothing."""
    if one.kind == "tag":
        return _("No conversation is tagged “{name}”.").format(name=one.value)
    return _("Nobody is called “{name}”.").format(name=one.value)


def nothing_found(query: SearchQuery) -> str:
    """What was looked for in vain."""
    words = " ".join(term.text for term in query.terms)
    if not words:
        return _("No message fits these filters.")
    if query.filters:
        return _("No message with these filters holds “{words}”.").format(words=words)
    return _("No message, note or file holds “{words}”.").format(words=words)


def indexing_words(state: SearchState) -> str:
    """That not everything is found yet; "" once it is."""
    if state.is_whole:
        return ""
    if state.percent is None:
        return _("Your messages are still being loaded. They are searched as soon as they are here.")
    return _("Older messages are still being indexed: {percent} % are searched so far.").format(
        percent=state.percent
    )
