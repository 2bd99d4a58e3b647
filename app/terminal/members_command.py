"""`main.py invite`, `devices`, `revoke`, `members` and `remove`: who belongs to the team.

What changes something asks the hub that runs on the folder; where none runs, it takes the lock and acts itself.
"""

import argparse
import asyncio
import http.client
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.domain.clock import SystemClock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import DeviceId, MemberId
from app.domain.members import ROLES
from app.domain.team_rows import RemoveMember
from app.hub import presence
from app.hub.access import checked_role, device_lines
from app.hub.config import HubConfig, checked_key, with_credentials
from app.hub.core import Core
from app.hub.http import HttpRefusal
from app.hub.parts import open_core
from app.hub.rebuild import is_due, rebuild
from app.terminal.printing import json_line
from app.words import gettext as _
from app.words.sentences import refusal
from storage import view
from storage.hub import access, store

ADMIN_TIMEOUT_S = 10.0


def run_invite(argv: Sequence[str]) -> int:
    """Print one object with a one-time `code` for a new member."""
    parser = _parser("invite", _("Invite one more member."))
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--role", choices=ROLES, help=_("what the member may do"))
    who.add_argument("--member", metavar="MEMBER", help=_("one more computer of this member instead"))
    parser.add_argument("--name", help=_("name of the member; else the name of the computer that joins"))
    options = parser.parse_args(argv)

    member_id = MemberId(options.member) if options.member else None

    async def act(core: Core) -> Mapping[str, Any]:
        if member_id is not None:
            made = await core.access.invite_again(member_id)
            return {"code": made.code, "role": made.role}
        code = await core.access.invite(checked_role(options.role), options.name)
        return {"code": code, "role": options.role}

    request = {"role": options.role or "", "name": options.name, "member_id": member_id}
    return printed(lambda: [_changed(options.data, "/admin/v1/invite", request, act)])


def run_devices(argv: Sequence[str]) -> int:
    """Print every device, one object a line."""
    options = _parser("devices", _("The computers of the team.")).parse_args(argv)
    return printed(lambda: _devices(options.data))


def run_revoke(argv: Sequence[str]) -> int:
    """Shut one device out."""
    parser = _parser("revoke", _("Shut a computer out."))
    parser.add_argument("device_id", metavar="DEVICE", help=_("device_id as `devices` prints it"))
    options = parser.parse_args(argv)

    async def act(core: Core) -> Mapping[str, Any]:
        await core.access.revoke(DeviceId(options.device_id))
        return {"device_id": options.device_id, "is_revoked": True}

    return printed(
        lambda: [_changed(options.data, "/admin/v1/revoke", {"device_id": options.device_id}, act)]
    )


def run_members(argv: Sequence[str]) -> int:
    """Print everybody of the team and who was of it, one object a line."""
    options = _parser("members", _("Who belongs to the team.")).parse_args(argv)
    return printed(lambda: _members(options.data))


def run_remove(argv: Sequence[str]) -> int:
    """Take one member off the team."""
    parser = _parser("remove", _("Take a member off the team, with all their computers."))
    parser.add_argument("member_id", metavar="MEMBER", help=_("member_id as `members` prints it"))
    parser.add_argument(
        "--heir", metavar="MEMBER", help=_("who takes over what is theirs to do; else nobody")
    )
    options = parser.parse_args(argv)
    wish = RemoveMember(MemberId(options.member_id), MemberId(options.heir) if options.heir else None)

    async def act(core: Core) -> Mapping[str, Any]:
        from app.hub.team import TeamChanges

        await TeamChanges(core, SystemClock()).remove(None, wish)
        return {"member_id": wish.member_id, "is_removed": True}

    request = {"member_id": wish.member_id, "heir_id": wish.heir_id}
    return printed(lambda: [_changed(options.data, "/admin/v1/remove", request, act)])


RUN = {
    "invite": run_invite,
    "devices": run_devices,
    "revoke": run_revoke,
    "members": run_members,
    "remove": run_remove,
}


def run(argv: Sequence[str]) -> int:
    """Run the command that the first word names. 0 done, 1 refused (one sentence on stderr), 2 wrong usage."""
    return RUN[argv[0]](argv[1:])


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=description)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the hub"))
    return parser


def printed(make: Callable[[], Sequence[Mapping[str, Any]]]) -> int:
    """Print what it gives, one object a line: 0, or 1 with a sentence on stderr."""
    try:
        for line in make():
            print(json_line(line))
    except ComptoirError as error:
        print(refusal(error.code, error.facts), file=sys.stderr)
        return 1
    return 0


def _devices(data_dir: Path) -> Sequence[Mapping[str, Any]]:
    with closing(store.open_reading(data_dir / "hub.db", data_key())) as conn:
        return device_lines(access.devices(conn))


def _members(data_dir: Path) -> Sequence[Mapping[str, Any]]:
    """Asks the hub's own view of the log; one of another version is made anew at the hub's next start."""
    from app.hub.team import member_lines

    with closing(store.open_reading(data_dir / "hub.db", data_key())) as conn:
        if view.version(conn) != view.VIEW_VERSION:
            raise EnvironmentFailure("hub_not_ready")
        return member_lines(view.members(conn).values(), access.devices(conn))


def _changed(
    data_dir: Path,
    path: str,
    request: Mapping[str, Any],
    act: Callable[[Core], Awaitable[Mapping[str, Any]]],
) -> Mapping[str, Any]:
    address = presence.running_hub(data_dir)
    if address is not None:
        return ask(address, presence.admin_token(data_dir), path, request)
    if not HubConfig(data_dir).database.exists():  # a mistyped folder is not to become a hub
        raise EnvironmentFailure("no_hub_here", folder=str(data_dir))
    with presence.locked(data_dir):
        return asyncio.run(_act(HubConfig(data_dir, data_key=data_key()), act))


def ask(
    address: presence.Address,
    token: str,
    path: str,
    request: Mapping[str, Any],
    timeout_s: float = ADMIN_TIMEOUT_S,
) -> Mapping[str, Any]:
    """Ask the running hub over loopback. The standard library will do, for one small request."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=timeout_s)
    try:
        connection.request("POST", path, json.dumps(request).encode(), {"authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise EnvironmentFailure("hub_unreachable") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise EnvironmentFailure(str(told.get("code")), **told.get("facts", {}))
    return dict(told)


async def _act(config: HubConfig, act: Callable[[Core], Awaitable[Mapping[str, Any]]]) -> Mapping[str, Any]:
    core = open_core(config, SystemClock(), os.urandom)
    try:
        if core.readers.quick(is_due):
            await rebuild(core.writer)
        return await act(core)
    except HttpRefusal as refused:
        raise ComptoirError(refused.code, **refused.facts) from refused
    finally:
        core.close()


def data_key() -> str | None:
    """The hub's key as the environment, or a service's credential, gives it."""
    return checked_key(with_credentials(os.environ).get("COMPTOIR_DATA_KEY") or None)
