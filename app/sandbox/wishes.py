"""Reads what the control interface is asked to make a customer, or the phone, say."""

import base64
from typing import Any

from app.domain.clock import Clock
from app.sandbox import said
from app.sandbox.people import Habits, Person
from app.sandbox.said import DEFAULT_FILES, Said
from app.sandbox.stories.objects import Moment
from app.sandbox.world import Json, World, marketing_of


class Wishes:
    """Turns wishes in JSON into people and what they say; mistakes raise ValueError, KeyError or TypeError."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock

    def person(self, who: Any) -> Person:
        """An existing person, or a new one from a number or a description."""
        world = self._world
        wish = who if isinstance(who, dict) else {"phone": who} if who.startswith("+") else {}
        found = world.find(wish.get("key") or wish["phone"]) if wish else world.find(who)
        if found is not None:
            return found
        if not wish:
            raise ValueError(f"nobody here is called {who}")
        digits = "".join(sign for sign in wish["phone"] if sign.isdigit())
        habits = Habits(
            answer_chance=wish.get("answers", 0.0),
            answers_from=wish.get("answers_from", 1),
            has_read_receipts=wish.get("reads", True),
            marketing=wish.get("marketing") or marketing_of(digits),
        )
        return world.meet(
            digits,
            key=wish.get("key"),
            name=wish.get("name"),
            username=wish.get("username"),
            is_number_hidden=wish.get("hidden", False),
            language=wish.get("language", "fr"),
            parent_user_id=wish.get("parent_user_id"),
            identity_hash=wish.get("identity_hash"),
            decides=tuple(wish.get("decides", ())),
            habits=habits,
        )

    def said(self, wish: Json, person: Person, *, is_inbound: bool = True) -> Said:
        """What is to be said, with everything around it."""
        now = self._clock.now()
        moment = Moment(self._world, self._world.talk(person), now, now, is_inbound)
        what = self._object(wish, wish.get("type", "text"), moment)
        if "context" in wish:
            what = what.but(context=wish["context"])
        if forwarded := wish.get("forwarded"):
            what = said.forwarded(what, is_frequent=forwarded == "often")
        if "referral" in wish:
            what = _by_ad(what, wish["referral"])
        if "product" in wish:
            what = said.about_product(what, wish["product"], self._world.business.phone)
        if "group" in wish:
            what = what.but(extra={"group_id": wish["group"]})
        if "code" in wish:
            what = what.but(error_code=wish["code"])
        return what.but(extra=wish.get("extra", {}))

    def _object(self, wish: Json, kind: str, moment: Moment) -> Said:
        if kind == "unsupported":
            return said.unsupported(wish.get("unsupported") or (wish.get("content") or {}).get("type"))
        if "content" in wish or kind == "request_welcome":
            return Said(kind, wish.get("content"))
        if kind in DEFAULT_FILES:
            return self._file(wish, kind)
        if kind in {"reaction", "edit", "revoke"}:
            return _about(wish, kind, moment)
        match kind:
            case "location":
                return said.location(wish.get("name"))
            case "contacts":
                return said.card(wish["name"], wish["phone"], origin=wish.get("origin"))
            case "order":
                return said.order(wish.get("items", {"SKU-7": 1}), wish.get("text"))
            case "button":
                return Said("button", {"payload": wish.get("payload", wish["text"]), "text": wish["text"]})
        return said.text(wish["text"])

    def _file(self, wish: Json, kind: str) -> Said:
        """A file: given in base64 with its type, named among the stories' own, or simply one of that kind."""
        if wish.get("too_large"):
            return said.too_large(kind)
        world, now, caption = self._world, self._clock.now(), wish.get("caption")
        if "base64" in wish:
            data = base64.b64decode(wish["base64"], validate=True)
            file = world.media.put(world.new_media_id(), data, wish["mime_type"], now, is_uploaded=False)
            return said.media(kind, file, caption, wish.get("filename"))
        file, shown = said.story_file(world, kind, wish.get("file", ""), now)
        filename = wish.get("filename", shown) if kind == "document" else None
        return said.media(kind, file, caption, filename)


def _about(wish: Json, kind: str, moment: Moment) -> Said:
    """What is done to an earlier message: the one named, else the newest that it can be done to."""
    if kind == "reaction":
        target = wish.get("message") or moment.newest(is_inbound=not moment.is_inbound)
        return said.reaction(target, wish["emoji"])
    target = wish.get("message") or moment.newest(is_inbound=moment.is_inbound)
    return said.edit(target, said.text(wish["text"])) if kind == "edit" else said.revoke(target)


def _by_ad(what: Said, referral: Any) -> Said:
    """A referral as given, or the usual one for `true` or a headline."""
    if isinstance(referral, dict):
        return what.but(extra={"referral": referral})
    return said.by_ad(what, referral if isinstance(referral, str) else "Balayage d’hiver")
