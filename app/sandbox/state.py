"""Keeps a practice world in one JSON file, so that a restarted sandbox knows its people, windows and messages."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from app.sandbox.media_shelf import MediaShelf
from app.sandbox.people import Business, Habits, Person
from app.sandbox.world import Json, Message, World

FORMAT = 1


def dump(world: World, pending: list[bytes]) -> bytes:
    """The world and the webhooks that nobody has taken yet."""
    state = {
        "format": FORMAT,
        "business": asdict(world.business),
        "account": world.account.dump(),
        "seed": world.seed,
        "boot": world.boot,
        "count": world.count,
        "is_history_delivered": world.is_history_delivered,
        "used_openers": sorted(world.used_openers),
        "service_messages": world.service_messages,
        "people": [asdict(person) for person in world.people.values()],
        "messages": [asdict(message) for message in world.messages.values()],
        "media": world.media.dump(),
        "called_at": world.called_at,
        "came_by_ad_at": world.came_by_ad_at,
        "free_until": world.free_until,
        "pending": [body.decode("latin-1") for body in pending],
    }
    return json.dumps(state, default=datetime.isoformat).encode()


def save(path: Path, state: bytes) -> None:
    """Replace the file as a whole; a crash leaves the old one."""
    new = path.with_suffix(path.suffix + ".new")
    new.write_bytes(state)
    os.replace(new, path)


def load(path: Path) -> tuple[World, list[bytes]]:
    """The world as it was, one boot later, and the webhooks still to deliver.

    Errors: FileNotFoundError; ValueError when the file is not one of ours.
    """
    try:
        state: Json = json.loads(path.read_bytes())
        if state["format"] != FORMAT:
            raise ValueError(f"format {state['format']} instead of {FORMAT}")
        return _world(state, MediaShelf(media_folder(path))), [
            body.encode("latin-1") for body in state["pending"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no practice state: {type(error).__name__} {error}") from error


def media_folder(state: Path) -> Path:
    """Where the bytes lie that belong to a state file."""
    return state.with_suffix(".media")


def _world(state: Json, media: MediaShelf) -> World:
    media.load(state.get("media", ()))
    world = World(Business(**state["business"]), seed=state["seed"], boot=state["boot"] + 1, media=media)
    world.count = state["count"]
    if "account" in state:  # practice files of before had none
        world.account.restore(state["account"])
    world.is_history_delivered = state["is_history_delivered"]
    world.used_openers = set(state["used_openers"])
    world.service_messages = state["service_messages"]
    for person in state["people"]:
        world.add(_person(person))
    for message in state["messages"]:
        world.keep(_message(message))
    for name in ("called_at", "came_by_ad_at", "free_until"):
        times = {key: datetime.fromisoformat(at) for key, at in state.get(name, {}).items()}
        setattr(world, name, times)
    return world


def _person(kept: dict[str, Any]) -> Person:
    habits = kept["habits"]
    ranges = {name: tuple(habits[name]) for name in ("read_after_s", "answer_after_s")}
    lines = {name: tuple(kept.get(name, ())) for name in ("later", "decides")}
    return Person(**kept | {"habits": Habits(**habits | ranges)} | lines)


def _message(kept: dict[str, Any]) -> Message:
    statuses = tuple((rank, datetime.fromisoformat(at)) for rank, at in kept["statuses"])
    return Message(**kept | {"at": datetime.fromisoformat(kept["at"]), "statuses": statuses})
