"""The part of `tests.fake_desk.FakeDesk` that is reports: what a test put there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from app.domain.clock import Clock
from app.domain.ids import ConversationId
from app.domain.report_rows import BehindKey, BehindRow, Report, ReportAsk, ReportName, TurnStory


class FakeMeasures:
    """`reports` by name; a report that is not there is empty. `reports_asked`, `behind_asked`: what screens wanted."""

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.reports: dict[str, Report] = {}
        self.reports_asked: list[tuple[str, ReportAsk]] = []
        self.behind: dict[str, list[BehindRow]] = {}
        self.behind_asked: list[BehindKey] = []
        self.stories: dict[tuple[str, int, int], TurnStory] = {}
        self.answered: dict[str, list[tuple[int, int]]] = {}
        self.first_s: int | None = None
        self.reading_percent: int | None = None
        self.gate: asyncio.Event | None = None  # figures come when it is set

    async def report(self, name: ReportName, ask: ReportAsk) -> Report:
        """As the test put it, asked for this."""
        self.reports_asked.append((name, ask))
        now_s = int(self.clock.now().timestamp())
        if self.gate is not None:
            await self.gate.wait()
        kept = self.reports.get(name)
        return replace(kept, ask=ask) if kept is not None else Report(name, ask, now_s)

    def report_progress(self) -> int | None:
        """As the test put it."""
        return self.reading_percent

    async def report_first_s(self) -> int | None:
        """As the test put it."""
        return self.first_s

    async def behind_figure(self, key: BehindKey, limit: int = 200) -> list[BehindRow]:
        """By the code of the figure."""
        self.behind_asked.append(key)
        return self.behind.get(key.code, [])[:limit]

    async def turn_story(self, conversation_id: ConversationId, episode: int, turn: int) -> TurnStory | None:
        """As the test put it."""
        return self.stories.get((conversation_id, episode, turn))

    async def answer_times(self, conversation_id: ConversationId) -> list[tuple[int, int]]:
        """As the test put it."""
        return self.answered.get(conversation_id, [])

    async def write_report(self, target: Path, content: bytes) -> None:
        """Really written."""
        target.write_bytes(content)
