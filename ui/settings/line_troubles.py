"""What is wrong with the business numbers and the copies, for connection health: read when the screen is there."""

from app.domain.ids import LineId
from app.domain.rows import ConnectionState
from app.words import gettext as _
from app.words.outside import reach_words
from app.words.safety import copies_trouble, kept_apart_words
from app.words.troubles import profile_words, trouble_words
from ui.kit import Kit
from ui.people.lines import line_words, own_lines
from ui.plain import isolated


def line_troubles(kit: Kit) -> list[tuple[str, bool]]:
    """All that is wrong, whether it is bad already: the copies, what the whole team must know, what may become bad."""
    return [*other_troubles(kit), *((sentence, True) for sentence in alarms(kit))]


def alarms(kit: Kit) -> list[str]:
    """What keeps messages from going out, from coming in or from being shown: everybody of the team must know."""
    own, now = _own(kit), kit.clock.now()
    state = kit.desk.connection()
    found = [reach_words(state.reach, now, kit.formats)] if state.reach is not None else []
    for trouble in state.troubles:
        number = own.get(trouble.line_id or LineId(""), _("your business number"))
        since = _("Since {moment}.").format(moment=kit.formats.moment(trouble.since_at, now))
        found.append(f"{trouble_words(trouble.code, isolated(number))} {since}")
    return found


def other_troubles(kit: Kit) -> list[tuple[str, bool]]:
    """Copies that do not succeed, and what the channel thinks of each number."""
    found = safety_troubles(kit.desk.connection())
    for line_id, number in _own(kit).items():
        profile = kit.desk.line_profile(line_id)
        found += profile_words(profile, isolated(number)) if profile is not None else []
    return found


def _own(kit: Kit) -> dict[LineId, str]:
    return {line.line_id: line_words(kit, line) for line in own_lines(kit)}


def safety_troubles(state: ConnectionState) -> list[tuple[str, bool]]:
    """Copies that do not succeed, and what a restore left out; the button below leads to both."""
    copies, apart = copies_trouble(state.safety), kept_apart_words(state)
    is_offered = state.safety is not None and state.safety.offer is not None
    if is_offered and not apart:
        apart = _("The hub was put back from a copy. Computers of the team still have what it lost.")
    return [*([(copies, True)] if copies else []), *([(apart, False)] if apart else [])]
