"""The part of `tests.fake_desk.FakeDesk` that looks at the connection."""

from collections.abc import Mapping

from app.desk.diagnostics import report
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.findings import Examination, Finding


class FakeExamining:
    """`connection_findings` are what is found; `examine_refuses` is raised in their place."""

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.connection_findings: list[Finding] = []
        self.examine_refuses: ComptoirError | None = None
        self.examined = 0
        self.trial_mails = 0

    async def examine(self) -> Examination:
        """As a test says."""
        self.examined += 1
        if self.examine_refuses is not None:
            raise self.examine_refuses
        return Examination(self.clock.now(), tuple(self.connection_findings))

    async def try_mail(self) -> None:
        """Counted; what the look meets, this meets."""
        if self.examine_refuses is not None:
            raise self.examine_refuses
        self.trial_mails += 1

    def diagnostics(self, examination: Examination | None, also: Mapping[str, str]) -> str:
        """By the real rules."""
        return report({"version": "0.1.0", **also}, examination, [], [])
