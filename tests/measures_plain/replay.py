"""One person's thread, replayed from its first happening to its last: episodes, turns, the bot."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.measures_plain.reading import Happening

HOUR = 3600
BOT_SILENCE_S = 60
SILENCE_S = 72 * HOUR
GRACE_S = 24 * HOUR


@dataclass
class Turn:
    """One wait of a customer."""

    start: int
    first_recv: int  # receipt of the first inbound; the hand-off instant where no inbound began it
    end: int | None = None
    ended_by: str | None = None
    author: str | None = None
    reply: Happening | None = None


@dataclass
class Episode:
    """One matter, from its first message to its resolve."""

    opened: int
    origin: str
    turns: list[Turn] = field(default_factory=list)
    stretches: list[tuple[int, int]] = field(default_factory=list)  # the open ones that ended in a resolve
    resolutions: list[int] = field(default_factory=list)  # open time until each of these resolves
    reopens: int = 0
    first_in: int | None = None
    machine_first: int | None = None
    last_is_ours: bool = False
    last_message: int = 0


class Thread:
    """What is known of a person after each happening. `void` are replies that ended nothing, because they failed."""

    def __init__(self, void: set[str]) -> None:
        self.void = void
        self.episodes: list[Episode] = []
        self.open_since: int | None = None  # of the last episode; None while none is open
        self.turn: Turn | None = None
        self.bot_owns = False
        self.to_bot: list[Happening] = []  # inbound that the bot did not answer
        self.answered: list[tuple[int, list[Happening]]] = []

    def now(self) -> Episode:
        return self.episodes[-1]

    def take(self, one: Happening) -> None:
        """The next happening, in order."""
        if one.is_qualifying:
            self.customer_wrote(one)
        elif one.is_content:
            self.we_wrote(one)
        elif one.what == "bot":
            self.bot_changed(one)
        elif one.what == "waive" and self.turn is not None:
            self.end_turn(one.time, "waived", one.line["by"])
        elif one.what == "close" and self.open_since is not None and not (one.is_of_time and self.is_awaited):
            self.resolve(one.time, one.line["by"])

    def customer_wrote(self, one: Happening) -> None:
        if self.open_since is None:
            self.open_episode(one.time, "customer")
        episode = self.now()
        if episode.first_in is None:
            episode.first_in = one.time
        episode.last_is_ours, episode.last_message = False, one.time
        if self.bot_owns:
            self.to_bot.append(one)
        elif self.turn is None:
            self.open_turn(Turn(one.time, one.at))

    def we_wrote(self, one: Happening) -> None:
        if self.open_since is None:
            self.open_episode(one.time, "outbound")
        episode = self.now()
        episode.last_is_ours, episode.last_message = True, one.time
        if one.is_human:
            self.human_wrote(one)
            return
        if episode.first_in is not None and episode.machine_first is None:
            episode.machine_first = one.time - episode.first_in
        if one.line["author"] == "bot" and self.bot_owns:
            self.answered.append((one.time, self.to_bot))
            self.to_bot = []

    def human_wrote(self, one: Happening) -> None:
        self.bot_owns = False
        self.forget_bot()
        self.answer(one)

    def answer(self, one: Happening) -> None:
        """It ends the turn, if one is open and it is no void or older message."""
        turn = self.turn
        if turn is None or one.line["id"] in self.void or one.is_composed_before(turn.start):
            return
        turn.reply = one
        self.end_turn(one.time, "reply", one.line["author"])

    def bot_changed(self, one: Happening) -> None:
        was_bots, self.bot_owns = self.bot_owns, one.line["owns"]
        if was_bots and not self.bot_owns:
            self.hand_off(one.time)

    def hand_off(self, time: int) -> None:
        """A human is asked for: what the bot left unanswered waits, or else the wait begins now."""
        self.bot_owns = False
        # What the bot says in the second of the hand-off is its acknowledgement, which answers nothing.
        waiting = [inbound for at, asked in self.answered if at == time for inbound in asked] + self.to_bot
        self.forget_bot()
        if self.turn is not None or self.open_since is None or self.now().first_in is None:
            return  # somebody waits already, or nobody wrote
        if waiting:
            self.open_turn(Turn(waiting[0].time, waiting[0].at))
        else:
            self.open_turn(Turn(time, time))

    def forget_bot(self) -> None:
        self.to_bot, self.answered = [], []

    def open_episode(self, time: int, origin: str) -> None:
        """A new one, or the last again when a customer comes back to it in time."""
        self.open_since = time
        last = self.episodes[-1] if self.episodes else None
        if origin == "customer" and last is not None and time - last.stretches[-1][1] <= GRACE_S:
            last.reopens += 1
        else:
            self.episodes.append(Episode(time, origin))

    def open_turn(self, turn: Turn) -> None:
        self.turn = turn
        self.now().turns.append(turn)

    def end_turn(self, time: int, how: str, author: str | None) -> None:
        assert self.turn is not None
        self.turn.end, self.turn.ended_by, self.turn.author = time, how, author
        self.turn = None
        self.forget_bot()  # what was said within the wait is dealt with, whoever owns

    def resolve(self, time: int, by: str | None) -> None:
        """Pressed by somebody, or None: of itself."""
        if self.turn is not None:
            self.end_turn(time, "abandoned", by)
        assert self.open_since is not None
        episode = self.now()
        episode.stretches.append((self.open_since, time))
        begins = episode.opened if episode.first_in is None else episode.first_in
        episode.resolutions.append(sum(max(0, b - max(a, begins)) for a, b in episode.stretches))
        self.open_since = None
        self.forget_bot()

    @property
    def is_awaited(self) -> bool:
        """Whether a customer waits, for a human or for the bot: no episode closes by itself then."""
        return self.turn is not None or bool(self.to_bot)

    def next_of_time(self) -> Happening | None:
        """What time alone brings about, if nothing else happens: a silent bot hands off, a silent episode closes."""
        if self.to_bot:
            due = min(max(inbound.at, inbound.time) for inbound in self.to_bot) + BOT_SILENCE_S
            return Happening(due, due, "bot", {"owns": False}, is_of_time=True)
        if self.open_since is None or self.is_awaited or not self.now().last_is_ours:
            return None
        ends = [turn.end for turn in self.now().turns if turn.end is not None]
        due = max([self.now().last_message + SILENCE_S, *ends])
        return Happening(due, due, "close", {"by": None}, is_of_time=True)


def replay(things: list[Happening], failed: dict[str, int], last: int) -> list[Episode]:
    """The episodes of one person.

    What time brings about is written by the hub when it is due, from what is known then; it stands, whatever
    becomes known later.
    """
    written: list[Happening] = []
    for moment in sorted({one.at for one in things} | set(failed.values()) | {last}):
        known = [one for one in things if one.at < moment]
        failed_yet = {name: at for name, at in failed.items() if at < moment}
        while (due := walk([*known, *written], failed_yet).next_of_time()) is not None and due.time < moment:
            written.append(due)
    return walk([*things, *written], failed).episodes


def walk(things: list[Happening], failed: dict[str, int]) -> Thread:
    """From the first to the last. A void end is as if it had never been, so all is walked again without it."""
    things = sorted(things, key=lambda one: one.order)
    void: set[str] = set()
    while True:
        thread = Thread(void)
        for one in things:
            thread.take(one)
        found = first_void_end(thread.episodes, things, failed)
        if found is None:
            return thread
        void.add(found)


def first_void_end(episodes: list[Episode], things: list[Happening], failed: dict[str, int]) -> str | None:
    """The first reply that ended a turn, failed, and had no other reply accepted beside it."""
    for turn in (turn for episode in episodes for turn in episode.turns):
        if turn.reply is not None and is_void(turn, things, failed):
            return str(turn.reply.line["id"])
    return None


def is_void(turn: Turn, things: list[Happening], failed: dict[str, int]) -> bool:
    """Whether, at some moment, the reply had failed and each other reply until then as well."""
    reply = turn.reply
    assert reply is not None
    name = reply.line["id"]
    if name not in failed:
        return False
    after = things[things.index(reply) + 1 :]
    others = [one for one in after if one.is_human and not one.is_composed_before(turn.start)]
    moment = max(failed[name], reply.time)
    while True:
        until_then = [one for one in others if one.time <= moment]
        if any(one.line["id"] not in failed for one in until_then):
            return False
        later = max([moment] + [max(failed[one.line["id"]], one.time) for one in until_then])
        if later == moment:
            return True
        moment = later
