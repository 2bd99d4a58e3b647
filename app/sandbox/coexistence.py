"""A number that is also in the WhatsApp Business app: history, address book, and what is typed on the phone."""

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from app.domain.clock import Clock
from app.sandbox.asgi import Reply
from app.sandbox.courier import Courier
from app.sandbox.graph_errors import Refusal, webhook_error
from app.sandbox.outbound.fields import Fields, invalid
from app.sandbox.people import Person
from app.sandbox.routing import Call, Owns, Routes
from app.sandbox.said import DEFAULT_FILES, Said
from app.sandbox.signing import encode
from app.sandbox.updates import Update, contact, echo, envelope, inbound, unix
from app.sandbox.world import Json, Message, World

PHASES = (timedelta(days=1), timedelta(days=90), timedelta(days=180))
MEDIA_OF_LAST = timedelta(days=14)
THREADS_IN_A_CHUNK = 10
STATUSES = {"sent": "SENT", "delivered": "DELIVERED", "read": "READ", "played": "PLAYED", "failed": "ERROR"}


class Coexistence:
    """The side of the phone app; each synchronisation may be asked for once."""

    def __init__(self, world: World, courier: Courier, clock: Clock) -> None:
        self._world = world
        self._courier = courier
        self._clock = clock
        self._asked: set[str] = set()

    def add_routes(self, routes: Routes, is_number: Owns) -> None:
        """The route of this part."""
        routes.add("POST", is_number, "smb_app_data", self._start)

    async def _start(self, call: Call) -> Reply:
        body = _fields(call.raw)
        body.choice("messaging_product", {"whatsapp"})
        kind = body.choice("sync_type", {"smb_app_state_sync", "history"})
        if kind in self._asked:
            raise Refusal(2593107)
        self._asked.add(kind)
        if kind == "history":
            self.tell_history()
        else:
            self.tell_contacts("add")
        return Reply(200, {"messaging_product": "whatsapp", "request_id": f"rq-{len(self._asked)}"})

    def type_on_phone(self, person: Person, what: Said, *, is_by_software: bool = False) -> Message:
        """The business writes elsewhere: on its phone, or with another program."""
        now = self._clock.now()
        message = self._world.answered(
            person, now, what.kind, what.content, is_by_software=is_by_software, **what.details()
        )
        self._courier.send(echo(person, message, self._world.business))
        return message

    def tell_contacts(self, action: str, people: Iterable[Person] | None = None) -> int:
        """The phone's address book, or changes of it: `add` (also for changes) or `remove`. How many."""
        chosen = list(people or self._world.people.values())
        for person in chosen:
            entry: Json = {"user_id": person.user_id}
            if not person.is_number_hidden:
                entry["phone_number"] = person.wa_id
            if person.username:
                entry["username"] = person.username
            if action == "add" and person.name:
                entry |= {"full_name": person.name, "first_name": person.name.split()[0]}
            element = {"type": "contact", "contact": entry, "action": action}
            element["metadata"] = {"timestamp": unix(self._clock.now())}
            self._courier.send(Update("smb_app_state_sync", "state_sync", element))
        return len(chosen)

    def decline_history(self) -> None:
        """The business did not want to share its history."""
        self._courier.send(Update("history", "history", {"errors": [webhook_error(2593109)]}))

    def tell_history(self, people: Iterable[Person] | None = None) -> int:
        """Everything written so far, in chunks by age, then the files of the last two weeks. How many posts."""
        keys = {person.key for person in people} if people else set(self._world.people)
        messages = [message for message in self._world.messages.values() if message.person in keys]
        chunks = list(self._chunks(messages))
        for index, (phase, order, threads) in enumerate(chunks):
            progress = 100 * (index + 1) // len(chunks)
            told: Json = {"metadata": {"phase": phase, "chunk_order": order, "progress": progress}}
            self._post([Update("history", "history", told | {"threads": threads})])
        files = [message for message in messages if self._is_shared_file(message)]
        for message in files:
            self._post([self._file(message)])
        return len(chunks) + len(files)

    def _post(self, updates: Sequence[Update]) -> None:
        self._courier.send_raw(encode(envelope(self._world.business, updates)))

    def _chunks(self, messages: Sequence[Message]) -> Iterable[tuple[int, int, list[Json]]]:
        """Phase, order in it from 1, and the threads."""
        now, since = self._clock.now(), timedelta(0)
        for phase, until in enumerate(PHASES):
            threads = iter(self._threads([m for m in messages if since <= now - m.at < until]))
            for order in itertools.count(1):
                if not (chunk := list(itertools.islice(threads, THREADS_IN_A_CHUNK))):
                    break
                yield phase, order, chunk
            since = until

    def _threads(self, messages: Iterable[Message]) -> Iterable[Json]:
        by_person: dict[str, list[Message]] = {}
        for message in messages:
            by_person.setdefault(message.person, []).append(message)
        for key, talk in by_person.items():
            person = self._world.people[key]
            context: Json = {"user_id": person.user_id}
            if person.username:
                context["username"] = person.username
            thread: Json = {}
            if not person.is_number_hidden:
                thread["id"] = context["wa_id"] = person.wa_id
            told = [self._told(person, message) for message in sorted(talk, key=lambda message: message.at)]
            yield thread | {"context": context, "messages": told}

    def _told(self, person: Person, message: Message) -> Json:
        """One message of the history; a file is only announced."""
        if message.kind in DEFAULT_FILES:
            message = replace(message, kind="media_placeholder", content=None)
        side = inbound if message.is_inbound else echo
        element = side(person, message, self._world.business).element
        rank = message.statuses[-1][0] if message.statuses else "read"
        return element | {"history_context": {"status": STATUSES[rank]}}

    def _is_shared_file(self, message: Message) -> bool:
        return message.kind in DEFAULT_FILES and self._clock.now() - message.at < MEDIA_OF_LAST

    def _file(self, message: Message) -> Update:
        person = self._world.people[message.person]
        side = inbound if message.is_inbound else echo
        update = side(person, message, self._world.business)
        return Update("history", update.key, update.element, contact(person))


def _fields(raw: bytes) -> Fields:
    try:
        return Fields(json.loads(raw), "body")
    except ValueError:
        raise invalid("The body is not JSON.") from None
