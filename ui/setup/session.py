"""One run through the set-up: where one is, what was answered, what each step found. It asks the desk, never Meta."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.desk.setup_desk import SetupDesk
from app.domain.errors import ComptoirError
from app.domain.later import asyncio
from app.domain.rows import Changes
from app.domain.setup import STEPS, Answers, Credentials, NumberFact, Registration, SetUp, SetupReport, Step
from app.words import sentences
from ui.kit import Kit

AWAY: Final = "hub_unreachable"
Work = Callable[[], Awaitable[None]]
# with a new value of these a hub that is connected already goes on at once
REPLACED: Final[frozenset[Step]] = frozenset({"token", "webhook"})


class SetupSession(QObject):
    """`moved(step)`: another one is in view; `changed`: something was found, begun or ended.

    `left`: the person goes on elsewhere; `finished`: all is done; `forgotten`: nothing is left of it.
    `sentence` says why nothing could be asked, "" when it could. `is_busy` while something is awaited, `is_quiet` when
    nobody asked for it: a look now and then.
    """

    moved = Signal(str)
    changed = Signal()
    left = Signal()
    finished = Signal()
    forgotten = Signal()

    def __init__(self, kit: Kit, desk: SetupDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kit, self._desk = kit, desk
        self.is_busy = self.is_quiet = False
        self._task: asyncio.Task[Any] | None = None
        self._keeping: asyncio.Task[Any] | None = None  # where one is, being written down
        self._take_up()
        kit.bridge.changed.connect(self._heard)

    def _take_up(self) -> None:
        """Where it was left, or at its beginning."""
        self.state: SetUp = self._desk.set_up()
        self.answers: Answers = self.state.answers
        self.shown: Step = self.state.step
        self.reports: dict[Step, SetupReport] = {}
        self.sentence = ""
        self.failed_step: Step | None = None
        self.is_connected = self.state.is_connected or self.state.is_finished
        self._furthest = STEPS.index(self.state.step)
        self._again: tuple[Step, Work] | None = None  # what the hub was away for

    # -- where one is

    @property
    def furthest(self) -> Step:
        """The step that was come to; those before it are done."""
        return STEPS[self._furthest]

    def is_passed(self, step: Step) -> bool:
        """Whether one may go on from here: what was found is good, or it was so before the window was last closed."""
        report = self.reports.get(step)
        return report.is_done if report is not None else STEPS.index(step) < self._furthest

    def has_trouble(self, step: Step) -> bool:
        """Whether something bad was found there, or nothing could be asked."""
        report = self.reports.get(step)
        is_bad = report is not None and any(found.state == "bad" for found in report.findings)
        return is_bad or self.failed_step == step

    def go(self, step: Step) -> None:
        """Show a step, and remember it."""
        self.stop()
        self.sentence, self.failed_step = "", None
        self.shown = step
        self._furthest = max(self._furthest, STEPS.index(step))
        self._keeping = self.kit.tasks.spawn(self._desk.keep_answers(step, self.answers), "set-up answers")
        self.moved.emit(step)

    def go_on(self) -> None:
        """The next one."""
        self.go(STEPS[min(len(STEPS) - 1, STEPS.index(self.shown) + 1)])

    def go_back(self) -> None:
        """The one before; nothing is lost."""
        self.go(STEPS[max(0, STEPS.index(self.shown) - 1)])

    def answer(self, **answers: Any) -> None:
        """Keep answers, as long as the window is there; `go` writes them down."""
        self.answers = replace(self.answers, **answers)

    # -- what is asked of the desk

    def check(
        self, step: Step, typed: Credentials | None = None, registration: Registration | None = None
    ) -> None:
        """Ask what belongs to a step; `changed` when it begins and when it is known."""
        if not self.is_busy:
            self._begin(step, lambda: self._check(step, typed or Credentials(), registration))

    def look(self, step: Step) -> None:
        """Ask again by oneself: nothing is held up by it."""
        if not self.is_busy:
            self.is_quiet = True
            self._begin(step, lambda: self._check(step, Credentials(), None))

    def connect_number(self) -> None:
        """The hub begins to receive and to send, with what is kept; then what came is looked at."""
        if not self.is_busy:
            self._begin(self.shown, self._connect)

    def forget(self) -> None:
        """Stop here for good: nothing was changed, nothing is kept."""
        if not self.is_busy:
            self._begin(self.shown, self._forget)

    def stop(self) -> None:
        """Wait no longer; what was asked of Meta already may still happen there, and shows at the next check."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._rest()

    def _heard(self, changes: Changes) -> None:
        """The hub is back, as shortly after a start: what it was away for is asked again."""
        again = self._again
        is_back = changes.is_connection and self.kit.desk.connection().is_hub_reachable
        if again is not None and is_back and not self.is_busy and again[0] == self.shown:
            self._begin(*again)

    def _begin(self, step: Step, work: Work) -> None:
        self.is_busy, self.sentence, self.failed_step = True, "", None
        self._again = None
        self._task = self.kit.tasks.spawn(self._guarded(step, work), "set-up")
        self.changed.emit()

    async def _guarded(self, step: Step, work: Work) -> None:
        task = asyncio.current_task()
        try:
            if self._keeping is not None:  # what is kept after a step builds on it
                await asyncio.wait({self._keeping})
            await work()
        except ComptoirError as error:
            if isValid(self):
                self.sentence, self.failed_step = sentences.refusal(error.code, error.facts), step
                self._again = (step, work) if error.code == AWAY else None
        finally:
            if isValid(self) and self._task in (task, None):
                self._task = None
                self._rest()

    async def _check(self, step: Step, typed: Credentials, registration: Registration | None) -> None:
        report = await self._desk.check_step(step, typed, registration)
        if isValid(self):
            later = STEPS[STEPS.index(step) + 1 :] if report.is_done else ()
            for other in later:  # what they found was of the values before
                self.reports.pop(other, None)
            self.reports[step] = report
            self.state = self._desk.set_up()
        if report.is_done and step in REPLACED and self.is_connected:
            await self._desk.connect_number()

    async def _connect(self) -> None:
        await self._desk.connect_number()
        if isValid(self):
            self.is_connected = True
            await self._check("trial", Credentials(), None)

    async def _forget(self) -> None:
        await self._desk.forget_set_up()
        if isValid(self):
            self._take_up()
            self.forgotten.emit()
            self.left.emit()

    def _rest(self) -> None:
        if self.is_busy:
            self.is_busy = self.is_quiet = False
            self.changed.emit()

    # -- what is known

    @property
    def can_begin_again(self) -> bool:
        """Whether something else may take the place of what was begun here."""
        return not self.is_connected and self._desk.can_begin_again

    @property
    def number(self) -> NumberFact | None:
        """The number that is connected, as Meta told it in this run."""
        report = self.reports.get("number")
        numbers = report.numbers if report is not None else ()
        wanted = self.state.credentials.number_id
        if len(numbers) == 1 and not wanted:
            return numbers[0]
        return next((number for number in numbers if number.number_id == wanted), None)

    @property
    def phone(self) -> str:
        """The number as people write it, "" while it is not known."""
        if self.number is not None:
            return self.number.phone
        lines = [line.display_number for line in self.kit.desk.lines().values() if line.is_known]
        return next((phone for phone in lines if phone), "")
