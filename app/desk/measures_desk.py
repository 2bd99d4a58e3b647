"""Reports, and what is behind each of their figures. A part of `Desk`; `app.domain.report_rows` says what they hold.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ids import ConversationId
    from app.domain.report_rows import BehindKey, BehindRow, Report, ReportAsk, ReportName, TurnStory


class MeasuresDesk(Protocol):
    """Read beside the event loop, of what the hub has confirmed. While the view is made anew there are no figures.

    `Changes.is_measures` tells when a report may be another.
    """

    async def report(self, name: ReportName, ask: ReportAsk) -> Report:
        """All figures of one page. Members, lines and groups that are gone: of nobody, an empty report."""

    def report_progress(self) -> int | None:
        """How much of a long reading, in percent, is done before the first figures can come; None: nothing is read.

        Who is cancelled while they wait for figures ends it; the next question goes on from there.
        """

    async def report_first_s(self) -> int | None:
        """When the first turn began or the first message went out: where "all" begins. None: nothing yet."""

    async def behind_figure(self, key: BehindKey, limit: int = 200) -> list[BehindRow]:
        """What a figure counts, the newest first."""

    async def turn_story(self, conversation_id: ConversationId, episode: int, turn: int) -> TurnStory | None:
        """One turn with its parts and its messages; None when there is none."""

    async def answer_times(self, conversation_id: ConversationId) -> list[tuple[int, int]]:
        """Of each wait there that was answered, the oldest first: the second when it began, and how many it took."""

    async def write_report(self, target: Path, content: bytes) -> None:
        """A printed report as a file, whole or not at all. Raises "disk_full", "folder_unwritable"."""
