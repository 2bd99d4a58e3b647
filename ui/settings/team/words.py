"""What the list of the team says of each, made from what the hub told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.domain.team_rows import Team, TeamDevice, TeamInvite, TeamMember
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from app.words.team import invite_state_words, role_words
from ui.plain import isolated, shown_name
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip, Tone
from ui.widgets.two_line_list import TwoLineRow

MOST_OVER: Final = 20  # invitations that are over
_ROLE_TONES: dict[str, Tone] = {"owner": "accent", "manager": "info", "rep": "neutral"}


def rows_of(team: Team, formats: Formats, now: datetime) -> list[TwoLineRow]:
    """Members by name, then invitations that are open, then who left, then invitations of lately."""
    here = [one for one in team.members if not one.is_removed]
    gone = [one for one in team.members if one.is_removed]
    opened = [one for one in team.invites if one.state == "open"]
    others = [one for one in team.invites if one.state != "open"][:MOST_OVER]
    ordered = [member_row(one, formats, now) for one in sorted(here, key=_by_name)]
    ordered += [invite_row(one, formats, now) for one in opened]
    ordered += [member_row(one, formats, now) for one in sorted(gone, key=_by_name)]
    return ordered + [invite_row(one, formats, now) for one in others]


def member_row(member: TeamMember, formats: Formats, now: datetime) -> TwoLineRow:
    """One member."""
    chip = Chip(role_words(member.role), _ROLE_TONES[member.role])
    line = computers_words(live(member), formats, now)
    if member.is_removed:
        chip, line = Chip(_("Left"), "neutral"), _("The name stays on old messages")
    name = shown_name(member.name)
    return TwoLineRow(
        member.member_id,
        name,
        line,
        chip,
        Portrait(member.member_id, name),
        is_quiet=member.is_removed,
    )


def invite_row(invite: TeamInvite, formats: Formats, now: datetime) -> TwoLineRow:
    """One invitation."""
    title = _("Invitation for {name}").format(name=isolated(shown_name(invite.name))) if invite.name else ""
    title = title or _("Invitation")
    is_open = invite.state == "open"
    until = _("until {moment}").format(moment=formats.moment(invite.expires_at, now))
    line = f"{role_words(invite.role)}, {until}" if is_open else role_words(invite.role)
    if invite.member_id is not None:
        more = _("One more computer")
        line = f"{more}, {until}" if is_open else more
    if invite.used_on:
        line = used_words(invite.used_on)
    chip = Chip(invite_state_words(invite.state), "info" if is_open else "neutral")
    return TwoLineRow(invite.invite_id, title, line, chip, Portrait("", ""), is_quiet=not is_open)


def count_words(team: Team) -> str:
    """How many belong to it."""
    n = sum(not one.is_removed for one in team.members)
    return ngettext("{n} person", "{n} people", n).format(n=n)


def used_words(computer: str) -> str:
    """Where a code was used."""
    return _("On {computer}").format(computer=isolated(shown_name(computer)))


def live(member: TeamMember) -> list[TeamDevice]:
    """The computers that are not shut out."""
    return [device for device in member.devices if not device.is_revoked]


def computers_words(devices: list[TeamDevice], formats: Formats, now: datetime) -> str:
    """How many, and when one of them last came."""
    if not devices:
        return ""
    count = ngettext("{n} computer", "{n} computers", len(devices)).format(n=len(devices))
    seen = [device.last_seen_at for device in devices if device.last_seen_at is not None]
    return f"{count}, {seen_words(max(seen), formats, now)}" if seen else count


def seen_words(at: datetime | None, formats: Formats, now: datetime) -> str:
    """When a computer last reached the hub."""
    if at is None:
        return _("not seen yet")
    return _("seen {ago}").format(ago=formats.ago(at, now))


def _by_name(member: TeamMember) -> str:
    return member.name.casefold()
