"""The part of the running desk that connects a business number; see `app.desk.setup_desk.SetupDesk`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.desk.hub_link import HubLink
from app.desk.precious import Precious
from app.desk.seams import OwnHub
from app.desk.session import Unlocked
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio, secrets
from storage import desk as stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk.hub_client import HubClient
    from app.desk.outbox import Outbox
    from app.desk.set_up_kept import KeptSetUp
    from app.domain.members import Member
    from app.domain.setup import Answers, Credentials, Registration, SetUp, SetupReport, Step

ANSWER_S = 120.0  # the hub asks Meta some things one after the other, and Meta asks our address
VERIFY_TOKEN_BYTES = 24
NO_ANSWER = "channel_unreachable"
IDLE = ("hub.started", "hub.stopped", "setting.changed")  # of a log in which nobody has done anything yet
FOUNDING = ["member.added", "device.enrolled"]


class LiveSetup:
    """A mixin of `LiveDesk`. What is kept lies in one note of the precious file; the hub forgets what it was told."""

    _link: HubLink
    _precious: Precious
    _clock: Clock
    _own_hub: OwnHub | None
    take_address: Callable[[str], Coroutine[Any, Any, None]]
    owners_hub: Callable[[], HubClient | None]
    _unlocked: Unlocked
    _check_unlocked: Callable[[], None]
    me: Callable[[], Member]
    _outbox: Outbox
    _kept_set_up: KeptSetUp | None = None
    _told_hub: dict[str, str] | None = None  # what the hub was started with

    @property
    def can_set_up(self) -> bool:
        can_restart = self._own_hub is not None and self._own_hub.restart is not None
        return can_restart and self.me().role == "owner"

    @property
    def can_begin_again(self) -> bool:
        if not self.can_set_up or self._set_up_now().is_connected or self._outbox.is_waiting():
            return False
        return self._precious.kinds_besides(IDLE, len(FOUNDING) + 1) == FOUNDING

    def set_up(self) -> SetUp:
        return self._set_up_now().shown()

    def hub_settings(self) -> dict[str, str]:
        """What an own hub is told when it starts; nothing where it does not get its number from here."""
        from app.desk.set_up_kept import NOTE, settings_of

        if self._own_hub is None or self._own_hub.restart is None or not self._precious.kept.notes.get(NOTE):
            return {}
        self._told_hub = settings_of(self._set_up_now())
        return self._told_hub

    async def keep_answers(self, step: Step, answers: Answers) -> None:
        kept = self._set_up_now()
        is_finished = kept.is_finished or (step == "done" and kept.is_connected)
        await self._keep_set_up(replace(kept, step=step, answers=answers, is_finished=is_finished))

    async def check_step(
        self, step: Step, typed: Credentials, registration: Registration | None = None
    ) -> SetupReport:
        return await self._check(step, typed, registration, self._link.hub)

    async def check_as_owner(self, step: Step, typed: Credentials) -> SetupReport:
        """The same for what goes on behind everybody's back, whoever sits here."""
        return await self._check(step, typed, None, self.owners_hub())

    async def _check(
        self, step: Step, typed: Credentials, registration: Registration | None, hub: HubClient | None
    ) -> SetupReport:
        from app.desk.set_up_kept import after, merged

        self._check_unlocked()
        kept = self._set_up_now()
        asked = merged(kept.credentials, typed)
        if not asked.verify_token:
            asked = replace(asked, verify_token=secrets.token_urlsafe(VERIFY_TOKEN_BYTES))
        if step == "trial" and kept.trial_at is None:
            kept = replace(kept, trial_at=self._clock.now())
        report = await self._ask_hub(hub, step, asked, registration, kept)
        now = replace(self._set_up_now(), trial_at=kept.trial_at)  # answers may have been kept meanwhile
        await self._keep_set_up(after(now, asked, report))
        if step == "address" and report.is_done:
            await self.take_address(asked.public_url)
        return report

    async def connect_number(self) -> None:
        from app.desk.set_up_kept import settings_of

        kept, own = self._set_up_now(), self._own_hub
        if own is None or own.restart is None:
            raise ComptoirError("setup_elsewhere")
        if not kept.credentials.is_complete:
            raise ComptoirError("setup_incomplete")
        connected = replace(kept, is_connected=True, trial_at=None)
        told = settings_of(connected)
        if kept.is_connected and told == self._told_hub:
            return
        try:
            hub_url = await asyncio.to_thread(own.restart, told)
        except EnvironmentFailure:
            await self._link.move_to(await asyncio.to_thread(own.restart, self._told_hub or {}))
            raise
        self._told_hub = told
        now = self._set_up_now()  # answers may have been kept meanwhile
        await self._keep_set_up(replace(now, is_connected=True, trial_at=None))
        await self._link.move_to(hub_url)

    async def forget_set_up(self) -> None:
        from app.desk.set_up_kept import KeptSetUp

        if self._set_up_now().is_connected:
            raise ComptoirError("setup_connected")
        await self._keep_set_up(KeptSetUp())

    def _set_up_now(self) -> KeptSetUp:
        from app.desk.set_up_kept import NOTE, from_note

        if self._kept_set_up is None:
            self._kept_set_up = from_note(self._precious.kept.notes.get(NOTE))
        return self._kept_set_up

    async def _keep_set_up(self, kept: KeptSetUp) -> None:
        from app.desk.set_up_kept import NOTE, KeptSetUp, to_note

        note = None if kept == KeptSetUp() else to_note(kept)
        await self._precious.run(lambda conn: stored.save_notes(conn, {NOTE: note}))
        self._kept_set_up = kept

    async def _ask_hub(
        self,
        hub: HubClient | None,
        step: Step,
        asked: Credentials,
        registration: Registration | None,
        kept: KeptSetUp,
    ) -> SetupReport:
        from app.desk.hub_client import HubRefused
        from app.domain.setup import SETUP_PATH, SetupAsk, SetupReport
        from app.words import language
        from storage.codec import read_json, to_json

        if hub is None:
            raise EnvironmentFailure("hub_unreachable", reason="")
        ask = SetupAsk(step, asked, registration, kept.trial_at, language())
        try:
            answer = await hub.post(SETUP_PATH, to_json(ask), read_s=ANSWER_S)
        except HubRefused as refused:
            if refused.code == NO_ANSWER:
                raise EnvironmentFailure(NO_ANSWER) from None
            if refused.is_passing:
                raise EnvironmentFailure("hub_unreachable", reason=refused.code) from None
            raise
        return read_json(answer, SetupReport)
