"""What /api/v1/team does, for the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Json = Mapping[str, Any]
Secured = Callable[[str, str | None, tuple[int, ...], str | None], dict[str, Any]]

_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_TRUTH: Final[Json] = {"type": "boolean"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_ROLE: Final[Json] = {"enum": ["owner", "manager", "rep"]}
_NOBODY: Final[Json] = {"type": "null"}
_MAYBE: Final[Json] = {"anyOf": [_TEXT, _NOBODY]}
_LATER: Final[Json] = {"anyOf": [_MOMENT, _NOBODY]}
_ALWAYS: Final = (422, 429, 503)
_ONE: Final = (403, 404, 409, *_ALWAYS)


def team_paths(secured: Secured) -> dict[str, Json]:
    """Routes for owners and managers; a rep may look."""
    posts = {
        "invite": (
            "A one-time code for somebody new, or for one more computer",
            "NewInvite",
            _ONE,
            "InviteWish",
        ),
        "invite/withdraw": ("Let a code work no more", "Empty", _ONE, "InviteNamed"),
        "revoke": ("Shut a computer out from its next request on", "Empty", _ONE, "DeviceNamed"),
        "role": ("Give a member another role", "Empty", _ONE, "RoleGiven"),
        "rename": ("Call a member something else", "Empty", _ONE, "NameGiven"),
        "remove": ("Hand over, shut out and take off the team, in one step", "Empty", _ONE, "RemoveMember"),
    }
    plan = secured("What a member holds", "LeavePlan", _ONE, None)
    plan["parameters"] = [{"name": "member_id", "in": "query", "required": True, "schema": _TEXT}]
    return {
        "/api/v1/team": {"get": secured("Members, computers, invitations", "Team", (429, 503), None)},
        "/api/v1/team/leave": {"get": plan},
        **{f"/api/v1/team/{path}": {"post": secured(*call)} for path, call in posts.items()},
    }


def team_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    device = _object(device_id=_TEXT, name=_TEXT, last_seen_at=_LATER, is_revoked=_TRUTH, is_this=_TRUTH)
    member = _object(member_id=_TEXT, name=_TEXT, role=_ROLE, is_removed=_TRUTH, devices=_list(device))
    invite = _object(
        invite_id=_TEXT, role=_ROLE, name=_MAYBE, state={"enum": ["open", "used", "expired", "withdrawn"]},
        made_at=_MOMENT, expires_at=_MOMENT, made_by=_MAYBE, used_on=_MAYBE, member_id=_MAYBE,
    )  # fmt: skip
    item = _object(item_id=_TEXT, title=_TEXT, at=_LATER, conversation_id=_MAYBE)
    part = _object(kind=_TEXT, count=_NUMBER, items=_list(item))
    return {
        "Team": _object(members=_list(member), invites=_list(invite)),
        "LeavePlan": _object(member_id=_TEXT, name=_TEXT, parts=_list(part)),
        "InviteWish": _optional(role=_MAYBE, name=_MAYBE, member_id=_MAYBE),
        "NewInvite": _object(code=_TEXT, invite_id=_TEXT, role=_ROLE, name=_MAYBE, expires_at=_MOMENT),
        "InviteNamed": _object(invite_id=_TEXT),
        "DeviceNamed": _object(device_id=_TEXT),
        "RoleGiven": _object(member_id=_TEXT, role=_TEXT),
        "NameGiven": _object(member_id=_TEXT, name=_TEXT),
        "RemoveMember": _object(member_id=_TEXT) | {"properties": {"member_id": _TEXT, "heir_id": _MAYBE}},
        "Empty": {"type": "object", "properties": {}},
    }


def _object(**properties: Json) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _optional(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}
