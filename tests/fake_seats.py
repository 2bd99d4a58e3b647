"""The people of one computer, without files: the half of `tests.fake_desk.FakeDesk` said in `app.desk.seats_desk`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.desk.seats_desk import SeatMoment
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, DeviceId, MemberId
from app.domain.members import Member
from app.domain.rows import Changes
from app.domain.seats import SeatRow, pin_problem, wait_after

LEA, NORA = DeviceId("device-lea"), DeviceId("device-nora")


@dataclass
class Own:
    """What is one person's."""

    drafts: dict[ConversationId, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)


class FakeSeats:
    """Léa without a PIN; `share` brings Nora. `codes` are taken by `add_seat`: whom each lets in."""

    drafts: dict[ConversationId, str]
    place: dict[str, str]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.rows = [
            SeatRow(LEA, MemberId("member-lea"), "Léa Fontaine", "owner", has_pin=False, is_active=True)
        ]
        self.pins: dict[DeviceId, str] = {}
        self.codes: dict[str, str] = {"0000-code": "Marc Roy"}
        self.unsent: dict[DeviceId, int] = {}
        self.gone: list[str] = []
        self.is_asking = False
        self._tries: dict[DeviceId, int] = {}
        self._own: dict[DeviceId, Own] = {}
        self._seat_ears: list[Callable[[SeatMoment], None]] = []

    def share(self) -> None:
        """Léa has 2580, Nora 7394."""
        self.pins = {LEA: "2580", NORA: "7394"}
        self.rows = [
            replace(self.rows[0], has_pin=True),
            SeatRow(NORA, MemberId("member-nora"), "Nora Petit", "rep", has_pin=True, is_active=False),
        ]
        self._told("changed")

    def me(self) -> Member:
        """Who is at the desk."""
        row = next(row for row in self.rows if row.is_active)
        return Member(row.member_id, row.name, row.role)

    def seats(self) -> list[SeatRow]:
        """Everybody."""
        return list(self.rows)

    def is_locked(self) -> bool:
        """Whether a PIN is asked for."""
        return self.is_asking

    def gone_seats(self) -> list[str]:
        """Once."""
        gone, self.gone = self.gone, []
        return gone

    def lock_now(self) -> None:
        """Only where there is a PIN."""
        if not self.is_asking and any(row.is_active and row.has_pin for row in self.rows):
            self.is_asking = True
            self._told("changed")

    async def switch_to(self, device_id: DeviceId, pin: str) -> None:
        """As the real one."""
        self._check(device_id, pin)
        self.is_asking = False
        if not self._seat_row(device_id).is_active:
            self._sit(device_id)
        self._told("changed")
        self._tell(Changes(is_everything=True))

    async def add_seat(self, code: str, pin: str) -> DeviceId:
        """A code of `codes`."""
        problem = pin_problem(pin)
        if problem is not None:
            raise ComptoirError(problem)
        if not all(row.has_pin for row in self.rows):
            raise ComptoirError("pin_first")
        name = self.codes.pop(code, None)
        if name is None:
            raise ComptoirError("invite_unknown")
        device_id = DeviceId(f"device-{name}")
        self.rows.append(
            SeatRow(device_id, MemberId(f"member-{name}"), name, "rep", has_pin=True, is_active=False)
        )
        self.pins[device_id] = pin
        self._told("changed")
        return device_id

    async def change_pin(self, device_id: DeviceId, before: str, pin: str) -> None:
        """As the real one."""
        self._check(device_id, before)
        problem = pin_problem(pin)
        if problem is not None:
            raise ComptoirError(problem)
        self.pins[device_id] = pin
        self._change(device_id, has_pin=True)
        self._told("changed")

    async def remove_seat(self, device_id: DeviceId, *, discard: bool = False) -> None:
        """As the real one."""
        row, unsent = self._seat_row(device_id), self.unsent.get(device_id, 0)
        if unsent and not discard:
            raise ComptoirError("seat_unsent", name=row.name, count=str(unsent))
        self.leave(device_id)

    def subscribe_seats(self, callback: Callable[[SeatMoment], None]) -> Callable[[], None]:
        """Be told."""
        self._seat_ears.append(callback)
        return lambda: self._seat_ears.remove(callback)

    # --- played by a test ---

    def shut_out(self, device_id: DeviceId) -> None:
        """The owner revokes somebody elsewhere."""
        self.gone.append(self._seat_row(device_id).name)
        self.leave(device_id)

    def leave(self, device_id: DeviceId) -> None:
        """They are not of this computer any more."""
        if self._seat_row(device_id).is_active:
            self.is_asking = True
            self._sit(next(row.device_id for row in self.rows if row.device_id != device_id))
        self.rows = [row for row in self.rows if row.device_id != device_id]
        self._told("changed")

    # --- inside ---

    def _sit(self, device_id: DeviceId) -> None:
        self._told("leaving")
        before = next(row.device_id for row in self.rows if row.is_active)
        self._own[before] = Own(self.drafts, self.place)
        own = self._own.pop(device_id, Own())
        self.drafts, self.place = own.drafts, own.place
        self.rows = [replace(row, is_active=row.device_id == device_id) for row in self.rows]

    def _check(self, device_id: DeviceId, pin: str) -> None:
        row = self._seat_row(device_id)
        if row.wait_s:
            raise ComptoirError("pin_wait", wait_s=str(round(row.wait_s)))
        if not row.has_pin or self.pins[device_id] == pin:
            self._tries.pop(device_id, None)
            return
        self._tries[device_id] = self._tries.get(device_id, 0) + 1
        self._change(device_id, wait_s=float(wait_after(self._tries[device_id])))
        raise ComptoirError("pin_wrong")

    def _seat_row(self, device_id: DeviceId) -> SeatRow:
        found = [row for row in self.rows if row.device_id == device_id]
        if not found:
            raise ComptoirError("seat_unknown")
        return found[0]

    def wait_over(self, device_id: DeviceId) -> None:
        """Time passed."""
        self._change(device_id, wait_s=0.0)

    def _change(self, device_id: DeviceId, **changes: object) -> None:
        self.rows = [
            replace(row, **changes) if row.device_id == device_id else row  # type: ignore[arg-type]
            for row in self.rows
        ]

    def _told(self, moment: SeatMoment) -> None:
        for callback in list(self._seat_ears):
            callback(moment)
