"""Whether an accepted message will arrive: what Meta tells by webhook only, after a 200."""

import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.sandbox.media_rules import EXTENSIONS, why_not_sent
from app.sandbox.outbound.holdings import MediaUse
from app.sandbox.people import Person
from app.sandbox.requests import SendRequest
from app.sandbox.world import World

REACTION_MAX_AGE = timedelta(days=30)
MARKETING_FATES = {"capped": 131049, "stopped": 131050, "experiment": 130472}
NORTH_AMERICA = "1"  # marketing templates to +1 numbers are not delivered
NOT_REACHED_HOSTS = (".invalid", ".local", ".test", "localhost")

Fate = tuple[int, str | None]  # Meta's code, and details if they say more than the table


def fate_of(request: SendRequest, person: Person, world: World, now: datetime) -> Fate | None:
    """The code with which the message will fail, None if it will arrive."""
    if not person.is_on_whatsapp:
        return 131026, None
    if request.identity_hash is not None and request.identity_hash != person.identity_hash:
        return 137000, None
    is_open = world.is_window_open(person, now)
    if request.kind != "template" and not is_open:
        return 131047, None
    if request.category == "marketing" and (code := _marketing_fate(person, is_open=is_open)):
        return code, None
    if why := _why_no_media(request, world, now):
        return 131053, why
    if request.kind == "reaction" and not _is_good_target(request.content["message_id"], person, world, now):
        return 131009, "The message to react to is too old, deleted, a reaction, or of another chat."
    return (request.held_code, None) if request.held_code else None


def _marketing_fate(person: Person, *, is_open: bool) -> int | None:
    code = MARKETING_FATES.get(person.habits.marketing)
    if code == 131049 and is_open:  # an answer in an open window does not count against the cap
        return None
    return code or (131049 if person.phone.startswith(NORTH_AMERICA) else None)


def _is_good_target(wamid: str, person: Person, world: World, now: datetime) -> bool:
    target = world.messages.get(wamid)
    return (
        target is not None
        and target.person == person.key
        and target.kind not in {"reaction", "edit", "revoke"}
        and target.wamid not in world.revoked
        and now - target.at <= REACTION_MAX_AGE
    )


def _why_no_media(request: SendRequest, world: World, now: datetime) -> str | None:
    for use in request.uses:
        if why := _why_no_link(use) if use.link else _why_no_file(use, world, now):
            return why
    return None


def _why_no_file(use: MediaUse, world: World, now: datetime) -> str | None:
    media = world.media.find(use.media_id or "", now)
    assert media is not None, "the request was refused otherwise"
    return why_not_sent(use.kind, media, world.media.read(media), is_voice=use.is_voice)


def _why_no_link(use: MediaUse) -> str | None:
    """Nothing is fetched: practice stays on this computer. What could never be fetched by Meta fails."""
    address = urlsplit(use.link or "")
    host = address.hostname or ""
    if address.scheme != "https" or host.endswith(NOT_REACHED_HOSTS) or not _is_public(host):
        return f"Downloading media from weblink failed: {host} cannot be reached by public HTTPS."
    kind = EXTENSIONS.get(address.path.rpartition(".")[2].lower(), use.kind)
    if kind != use.kind and use.kind != "document":
        return f"Unsupported {use.kind} mime type at weblink: it is of kind {kind}."
    return None


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True
