"""What the status bar and connection health say of the connection: facts turned into short words."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.rows import ConnectionState
from app.words import gettext as _
from app.words.formats import Formats, waiting_count
from ui.widgets.status_bar import Dot


def dot_of(state: ConnectionState) -> Dot:
    """Green connected, amber trying, red stopped for good; grey in practice, where nothing is at stake."""
    if state.stopped_code is not None or state.troubles or state.reach is not None:
        return "danger"
    if not state.is_hub_reachable or has_safety_trouble(state):
        return "warning"
    return "neutral" if state.is_practice or state.lacks_number else "success"


def has_safety_trouble(state: ConnectionState) -> bool:
    """Whether copies of the hub do not succeed, or a restore left something out."""
    safety = state.safety
    is_failing = safety is not None and safety.backup.failed_code is not None
    return is_failing or bool(state.kept_apart) or (safety is not None and safety.offer is not None)


def connection_words(state: ConnectionState) -> str:
    """The first fact: whether all is well."""
    if state.stopped_code is not None:
        from app.words import sentences

        return sentences.refusal(state.stopped_code, {})
    if not state.is_hub_reachable:
        return _("Connecting; what you write is kept")
    return _("No number connected yet") if state.lacks_number else _("Connected")


def status_facts(state: ConnectionState, now: datetime, formats: Formats, focus: str = "") -> tuple[str, ...]:
    """The facts at the start of the bar, the most important first. `focus`: focus mode, where it is on."""
    facts = [connection_words(state)]
    if state.is_practice and dot_of(state) == "neutral":
        facts = [_("Practice, nothing is sent to WhatsApp")]
    elif state.reach is not None and state.is_hub_reachable and state.stopped_code is None:
        from app.words.outside import reach_fact

        facts = [reach_fact(state.reach, now, formats)]
    elif state.troubles and state.is_hub_reachable and state.stopped_code is None:
        from app.words.troubles import short_trouble_words  # no start has any

        facts = [short_trouble_words({one.code for one in state.troubles})]
    elif has_safety_trouble(state) and state.is_hub_reachable and state.stopped_code is None:
        facts = [_("Something needs a decision or a look; the settings say what")]
    if focus:
        facts.append(focus)
    if state.catching_up is not None:
        facts.append(progress_words(state.catching_up, formats))
    facts.append(last_received_words(state, now, formats))
    facts.append(waiting_count(state.to_send))
    return tuple(facts)


def status_end(business: str, standard_min: int | None, *, is_practice: bool) -> tuple[str, ...]:
    """The facts at the end of the bar: whose inbox this is, and its standard where it is the same for all."""
    whose: Sequence[str] = (business,) if business else ()
    if is_practice and business:
        whose = (_("{business}, example customers").format(business=business),)
    if standard_min is None:
        return tuple(whose)
    return (*whose, _("standard: {minutes} min").format(minutes=standard_min))


def progress_words(progress: tuple[int, int], formats: Formats) -> str:
    """How far the history has come."""
    done, total = (formats.number(count) for count in progress)
    return _("Loading the history, {done} of {total}").format(done=done, total=total)


def share_of(state: ConnectionState) -> float | None:
    """How far the history has come, 0 to 1; None when it is all here."""
    if state.catching_up is None:
        return None
    done, total = state.catching_up
    return done / total if total else 0.0


def last_received_words(state: ConnectionState, now: datetime, formats: Formats) -> str:
    """When a customer last wrote."""
    if state.last_received_at is None:
        return _("no message received yet")
    return _("last message received {ago}").format(ago=formats.ago(state.last_received_at, now))
