"""Words for the team: roles, invitations, why a computer is locked, and the refusals that go with them."""

from app.domain.members import Role
from app.domain.rows import Outcome
from app.domain.team_rows import InviteState, LeaveKind
from app.words import gettext as _
from app.words import ngettext


def role_words(role: Role) -> str:
    """A role as the team calls it."""
    return {"owner": _("Owner"), "manager": _("Manager"), "rep": _("Team member")}[role]


def outcome_words(outcome: Outcome) -> str:
    """How a conversation ended, as part of a sentence."""
    return {"solved": _("solved"), "not_solved": _("not solved"), "no_action": _("nothing to do")}[outcome]


def role_help(role: Role) -> str:
    """What somebody with this role may do."""
    return {
        "owner": _("Everything, also roles, computers and who leaves."),
        "manager": _("Everything with customers, templates and settings; invites team members."),
        "rep": _("Reads and answers customers. Changes no settings and invites nobody."),
    }[role]


def invite_state_words(state: InviteState) -> str:
    """How it stands with an invitation."""
    return {
        "open": _("Not used yet"),
        "used": _("Used"),
        "expired": _("Older than 24 hours"),
        "withdrawn": _("Withdrawn"),
    }[state]


def leave_words(kind: LeaveKind, count: int) -> str:
    """One line of what somebody who leaves holds."""
    words = {
        "open": ngettext("{n} open conversation", "{n} open conversations", count),
        "snoozed": ngettext("{n} snoozed conversation", "{n} snoozed conversations", count),
        "scheduled": ngettext(
            "{n} answer that is still to go out", "{n} answers that are still to go out", count
        ),
        "task": ngettext("{n} task to do", "{n} tasks to do", count),
        "promise": ngettext("{n} promise to a customer", "{n} promises to customers", count),
        "device": ngettext("{n} computer, shut out at once", "{n} computers, shut out at once", count),
        "file": ngettext(
            "{n} file sent in the last 30 days; it stays",
            "{n} files sent in the last 30 days; they stay",
            count,
        ),
    }
    return words[kind].format(n=count)


def invitation(address: str, code: str) -> str:
    """What to send to the colleague, whole."""
    return _(
        "You are invited to our team’s inbox in Comptoir.\n"
        "1. Install Comptoir and open it.\n"
        "2. Choose “Join my team”. From practice: Settings, Team, “Join a team on this computer”.\n"
        "3. Paste the address of our server: {address}\n"
        "4. Paste this code: {code}\n"
        "The code works once, for 24 hours."
    ).format(address=address, code=code)


def lock_title(code: str) -> str:
    """Above the sentence that says why nothing is shown."""
    if code == "device_revoked":
        return _("This computer was taken out of the team")
    return _("Comptoir is locked on this computer")


def about_members() -> dict[str, str]:
    """Refusals by code."""
    return {
        "lease_over": _(
            "This computer has not reached your team’s hub for too long, so it shows nothing for now. "
            "Connect it to the internet: it opens by itself, and nothing that you wrote is lost."
        ),
        "clock_back": _(
            "The clock of this computer is behind what the hub last said, so it shows nothing for now. Put the clock "
            "right, or connect to the internet: it opens by itself, and nothing that you wrote is lost."
        ),
        "invite_withdrawn": _("This code was withdrawn. Ask the owner for a new one."),
        "invite_used_already": _(
            "This code was used already, on {device}. Shut that computer out if it is not the right one."
        ),
        "member_unknown": _("Nobody of the team has this id: {member}. The command members lists them."),
        "member_gone": _("{name} has left the team. Invite them again to give them a new place."),
        "member_name_missing": _("The name was not changed, since there is none. Type a name."),
        "last_owner": _(
            "This did not happen: the team needs an owner, and there is no other. Make somebody else an owner first."
        ),
        "last_owner_device": _(
            "This is the last computer of the team’s only owner, so it was not shut out. Add another one first."
        ),
        "heir_unknown": _(
            "Nothing was changed: whoever takes over must be somebody else of the team. Choose again."
        ),
    }
