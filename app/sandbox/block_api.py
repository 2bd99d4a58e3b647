"""The block list of the number: whose messages do not come, and who is not written to."""

from typing import Any

from app.domain.clock import Clock
from app.sandbox.account import Account
from app.sandbox.addressing import is_user_id, read_number
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, missing, unpacked
from app.sandbox.graph_errors import CODES, Refusal, envelope
from app.sandbox.paging import page
from app.sandbox.people import Person
from app.sandbox.world import Json, World

MOST_AT_ONCE, LONGEST_LIST = 1_000, 64_000
NOT_RECENT, UNKNOWN_USER, OWN_NUMBER = 131047, 131026, 131021
PARENT = ".ENT."


class BlockApi:
    """`/<PNID>/block_users`, and the contact book beside it."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock

    def edges(self) -> Edges:
        """What this serves on the number's node."""
        return {
            ("GET", "block_users"): self._list,
            ("POST", "block_users"): self._block,
            ("DELETE", "block_users"): self._unblock,
            ("DELETE", "contact_book"): self._forget,
        }

    @property
    def _account(self) -> Account:
        return self._world.account

    async def _list(self, call: EdgeCall) -> Reply:
        rows = [
            (row["number"], {name: value for name, value in row.items() if name != "number"})
            for row in self._account.blocked.values()
        ]
        return Reply(200, page(rows, call, stamp=str(self._account.block_changes)))

    async def _block(self, call: EdgeCall) -> Reply:
        users = _users(call)
        if len(self._account.blocked) + len(users) > LONGEST_LIST:
            raise Refusal(139101)
        return self._each(users, "added_users", self._add)

    async def _unblock(self, call: EdgeCall) -> Reply:
        return self._each(_users(call), "removed_users", self._remove)

    def _each(self, users: list[Json], key: str, act: Any) -> Reply:
        done, failed = [], []
        for user in users:
            given = user.get("user") or user.get("user_id")
            try:
                done.append({"input": given} | act(user))
            except Refusal as refusal:
                failed.append({"input": given, "errors": [_error(refusal)]})
        self._account.block_changes += bool(done)
        lists: Json = {key: done} if done or not failed else {}
        answer: Json = {"messaging_product": "whatsapp", "block_users": lists}
        if not failed:
            return Reply(200, answer)
        lists["failed_users"] = failed
        return Reply(CODES[139100].http, answer | envelope(Refusal(139100), f"SandboxBlock{len(failed):04d}"))

    def _add(self, user: Json) -> Json:
        person, shown = self._person(user)
        if not self._world.is_window_open(person, self._clock.now()):
            raise Refusal(NOT_RECENT, "Only users who wrote in the last 24 hours can be blocked.")
        row = {"number": self._world.next_number(), "messaging_product": "whatsapp"} | shown
        row["input"] = shown.get("wa_id") or shown.get("user_id")  # undocumented, yet read by clients
        self._account.blocked.setdefault(person.key, row)
        return shown

    def _remove(self, user: Json) -> Json:
        person, shown = self._person(user)
        self._account.blocked.pop(person.key, None)
        return shown

    def _person(self, user: Json) -> tuple[Person, Json]:
        """Who is meant, and how the answer names them. Raises Refusal 100, 131021 or 131026."""
        user_id = user.get("user_id")
        typed = str(user.get("user") or "")
        if not typed and isinstance(user_id, str):
            person = None if PARENT in user_id or not is_user_id(user_id) else self._world.by_user_id(user_id)
            if person is None:
                raise Refusal(UNKNOWN_USER)
            return person, {"user_id": user_id}
        number = read_number(typed, self._world.business.phone)
        if number is None:
            raise invalid("Param user must be a phone number.")
        if number == self._world.business.phone:
            raise Refusal(OWN_NUMBER)
        person = self._world.find(f"+{number}") or self._world.find(typed)
        if person is None:
            raise Refusal(NOT_RECENT, "Only users who wrote in the last 24 hours can be blocked.")
        return person, {"wa_id": person.wa_id}

    async def _forget(self, call: EdgeCall) -> Reply:
        """Take somebody out of the contact book; whether they stood in it is said."""
        if call.params.get("messaging_product") != "whatsapp":
            raise missing("messaging_product")
        user_id = call.text("bsuid")
        person = self._world.by_user_id(user_id)
        stood_there = person is not None and not person.is_number_hidden
        is_new = stood_there and user_id not in self._account.forgotten
        if is_new:
            self._account.forgotten.append(user_id)
        return Reply(200, {"success": True, "deleted": is_new})


def _users(call: EdgeCall) -> list[Json]:
    if call.params.get("messaging_product") != "whatsapp":
        raise missing("messaging_product")
    users = unpacked(call.params.get("block_users"))
    if users is None:
        raise missing("block_users")
    if not isinstance(users, list) or not 1 <= len(users) <= MOST_AT_ONCE:
        raise invalid(f"Param block_users must be a list of 1 to {MOST_AT_ONCE} users.")
    if not all(isinstance(user, dict) and (user.get("user") or user.get("user_id")) for user in users):
        raise invalid("Each entry of block_users has a user or a user_id.")
    return users


def _error(refusal: Refusal) -> Json:
    row = CODES[refusal.code]
    told: Json = {"code": refusal.code, "message": refusal.message or f"(#{refusal.code}) {row.title}"}
    return told | {"error_data": {"details": refusal.details or row.details}}
