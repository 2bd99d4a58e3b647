"""Builds a practice world from a story file (resources/stories/NAME.toml; the format is in docs/manual/sandbox.md)."""

import random
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.sandbox.media_shelf import MediaShelf
from app.sandbox.people import Business, Habits, Person
from app.sandbox.phrases import STORIES
from app.sandbox.stories.lines import Line, fill, parse_line
from app.sandbox.stories.objects import Moment, say
from app.sandbox.world import World

SHORTEST_GAP = timedelta(seconds=20)  # between two lines of one talk, so that their order is never in doubt
RANKS = {"s": ("sent",), "d": ("sent", "delivered"), "r": ("sent", "delivered", "read"), "x": ("failed",)}
NOT_ON_WHATSAPP = 131026


def load_story(
    name: str,
    *,
    now: datetime,
    waba_id: str,
    phone_number_id: str,
    seed: int = 1,
    boot: int = 1,
    folder: Path = STORIES,
    media: MediaShelf | None = None,
) -> World:
    """A world whose past ends at `now`; the same arguments give the same world to the last id.

    Errors: FileNotFoundError for an unknown story, ValueError with the line for a malformed one.
    """
    story = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    business = Business(story["business"]["name"], waba_id, phone_number_id, story["business"]["phone"])
    world = World(business, seed=seed, boot=boot, media=media)
    reader = _Reader(world, now.replace(microsecond=0), ZoneInfo(story["business"]["zone"]))
    for entry in story["person"]:
        reader.add(entry)
    return world


class _Reader:
    def __init__(self, world: World, now: datetime, zone: ZoneInfo) -> None:
        self._world = world
        self._now = now
        self._zone = zone

    def add(self, entry: dict[str, Any]) -> None:
        talk = entry.pop("talk", "")
        person = self._person(entry)
        lines = [parse_line(line) for line in talk.splitlines() if line.strip()]
        times = self._times(lines)
        for index, (line, at) in enumerate(zip(lines, times, strict=True)):
            until = times[index + 1] if index + 1 < len(times) else self._now
            self._tell(person, line, at, until)

    def _person(self, entry: dict[str, Any]) -> Person:
        habits = Habits(
            has_read_receipts=entry.pop("reads", True),
            is_phone_on=entry.pop("phone_on", True),
            answer_chance=entry.pop("answers", 0.85),
            answers_from=entry.pop("answers_from", 1),
        )
        later, decides = tuple(entry.pop("later", ())), tuple(entry.pop("decides", ()))
        hidden = entry.pop("hidden", False)
        return self._world.meet(**entry, habits=habits, later=later, decides=decides, is_number_hidden=hidden)

    def _times(self, lines: list[Line]) -> list[datetime]:
        """UTC times of a talk's lines; a line never comes before the one above it."""
        times: list[datetime] = []
        for line in lines:
            at = line.time(self._now, times[-1] if times else self._now, self._zone)
            times.append(max(at, times[-1] + SHORTEST_GAP) if times else at)
        return times

    def _tell(self, person: Person, line: Line, at: datetime, until: datetime) -> None:
        text = fill(line.text, at.astimezone(self._zone), self._now.astimezone(self._zone), person.language)
        talk = self._world.talk(person)
        told = say(text, Moment(self._world, talk, at, self._now, is_inbound=line.is_inbound))
        if line.is_inbound:
            self._world.wrote(person, at, told.kind, told.content, is_history=True, **told.details())
            return
        chance = self._world.chance("ticks", person.key, at)
        self._world.answered(
            person,
            at,
            told.kind,
            told.content,
            is_history=True,
            is_by_software=line.is_by_software,
            statuses=_ticks(line.fate, at, until, chance),
            context=told.context,
            extra=told.extra,
            error_code=NOT_ON_WHATSAPP if line.fate == "x" else None,
        )


def _ticks(
    fate: str, at: datetime, until: datetime, chance: random.Random
) -> tuple[tuple[str, datetime], ...]:
    """When each status came: within seconds, `read` within minutes but before the talk goes on."""
    delays_s = {"sent": 1, "failed": 2, "delivered": 2, "read": chance.randint(8, 240)}
    latest = max(at + timedelta(seconds=3), until - timedelta(seconds=2))
    return tuple((rank, min(at + timedelta(seconds=delays_s[rank]), latest)) for rank in RANKS[fate])
