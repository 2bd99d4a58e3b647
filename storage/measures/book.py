"""All threads of a log, kept up to date from its bytes: give it every event, ask for what changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from typing import Any

from app.domain.groups import GROUP_EVENTS, GroupBook
from app.domain.hours import HoursBook
from app.domain.standards import SETTING, StandardBook, StandardsSaved
from app.domain.turn_thread import Thread
from app.domain.turns import Episode, MeasureRules, Turn
from storage.measures import telling
from storage.measures.lean import AROUND, BODY, decode_cover, decode_names, kind_of
from storage.measures.lean import Row as Row
from storage.measures.packing import Shelf, unpack_places

Read = Callable[[Sequence[int]], Iterable[Row]]
_GONE = (b"", b"null")
_DROPPED = frozenset({"send.refused", "send.failed", "send.expired", "send.cancelled"})
_TELLING = frozenset({"sent", "delivered", "read", "played", "failed"})
HOUR_S = 3600


class Book:
    """`take` each event in the log's order; `read` gives events again, by their places.

    `is_stale`: a rule is another now that all of it follows from; a new book must be made, with `wanted`. `shelf` holds
    what rested and was put away.
    """

    def __init__(self, read: Read, rules: MeasureRules | None = None, shelf: Shelf | None = None) -> None:
        self._read = read
        self._shelf = shelf
        self.rules = rules or MeasureRules()
        self.wanted = self.rules  # as the log said it last
        self.hours = HoursBook()
        self.groups = GroupBook()
        self.standards = StandardBook()
        self.is_around_changed = False  # hours, groups or standards are others than at the last rest
        self.threads: dict[str, Thread] = {}
        self.ids: dict[str, tuple[str, str, str]] = {}  # conversation: itself, contact, line
        self.kept: dict[str, str] = {}  # conversations that became part of others
        self._owned: dict[str, list[str]] = {}  # whose conversations with another owner were before
        self.places: dict[str, array[int]] = {}
        self._near: dict[str, Thread] = {}  # those of `touched` that one look finds: neither merged nor late
        self.touched: set[str] = set()
        self.forgotten: set[str] = set()  # erased, or part of another now
        self._kept_around: list[tuple[str, int, bytes]] = []
        self.down: list[tuple[int, int]] = []  # when the hub did not run, in order
        self._stopped_s: int | None = None
        self._late: set[str] = set()
        self._failed: set[str] = set()
        self._unknown: set[str] = set()
        self._phones: list[tuple[int, str, str | None]] = []

    @property
    def is_stale(self) -> bool:
        """Whether the rules are others than those that its threads follow."""
        return self.wanted != self.rules

    def take(self, pos: int, envelope: bytes, fields: bytes) -> None:
        """The next event."""
        self.take_all([(pos, envelope, fields)])

    def take_all(self, rows: Iterable[Row]) -> None:
        """The next events. One loop, through which a long log comes."""
        for pos, envelope, fields in rows:
            kind = kind_of(envelope)
            if kind is None or fields in _GONE:
                continue
            if kind == "message.status":
                if self._unknown or _SENT not in fields:  # most say no more than that
                    self._status(pos, BODY[kind](fields))
            elif kind in _ABOUT_ONE:
                body = BODY[kind](fields)
                thread = self._near.get(body.conversation_id)
                if kind == "message.received" and body.is_history:
                    continue
                if thread is not None:
                    thread.places.append(pos)
                else:
                    thread = self._noted(pos, kind, body, fields)
                if thread is not None and not self._tell(thread, pos, kind, envelope, body):
                    self._put_off(body.conversation_id)
            else:
                self._about_all(pos, kind, envelope, fields)

    def _about_all(self, pos: int, kind: str, envelope: bytes, fields: bytes) -> None:
        """Of no thread, or of several."""
        if kind in AROUND:
            self._told_around(kind, telling.seconds(decode_cover(envelope).accepted_at), fields)
            return
        body = BODY[kind](fields)
        if kind == "setting.changed" and body.name == SETTING:
            self._told_around(kind, telling.seconds(decode_cover(envelope).accepted_at), fields)
        elif kind in _OF_HUB:
            self._hub(pos, kind, telling.seconds(decode_cover(envelope).accepted_at))
        else:
            _ABOUT_MANY[kind](self, pos, body)
            self._near.clear()

    def _hub(self, pos: int, kind: str, at_s: int) -> None:
        """It stopped, or started: after a crash it had stopped with the event before."""
        if kind == "hub.stopped":
            self._stopped_s = at_s
            return
        since_s, self._stopped_s = self._stopped_s, None
        if since_s is None:
            before = next(iter(self._read([pos - 1])), None)
            if before is None:
                return
            since_s = telling.seconds(decode_cover(before[1]).accepted_at)
        if since_s < at_s:
            self.down.append((since_s, at_s))

    def _told_around(self, kind: str, at_s: int, fields: bytes) -> None:
        """Hours, groups or standards are others now."""
        self.is_around_changed = True
        self._kept_around.append((kind, at_s, bytes(fields)))
        if kind == "setting.changed":
            self.standards.apply_default(int(BODY[kind](fields).value), at_s)
            return
        body = AROUND[kind](fields)
        if isinstance(body, StandardsSaved):
            self.standards.apply(body, at_s)
        elif isinstance(body, GROUP_EVENTS):
            self.groups.apply(body, at_s)
        else:
            self.hours.apply(body)

    def settle(self) -> None:
        """Go through what could not be told in order. Call it before `turns`."""
        for conversation_id in self._late:
            if conversation_id in self.ids and conversation_id not in self.kept:
                self.threads[conversation_id] = self._from_the_beginning(conversation_id)
        self._late.clear()
        self._near.clear()

    def turns(self) -> Iterable[tuple[str, Thread]]:
        """Threads about which something may be new."""
        alive = [one for one in self.touched if one in self.ids and one not in self.kept]
        return [(one, self._thread(one)) for one in alive]

    def rest(self) -> None:
        """What was new is kept by who asked."""
        for _id, thread in self.turns():
            thread.rest()
        self.touched.clear()
        self._near.clear()
        self.forgotten.clear()
        self.is_around_changed = False

    def _noted(self, pos: int, kind: str, body: Any, fields: bytes) -> Thread | None:
        """Note where something new about a thread stands; the thread, if it can be told at once."""
        conversation_id = body.conversation_id
        if conversation_id not in self.ids:
            if kind not in _NAMING or conversation_id is None:
                return None  # nothing was ever written there
            named = decode_names(fields)
            self.ids[conversation_id] = (conversation_id, named.contact_id, named.line_id)
            self.places[conversation_id] = array("Q")
            self.threads[conversation_id] = Thread(self.ids[conversation_id], self.rules)
        root = self.root_of(conversation_id)
        thread = self._thread(root)
        places = self.places_of(conversation_id)
        places.append(pos)
        self.touched.add(root)
        if root in self._late:
            return None
        if root == conversation_id:
            thread.places = places
            self._near[root] = thread
        return thread

    def _put_off(self, conversation_id: str) -> None:
        """Its thread is gone through from the beginning before anybody reads it."""
        root = self.root_of(conversation_id)
        self._late.add(root)
        self._near.pop(root, None)

    def _thread(self, root: str) -> Thread:
        """From memory, or gone through again."""
        thread = self.threads.get(root)
        if thread is None:
            thread = self.threads[root] = self._from_the_beginning(root)
        return thread

    def places_of(self, conversation_id: str) -> array[int]:
        """The events that are about it."""
        found = self.places.get(conversation_id)
        if found is None:
            kept = None if self._shelf is None else self._shelf.places(conversation_id)
            found = self.places[conversation_id] = array("Q") if kept is None else unpack_places(kept)
        return found

    def packed(self) -> dict[str, Any]:
        """What it knows beside its threads."""
        return {
            "grace_s": self.rules.reopen_grace_s,
            "kept": self.kept,
            "owned": self._owned,
            "gone": [self.ids[one] for one in self.kept],
            "failed": list(self._failed),
            "unknown": list(self._unknown),
            "phones": self._phones,
            "around": self._kept_around,
            "down": self.down,
            "stopped_s": self._stopped_s,
        }

    @classmethod
    def unpacked(cls, known: Any, ids: Iterable[tuple[str, str, str]], read: Read, shelf: Shelf) -> Book:
        """The book that said so; its threads stand on the shelf."""
        book = cls(read, MeasureRules(known["grace_s"]), shelf)
        book.kept, book._owned = known["kept"], known["owned"]
        book.ids = {one[0]: (one[0], one[1], one[2]) for one in (*ids, *known["gone"])}
        book._failed, book._unknown = set(known["failed"]), set(known["unknown"])
        book.down = [(since_s, until_s) for since_s, until_s in known["down"]]
        book._stopped_s = known["stopped_s"]
        book._phones = [(at, line, who) for at, line, who in known["phones"]]
        for kind, at_s, fields in known["around"]:
            book._told_around(kind, at_s, fields)
        book.is_around_changed = False
        return book

    def put_away(self) -> None:
        """Everything rested, and stands on the shelf."""
        while self.threads:  # one by one: to let go of all at once stops every other thread for half a second
            self.threads.popitem()
        self.places.clear()
        self._near.clear()

    def _tell(self, hearer: telling.Hearer, pos: int, kind: str, envelope: bytes, body: Any) -> bool:
        if kind == "message.received":
            phone = None if body.direction == "in" else self._phone(pos, body.line_id)
            return telling.received(hearer, pos, body, phone)
        if kind == "conversation.started":
            return True
        cover = decode_cover(envelope)
        if kind == "send.requested":
            telling.requested(hearer, cover, body)
            return True
        if kind == "send.accepted":
            return telling.accepted(hearer, pos, body.message_id, telling.seconds(cover.accepted_at))
        if kind == "conversation.assigned":
            return telling.assigned(hearer, pos, cover, body)
        if kind == "bot.set":
            return telling.bot_set(hearer, pos, cover, body)
        if kind == "schedule.set":
            hearer.plans[body.message_id] = telling.seconds(cover.accepted_at)
            return True
        if kind == "message.handled":
            return hearer.handled(body.message_id)
        if kind in telling.ENDS:
            return telling.ended(hearer, pos, cover, kind, body.member_id)
        return self._sending(hearer, pos, kind, cover, body)

    def _sending(self, hearer: telling.Hearer, pos: int, kind: str, cover: Any, body: Any) -> bool:
        if kind in _DROPPED:
            hearer.requests.pop(body.message_id, None)
        elif kind == "send.unknown":
            self._unknown.add(body.message_id)
            if body.message_id in hearer.requests:
                hearer.requests[body.message_id].is_unknown = True
        elif kind == "send.settled" and body.how == "arrived":
            wish = hearer.requests.get(body.message_id)
            if wish is not None:
                return telling.accepted(hearer, pos, body.message_id, wish.receipt_s)
        return True

    def _status(self, pos: int, body: Any) -> None:
        """Only what changes whether and when a message counts."""
        message_id, conversation_id = body.message_id, body.conversation_id
        if message_id is None or conversation_id not in self.ids or body.status not in _TELLING:
            return
        if body.status == "sent" and message_id not in self._unknown:
            return
        thread = self._near.get(conversation_id)
        if thread is not None:
            thread.places.append(pos)
        else:
            thread = self._noted(pos, "message.status", body, b"")
        has_failed = message_id in self._failed
        if body.status == "failed":
            self._failed.add(message_id)
        if thread is not None and not telling.came(thread, pos, body, has_failed=has_failed):
            self._put_off(conversation_id)

    def root_of(self, conversation_id: str) -> str:
        """The conversation that it is a part of now, or itself."""
        while conversation_id in self.kept:  # hardly any is
            conversation_id = self.kept[conversation_id]
        return conversation_id

    def _phone(self, pos: int, line_id: str) -> str | None:
        """Whose phone it was at that place of the log."""
        return next((who for at, line, who in reversed(self._phones) if at < pos and line == line_id), None)

    def _from_the_beginning(self, root: str) -> Thread:
        gathered = telling.Gathered()
        parts = [root, *(one for one in self.kept if self.root_of(one) == root)]
        for pos, envelope, fields in self._read(list(merge(*map(self.places_of, parts)))):
            if fields in _GONE:
                continue
            kind = kind_of(envelope)
            assert kind is not None
            body = BODY[kind](fields)
            if kind == "message.status":
                telling.came(gathered, pos, body, has_failed=True)
            elif kind == "consent.withdrawn":
                gathered.handled(body.message_id)
            else:
                self._tell(gathered, pos, kind, envelope, body)
        return gathered.thread(self.ids[root], self.rules)

    def _withdrawn(self, pos: int, body: Any) -> None:
        """A stop word asks for no answer."""
        if body.source != "stop_word" or body.message_id is None:
            return
        for conversation_id in [
            one for one, contact, _line in self.ids.values() if contact == body.contact_id
        ]:
            root = self.root_of(conversation_id)
            if self._thread(root).handled(body.message_id):
                self.places_of(conversation_id).append(pos)
                self.touched.add(root)

    def _merged(self, _pos: int, body: Any) -> None:
        of_line = {line: one for one, contact, line in self.ids.values() if contact == body.contact_id}
        for gone, _contact, line in [one for one in self.ids.values() if one[1] == body.gone_id]:
            kept = of_line.get(line)
            if kept is None or gone in self.kept:
                self._owned.setdefault(gone, []).append(body.gone_id)
                self._renamed(gone, body.contact_id)
                continue
            self.kept[gone] = kept
            self.threads.pop(gone, None)
            self.forgotten.add(gone)
            self.touched.add(kept)
            self._late.add(kept)

    def _renamed(self, conversation_id: str, contact_id: str) -> None:
        self.ids[conversation_id] = (conversation_id, contact_id, self.ids[conversation_id][2])
        self.touched.add(conversation_id)
        self._late.add(conversation_id)

    def _unmerged(self, _pos: int, body: Any) -> None:
        for gone, kept in list(self.kept.items()):
            if self.ids[gone][1] == body.gone_id and self.ids[kept][1] == body.contact_id:
                del self.kept[gone]
                self.forgotten.discard(gone)
                self.touched |= {gone, kept}
                self._late |= {gone, kept}
        for one, before in self._owned.items():
            if before and before[-1] == body.gone_id and self.ids[one][1] == body.contact_id:
                self._renamed(one, before.pop())

    def _erased(self, _pos: int, body: Any) -> None:
        for conversation_id in body.conversation_ids:
            self.threads.pop(conversation_id, None)
            self.ids.pop(conversation_id, None)
            self.places.pop(conversation_id, None)
            self.kept.pop(conversation_id, None)
            self._owned.pop(conversation_id, None)
            self.forgotten.add(conversation_id)

    def _mapped(self, pos: int, body: Any) -> None:
        self._phones.append((pos, body.line_id, body.member_id))

    def _set(self, _pos: int, body: Any) -> None:
        if body.name == "reopen_grace_h":
            self.wanted = MeasureRules(int(body.value) * HOUR_S)


_SENT = b'"status":"sent"'
_OF_HUB = frozenset({"hub.started", "hub.stopped"})
_NAMING = frozenset({"message.received", "send.requested", "conversation.started"})
_ABOUT_MANY: dict[str, Callable[[Book, int, Any], None]] = {
    "consent.withdrawn": Book._withdrawn,
    "contact.merged": Book._merged,
    "contact.unmerged": Book._unmerged,
    "contact.erased": Book._erased,
    "phone.mapped": Book._mapped,
    "setting.changed": Book._set,
}
_ABOUT_ONE = BODY.keys() - _ABOUT_MANY - _OF_HUB


def rows_of(book: Book) -> tuple[list[Turn], list[Episode]]:
    """Everything, in the order of turns' starts. Only of a book that never rested."""
    book.settle()
    turns = [turn for _id, thread in book.turns() for turn in thread.turns().values()]
    episodes = [one for _id, thread in book.turns() for one in thread.episodes()]
    turns.sort(key=lambda one: (one.start_s, one.conversation_id, one.key))
    episodes.sort(key=lambda one: (one.opened_s, one.conversation_id, one.episode))
    return turns, episodes
