"""What happens to customers beside messages: a new number or user id, a call, a choice about marketing."""

import dataclasses
from collections.abc import Callable

from app.domain.clock import Clock
from app.sandbox.addressing import make_user_id, wa_id
from app.sandbox.courier import Courier
from app.sandbox.people import Person
from app.sandbox.said import Said
from app.sandbox.updates import Update, contact, unix
from app.sandbox.wamid import FROM_USER, make_wamid
from app.sandbox.world import Json, World

MARKETING = {"stop": "stopped", "resume": "open", "signup": "open"}
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"

Tell = Callable[[Person, Said], object]


class Happenings:
    """Makes things happen and tells the business by webhook."""

    def __init__(self, world: World, courier: Courier, clock: Clock, tell: Tell) -> None:
        self._world = world
        self._courier = courier
        self._clock = clock
        self._tell = tell

    def change_number(self, person: Person, phone: str) -> Person:
        """A new number gives a new WhatsApp id and a new user id."""
        digits = "".join(sign for sign in phone if sign.isdigit())
        new_id = make_user_id(digits, self._world.business.waba_id)
        changed = dataclasses.replace(person, phone=digits, wa_id=wa_id(digits), user_id=new_id)
        return self._change(person, changed)

    def change_user_id(self, person: Person) -> Person:
        """The user id rotates and the number stays."""
        count = self._world.next_number()
        new_id = make_user_id(f"{person.phone}/{self._world.boot}/{count}", self._world.business.waba_id)
        country = person.user_id.partition(".")[0]
        changed = dataclasses.replace(person, user_id=f"{country}.{new_id.partition('.')[2]}")
        return self._change(person, changed)

    def _change(self, old: Person, new: Person) -> Person:
        who, is_told_by_id = old.name or f"+{old.phone}", old.is_number_hidden or old.wa_id == new.wa_id
        if is_told_by_id:
            told: Json = {"type": "user_changed_user_id", "user_id": new.user_id}
            told["body"] = f"User {who} changed from {old.user_id} to {new.user_id}"
        else:
            told = {"type": "user_changed_number", "wa_id": new.wa_id}
            told["body"] = f"User {who} changed from {old.wa_id} to {new.wa_id}"
        self._tell(old, Said("system", told))
        self._world.replace(new)
        entry: Json = {} if new.is_number_hidden else {"wa_id": new.wa_id}
        entry |= {"detail": told["body"], "user_id": {"previous": old.user_id, "current": new.user_id}}
        entry["timestamp"] = unix(self._clock.now())
        self._courier.send(Update("user_id_update", "user_id_update", entry, contact(new)))
        return new

    def choose_marketing(self, person: Person, value: str) -> Person:
        """The customer stops or resumes marketing messages: `stop`, `resume` or `signup`."""
        habits = dataclasses.replace(person.habits, marketing=MARKETING[value])
        changed = self._world.replace(dataclasses.replace(person, habits=habits))
        entry: Json = {} if person.is_number_hidden else {"wa_id": person.wa_id}
        entry |= {"user_id": person.user_id, "category": "marketing_messages", "value": value}
        entry |= {"detail": f"User requested to {value} marketing messages"}
        entry["timestamp"] = int(self._clock.now().timestamp())
        self._courier.send(Update("user_preferences", "user_preferences", entry, contact(changed)))
        return changed

    def call(self, person: Person, *, duration_s: int = 0) -> str:
        """The customer rings; without a duration nobody answers. Opens the window. The call's id."""
        now, unique = self._clock.now(), self._world.next_number()
        call_id = "wacid." + make_wamid(
            person.address, FROM_USER, f"call/{self._world.boot}/{unique}"
        ).removeprefix("wamid.")
        self._world.called_at[person.key] = now
        who: Json = {} if person.is_number_hidden else {"from": person.wa_id}
        who |= {"from_user_id": person.user_id, "to": self._world.business.phone}
        base: Json = {"id": call_id} | who | {"direction": "USER_INITIATED", "timestamp": unix(now)}
        rings = base | {"event": "connect", "session": {"sdp_type": "offer", "sdp": OFFER}}
        ends = base | {"event": "terminate", "status": "COMPLETED" if duration_s else "FAILED"}
        if duration_s:
            start = int(now.timestamp())
            ends |= {"start_time": str(start), "end_time": str(start + duration_s), "duration": duration_s}
        for element in (rings, ends):
            self._courier.send(Update("calls", "calls", element, contact(person)))
        return call_id
