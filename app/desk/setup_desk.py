"""What the screen that connects a business number may ask of a desk: a part of `app.desk.desk.Desk`."""

from __future__ import annotations

from typing import Protocol

from app.domain.setup import Answers, Credentials, Registration, SetUp, SetupReport, Step


class SetupDesk(Protocol):
    """Everything asked of Meta goes through the hub; the secrets lie in the profile's encrypted file alone."""

    @property
    def can_set_up(self) -> bool:
        """Whether the number of this desk's hub is connected here: a hub of this computer's own, and its owner."""

    @property
    def can_begin_again(self) -> bool:
        """Whether this inbox may be left for a team's: no number was connected, and nobody did anything in it but try
        to connect one and change settings."""

    def set_up(self) -> SetUp:
        """Where the set-up stands."""

    async def keep_answers(self, step: Step, answers: Answers) -> None:
        """Remember what was answered, and where one is."""

    async def check_step(
        self, step: Step, typed: Credentials, registration: Registration | None = None
    ) -> SetupReport:
        """Check what belongs to a step at Meta, and do what it needs there; what was good is kept, and nothing else.

        Empty fields of `typed` stand for what is kept already. Raises EnvironmentFailure where hub or Meta cannot be
        reached: then nothing has changed; ComptoirError ("setup_elsewhere", "role_missing") where the hub does not let
        this computer ask.
        """

    async def connect_number(self) -> None:
        """Give the hub what was kept: it begins to receive and to send.

        Raises ComptoirError("setup_incomplete"), and EnvironmentFailure where the hub does not start again: then it
        goes on as it was.
        """

    async def forget_set_up(self) -> None:
        """Let go of everything that was typed. Raises ComptoirError("setup_connected") once the number is connected."""
