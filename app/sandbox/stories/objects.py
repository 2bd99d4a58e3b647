"""What a line of a story says beside plain text: `[image photo-pink] Like this?`, `[order SKU-7 2]`, `[edit] …`."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.sandbox import said
from app.sandbox.said import DEFAULT_FILES, Said
from app.sandbox.world import Message, World

OBJECT = re.compile(r"^\[(?P<kind>[a-z]+)(?: (?P<detail>[^\]]+))?\] ?(?P<rest>.*)$", re.DOTALL)
PHOTOS = (
    "photo-balayage",
    "photo-blond",
    "photo-bob",
    "photo-copper",
    "photo-fade",
    "photo-pink",
    "photo-wedding",
)


UNTOUCHABLE = frozenset({"reaction", "edit", "revoke", "system"})


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a line stands: in which talk so far, when, and when its files were put at Meta."""

    world: World
    talk: list[Message]  # oldest first
    at: datetime
    files_at: datetime
    is_inbound: bool = True

    def newest(self, *, is_inbound: bool) -> str:
        """Id of the newest message of one side that something can be done to, empty when there is none."""
        found = (
            m.wamid for m in reversed(self.talk) if m.is_inbound == is_inbound and m.kind not in UNTOUCHABLE
        )
        return next(found, "")


def say(line: str, moment: Moment) -> Said:
    """Meta's type and object of a line's text. Raises ValueError for an unknown kind."""
    match = OBJECT.match(line)
    if match is None:
        return said.text(line)
    kind, detail, rest = match["kind"], match["detail"] or "", match["rest"]
    if kind in DEFAULT_FILES:
        return _file(kind, detail, rest, moment)
    return _about_others(kind, detail, rest, moment) or _object(kind, detail, rest, line)


def _about_others(kind: str, detail: str, rest: str, moment: Moment) -> Said | None:
    """What refers to an earlier message, or says something in a special way."""
    theirs = moment.newest(is_inbound=not moment.is_inbound)
    mine = moment.newest(is_inbound=moment.is_inbound)
    match kind:
        case "reaction":
            return said.reaction(theirs, detail)
        case "button":
            payload = detail.upper().replace(" ", "_")
            return Said("button", {"payload": payload, "text": detail}, context=theirs or None)
        case "edit":
            return said.edit(mine, said.text(rest))
        case "revoke":
            return said.revoke(mine)
        case "quote":
            return say(rest, moment).but(context=theirs)
        case "forwarded":
            return said.forwarded(say(rest, moment), is_frequent=detail == "often")
        case "ad":
            return said.by_ad(say(rest, moment), detail)
        case "product":
            return said.about_product(say(rest, moment), detail, moment.world.business.phone)
    return None


def _object(kind: str, detail: str, rest: str, line: str) -> Said:
    match kind:
        case "unsupported":
            return said.unsupported(detail)
        case "location":
            return said.location(detail)
        case "contacts":
            name, _, phone = detail.rpartition(" +")
            return said.card(name, f"+{phone}")
        case "order":
            product_id, _, quantity = detail.partition(" ")
            return said.order({product_id: int(quantity or 1)}, rest)
    raise ValueError(f"unknown kind of message: {line}")


def _file(kind: str, detail: str, caption: str, moment: Moment) -> Said:
    purpose = (moment.at, kind, detail, caption, len(moment.talk))
    name = detail or (moment.world.chance("photo", *purpose).choice(PHOTOS) if kind == "image" else "")
    file, shown = said.story_file(moment.world, kind, name, moment.files_at, *purpose)
    return said.media(kind, file, caption, shown if kind == "document" else None)
