"""The part of `tests.fake_desk.FakeDesk` that connects a business number; tests say what Meta answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.domain.errors import ComptoirError
from app.domain.findings import Finding
from app.domain.setup import Answers, Credentials, Registration, SetUp, SetupReport, Step

GOOD = {"app": "app_good", "token": "token_good", "address": "address_good", "webhook": "subscription_good"}


class FakeSetup:
    """`setup_asked` holds what was asked of Meta; `meta` gives the answers of a step, one after the other.

    A step without one is good. `setup_waits`: until it is set nothing is answered.
    """

    def __init__(self) -> None:
        super().__init__()
        self.can_set_up = False
        self.can_begin_again = True
        self.setup = SetUp()
        self.setup_asked: list[tuple[Step, Credentials, Registration | None]] = []
        self.meta: dict[Step, list[SetupReport | ComptoirError]] = {}
        self.setup_waits: asyncio.Event | None = None
        self.connects: list[ComptoirError | None] = []
        self.connected = 0
        self.forgotten = 0

    def set_up(self) -> SetUp:
        """Where it stands."""
        return self.setup

    async def keep_answers(self, step: Step, answers: Answers) -> None:
        """Kept."""
        self.setup = replace(self.setup, step=step, answers=answers, is_finished=step == "done")

    async def check_step(
        self, step: Step, typed: Credentials, registration: Registration | None = None
    ) -> SetupReport:
        """The next answer of the step; what was good is kept."""
        self.setup_asked.append((step, typed, registration))
        if self.setup_waits is not None:
            await self.setup_waits.wait()
        answers = self.meta.get(step, [])
        answer = answers.pop(0) if len(answers) > 1 else answers[0] if answers else _good(step)
        if isinstance(answer, ComptoirError):
            raise answer
        changed = (*self.setup.changed, *((step, code) for code in answer.changed))
        self.setup = replace(self.setup, changed=changed)
        if answer.is_done:
            self._keep(typed)
        return answer

    async def connect_number(self) -> None:
        """It works at once, unless a test says otherwise."""
        refused = self.connects.pop(0) if self.connects else None
        if refused is not None:
            raise refused
        self.connected += 1

    async def forget_set_up(self) -> None:
        """Nothing is kept."""
        self.forgotten += 1
        self.setup = SetUp()

    def _keep(self, typed: Credentials) -> None:
        has = {name for name in ("app_secret", "token") if getattr(typed, name)}
        kept = self.setup.credentials
        names = ("app_id", "account_id", "number_id", "public_url")
        kept = replace(kept, **{name: getattr(typed, name) for name in names if getattr(typed, name)})
        self.setup = replace(self.setup, credentials=kept, has=self.setup.has | has)


def _good(step: Step) -> SetupReport:
    return SetupReport(step, (Finding("token", "good", GOOD.get(step, f"{step}_good")),))
