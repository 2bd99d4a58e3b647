"""The part of `tests.fake_desk.FakeDesk` that asks a whole day: the real plan over the fake's people.

`asks` holds every plan that was sent; `ask_lets_through` how many the channel takes at once (None: all). A test plays
the rest with `ask_goes_on`. `ask_language`, `ask_quiet`, `ask_refuses` (by contact) play what is known of people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.ask_planning import Planner, Reach, Wanted, new_talk, settle
from app.desk.live_asking import commands_of
from app.domain import appointments as happened
from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.appointments import Appointment
from app.domain.ask_plans import AskPlan, AskProgress
from app.domain.clock import Clock
from app.domain.consent_check import Permission
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ids import ContactId, ConversationId, IdMaker, LineId, MessageId
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.prices import RateCard
from app.domain.quiet_hours import QuietHours
from app.domain.settings import SettingValue
from app.domain.templates import Template
from app.words.appointment_around import Around, Said


class FakeAsking:
    """What the screen of asking needs."""

    clock: Clock
    talks: dict[ConversationId, Any]
    appointments: dict[str, Appointment]
    ask_states: dict[MessageId, str]
    made_resources: list[Any]
    made_services: list[Any]
    agenda: Callable[..., AgendaDays]
    appointment: Callable[[str], AppointmentRow | None]
    lines: Callable[[], dict[LineId, Line]]
    templates: Callable[[LineId], list[Template]]
    setting: Callable[[str], SettingValue]
    rate_card: Callable[[], RateCard]
    happen_to: Callable[..., None]
    tell_agenda: Callable[..., None]
    me: Callable[[], Member]

    def __init__(self) -> None:
        super().__init__()
        self.asks: list[AskPlan] = []
        self.ask_lets_through: int | None = None
        self.ask_language = "fr"
        self.ask_quiet: QuietHours | None = None
        self.ask_refuses: dict[ContactId, Refused] = {}
        self.ask_stopped: list[str] = []
        self._ask_runs: dict[str, tuple[date, list[tuple[MessageId, tuple[str, ...]]]]] = {}

    async def ask_plan(
        self,
        day: date,
        appointment_ids: Sequence[str] | None = None,
        again: bool = False,
        *,
        template: str = "",
        quiet_anyway: bool = False,
    ) -> AskPlan:
        """By the real rules."""
        days = self.agenda(day, 1)
        rows = list(days.rows)
        if appointment_ids is not None:
            found = [self.appointment(key) for key in appointment_ids]
            rows = [row for row in found if row is not None]
        wanted = Wanted(
            day, days.zone, days.now, appointment_ids is None, again, template, quiet_anyway
        )  # fmt: skip
        ids = IdMaker(self.clock)
        planner = Planner(_Knower(self, days, ids), ids, self.rate_card(), wanted)
        return planner.plan([one for one in planner.entries(rows) if one is not None])

    async def ask(self, plan: AskPlan) -> str:
        """They are asked at once; how many have left, a test says."""
        run_id = f"run-{len(self.asks) + 1}"
        bodies = commands_of(plan, run_id)
        self.asks.append(plan)
        messages = []
        for asking in (one for body in bodies for one in body.asks):
            message = asking.message
            messages.append((message.message_id, asking.appointment_ids))
            is_through = self.ask_lets_through is None or len(messages) <= self.ask_lets_through
            self.ask_states[message.message_id] = "accepted" if is_through else "queued"
            for key in asking.appointment_ids:
                others = tuple(one for one in asking.appointment_ids if one != key)
                self.happen_to(
                    key,
                    happened.AppointmentAsked(
                        key, asking.ask_id, message.message_id, message.conversation_id, others, run_id,
                        member_id=self.me().member_id,
                    ),
                )  # fmt: skip
        self._ask_runs[run_id] = (plan.day, messages)
        self.tell_agenda()
        return run_id

    def ask_runs(self, day: date) -> list[AskProgress]:
        """The newest first."""
        found = [
            self._ask_progress_of(key) for key, (its_day, _one) in self._ask_runs.items() if its_day == day
        ]
        return found[::-1]

    def ask_run(self, run_id: str) -> AskProgress | None:
        """One of them."""
        return self._ask_progress_of(run_id) if run_id in self._ask_runs else None

    async def stop_asking(self, run_id: str) -> int:
        """What has not left is taken back."""
        self.ask_stopped.append(run_id)
        queued = [key for key, _ids in self._ask_runs[run_id][1] if self.ask_states[key] == "queued"]
        self.ask_states |= dict.fromkeys(queued, "cancelled")
        self.tell_agenda()
        return len(queued)

    # --- played by a test ---

    def ask_goes_on(self, state: str = "delivered", count: int = 1_000) -> None:
        """So many more have come so far."""
        for key in [one for one, now in self.ask_states.items() if now in ("queued", "accepted")][:count]:
            self.ask_states[key] = state
        self.tell_agenda()

    def _ask_progress_of(self, run_id: str) -> AskProgress:
        day, messages = self._ask_runs[run_id]
        states = [self.ask_states[key] for key, _ids in messages]
        answered = sum(
            any(self.appointments[one].answer for one in ids) for _key, ids in messages
        )  # fmt: skip
        failed = states.count("failed")
        return AskProgress(
            run_id, day, self.clock.now(), self.me().member_id, len(states), states.count("queued"),
            states.count("accepted"), states.count("delivered"), states.count("read"), answered,
            states.count("cancelled"), {"template_paused": failed} if failed else {},
        )  # fmt: skip


class _Knower:
    """The fake's people."""

    def __init__(self, fake: FakeAsking, days: AgendaDays, ids: IdMaker) -> None:
        self._fake, self._days, self._ids = fake, days, ids

    def reach(self, row: AppointmentRow) -> Reach:
        """Their talk, or a new one."""
        fake, one = self._fake, row.appointment
        line_id = next(iter(fake.lines()))
        talk = next((it for it in fake.talks.values() if it.contact_id == one.writes_to), None)
        if talk is not None:
            digits = talk.number or ""
            known = Conversation(
                talk.conversation_id,
                talk.contact_id,
                line_id,
                "whatsapp",
                last_inbound_at=talk.last_inbound_at,
            )
            reach = Reach(
                digits or talk.conversation_id, talk.name or "", digits, fake.ask_refuses.get(talk.contact_id), known,
                contact_id=talk.contact_id, language=fake.ask_language,
            )  # fmt: skip
            return settle(reach, row)
        digits = "".join(char for char in one.phone if char.isdigit())
        if not digits:
            return Reach(row.appointment_id, refused=Refused("number_missing"))
        contact_id = ContactId(self._ids.new())
        begun = new_talk(self._ids.new(), contact_id, line_id, "whatsapp")
        return Reach(
            digits, "", digits, None, begun, is_new=True, contact_id=contact_id, language=fake.ask_language
        )  # fmt: skip

    def around(self, appointments: Sequence[Appointment], language: str) -> Around:
        """Names as the fake has them."""
        fake = self._fake
        names = {talk.contact_id: talk.name for talk in fake.talks.values() if talk.name}
        return Around(
            self._days.now, ZoneInfo(self._days.zone), language, str(fake.setting("business_name")), names,
            {one.service_id: one for one in fake.made_services},
            {one.resource_id: one for one in fake.made_resources},
        )  # fmt: skip

    def templates(self, line_id: LineId) -> list[Template]:
        """The account's."""
        return self._fake.templates(line_id)

    def permission(self, _reach: Reach, said: Said) -> Permission | None:
        """Everybody agreed; the hour is the test's."""
        category = "utility" if said.kind == "template" else None
        return replace(Permission(category), quiet=self._fake.ask_quiet)
