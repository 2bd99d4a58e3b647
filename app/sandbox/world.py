"""The practice world: who there is, what was written, whose window is open. No network, no clock."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from app.sandbox.account import new_account
from app.sandbox.addressing import make_user_id, wa_id
from app.sandbox.media_shelf import MediaShelf
from app.sandbox.people import Business, Habits, Person
from app.sandbox.wamid import FROM_BUSINESS, FROM_USER, make_wamid

WINDOW = timedelta(hours=24)
NOT_ON_WHATSAPP = "0000"  # a number that ends so belongs to nobody on WhatsApp
MARKETING_BY_END = {
    "0049": "capped",
    "0050": "stopped",
    "0472": "experiment",
}  # as the codes 131049, 131050 …
ASKS_FOR_NOTHING = frozenset({"reaction", "edit", "revoke", "system"})

Json = dict[str, Any]


def marketing_of(phone: str) -> str:
    """What becomes of marketing templates to a number, by its end."""
    return MARKETING_BY_END.get(phone[-4:], "open")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the past or present; `content` is the object that Meta names after `kind`."""

    wamid: str
    person: str  # Person.key
    is_inbound: bool
    at: datetime  # UTC
    kind: str  # Meta's type
    content: Any
    context: str | None = None  # wamid that it quotes
    opaque: str | None = None  # biz_opaque_callback_data
    statuses: tuple[tuple[str, datetime], ...] = ()  # of the story's own past; live ones are not kept
    error_code: int | None = None  # why a message of the past failed, or why one cannot be shown
    extra: Json = field(default_factory=dict)  # what else stands in the element: context, referral, group_id
    is_history: bool = False
    is_closing: bool = False  # a customer's thanks or farewell, which waits for nothing
    is_by_software: bool = False  # history sent by another program, not typed on the phone


class World:
    """All that the pretend Meta remembers. Ids are made from seed, boot and count, so they never repeat."""

    def __init__(
        self, business: Business, *, seed: int = 1, boot: int = 1, media: MediaShelf | None = None
    ) -> None:
        self.business = business
        self.account = new_account(business)
        self.media = media or MediaShelf()
        self.seed = seed
        self.boot = boot  # how often a sandbox was started on this world
        self.count = 0
        self.is_history_delivered = False
        self.people: dict[str, Person] = {}
        self._wa_ids: dict[str, Person] = {}
        self._user_ids: dict[str, Person] = {}
        self.messages: dict[str, Message] = {}
        self.used_openers: set[str] = set()
        self._last_wrote_at: dict[str, datetime] = {}
        self._last_asked_at: dict[str, datetime] = {}  # as above, without what asks for nothing
        self._last_answered_at: dict[str, datetime] = {}
        self.service_messages: dict[str, int] = {}  # month to number accepted, for the free allowance
        self.called_at: dict[str, datetime] = {}  # person key to their last call, which opens the window too
        self.came_by_ad_at: dict[str, datetime] = {}  # until the business has answered
        self.free_until: dict[str, datetime] = {}  # end of a free entry point
        self.revoked: set[str] = set()  # wamids that were deleted for everyone

    def add(self, person: Person) -> Person:
        """Let a person live here; the key and both ids must be new."""
        if person.key in self.people or person.wa_id in self._wa_ids or person.user_id in self._user_ids:
            raise ValueError(f"{person.key} is already somebody")
        return self.replace(person)

    def replace(self, person: Person) -> Person:
        """Somebody is known by more, or by something else, from now on; old ids lead nowhere any more."""
        if old := self.people.get(person.key):
            for ids in (self._wa_ids, self._user_ids):
                for known in [known for known, owner in ids.items() if owner.key == old.key]:
                    del ids[known]
        self.people[person.key] = person
        self._wa_ids[person.wa_id] = self._user_ids[person.user_id] = person
        if person.parent_user_id is not None:
            self._user_ids[person.parent_user_id] = person
        return person

    def meet(self, phone: str, *, key: str | None = None, name: str | None = None, **more: Any) -> Person:
        """A new person from international digits, with the ids that Meta would give."""
        person = Person(
            key=key or phone,
            name=name,
            phone=phone,
            wa_id=wa_id(phone),
            user_id=make_user_id(phone, self.business.waba_id),
            is_on_whatsapp=not phone.endswith(NOT_ON_WHATSAPP),
            habits=Habits(marketing=marketing_of(phone)),
        )
        return self.add(replace(person, **more))

    def find(self, who: str) -> Person | None:
        """By key, name, +number, WhatsApp id, BSUID or @username."""
        digits = "".join(sign for sign in who if sign.isdigit()) if who.startswith("+") else who
        for person in self.people.values():
            names = {person.key, person.name, person.phone, person.wa_id, person.user_id}
            if digits in names or (person.username and who == f"@{person.username}"):
                return person
        return None

    def by_wa_id(self, number: str) -> Person:
        """The person with this WhatsApp id; a number that nobody heard of becomes a silent stranger."""
        return self._wa_ids.get(number) or self.meet(number)

    def by_user_id(self, user_id: str) -> Person | None:
        """The person with this BSUID, None for a foreign one."""
        return self._user_ids.get(user_id)

    def chance(self, *purpose: object) -> random.Random:
        """Randomness for one purpose, the same on every run with this seed."""
        return random.Random("/".join(str(part) for part in (self.seed, *purpose)))

    def new_media_id(self, *purpose: object) -> str:
        """An id for a file; the same on every run for the same purpose, new each time without one."""
        return str(
            self.chance("media", *(purpose or (self.boot, self.next_number()))).randrange(10**15, 10**16)
        )

    def next_number(self) -> int:
        """A count that grows by one, for ids."""
        self.count += 1
        return self.count

    def wrote(self, person: Person, at: datetime, kind: str, content: Any, **more: Any) -> Message:
        """A customer writes; this opens or prolongs the window."""
        message = Message(self._wamid(person, FROM_USER), person.key, True, at, kind, content, **more)
        self.keep(message)
        return message

    def unheard(self, person: Person, at: datetime, kind: str, content: Any, **more: Any) -> Message:
        """Somebody whom the business has blocked writes: it is neither kept nor told, and opens no window."""
        return Message(self._wamid(person, FROM_USER), person.key, True, at, kind, content, **more)

    def answered(self, person: Person, at: datetime, kind: str, content: Any, **more: Any) -> Message:
        """The business writes; windows are not touched by it."""
        message = Message(self._wamid(person, FROM_BUSINESS), person.key, False, at, kind, content, **more)
        self.keep(message)
        return message

    def keep(self, message: Message) -> None:
        """Remember a message and what follows from it."""
        self.messages[message.wamid] = message
        kept_in = [self._last_wrote_at] if message.is_inbound else [self._last_answered_at]
        if message.kind == "system":  # told by WhatsApp itself: opens no window
            kept_in = []
        if message.is_inbound and message.kind not in ASKS_FOR_NOTHING and not message.is_closing:
            kept_in.append(self._last_asked_at)
        if message.kind == "revoke":
            self.revoked.add(message.content["original_message_id"])
        if message.is_inbound and "referral" in message.extra and not message.is_history:
            self.came_by_ad_at[message.person] = message.at
        for newest in kept_in:
            newest[message.person] = max(message.at, newest.get(message.person, message.at))

    def _wamid(self, person: Person, side: int) -> str:
        return make_wamid(person.address, side, f"{self.seed}/{self.boot}/{self.next_number()}")

    def last_wrote_at(self, person: Person) -> datetime | None:
        """When this person last wrote, None if never."""
        return self._last_wrote_at.get(person.key)

    def is_window_open(self, person: Person, now: datetime) -> bool:
        """Whether the business may write freely: less than 24 h since the person's last message."""
        times = (self.last_wrote_at(person), self.called_at.get(person.key))
        return any(at is not None and now < at + WINDOW for at in times)

    def is_waiting(self, person: Person) -> bool:
        """Whether the customer has the last word and wants an answer."""
        asked_at = self._last_asked_at.get(person.key)
        answered_at = self._last_answered_at.get(person.key)
        return asked_at is not None and (answered_at is None or answered_at < asked_at)

    def unanswered(self, person: Person) -> int:
        """How many messages of the business stand there since this person last said something."""
        count = 0
        for message in reversed(self.talk(person)):
            if message.kind in ASKS_FOR_NOTHING:
                continue
            if message.is_inbound:
                break
            count += 1
        return count

    def count_service_message(self, at: datetime) -> int:
        """Number of free-form messages accepted in this calendar month, this one included."""
        month = f"{at:%Y-%m}"
        self.service_messages[month] = self.service_messages.get(month, 0) + 1
        return self.service_messages[month]

    def talk(self, person: Person) -> list[Message]:
        """All messages with one person, oldest first."""
        mine = (message for message in self.messages.values() if message.person == person.key)
        return sorted(mine, key=lambda message: message.at)
