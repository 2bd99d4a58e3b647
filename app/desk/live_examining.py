"""The part of the running desk that looks at the connection; see `app.desk.examining_desk.ExaminingDesk`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from app.domain.errors import ComptoirError
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.hub_link import HubLink
    from app.desk.hub_time import HubTime
    from app.desk.outbox import Outbox
    from app.desk.own_findings import KeySource, OwnFacts
    from app.desk.session import Unlocked
    from app.desk.view_file import ViewFile
    from app.domain.clock import Clock
    from app.domain.findings import Examination, Finding
    from app.domain.ids import ConversationId
    from app.domain.members import Member
    from app.domain.rows import ConnectionState, InboxCounts, InboxRow, MemberRow
    from app.domain.settings import SettingValue

log = logging.getLogger(__name__)

HUB_LOOKS_S: Final = 60.0  # it asks Meta, which may take its time
NAMES_KNOWN: Final = 200  # people of the newest conversations, whose names a log must not have


class LiveExamining:
    """A mixin of `LiveDesk`."""

    _clock: Clock
    _hub_time: HubTime
    _link: HubLink
    _outbox: Outbox
    _unlocked: Unlocked
    _view: ViewFile
    _view_pos: int
    _check_unlocked: Callable[[], None]
    connection: Callable[[], ConnectionState]
    counts: Callable[[], InboxCounts]
    inbox: Callable[..., list[ConversationId]]
    inbox_row: Callable[[ConversationId], InboxRow | None]
    members: Callable[[], list[MemberRow]]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]

    async def examine(self) -> Examination:
        from app.desk.own_findings import own_findings
        from app.domain.findings import Examination

        self._check_unlocked()
        told, head, hub_version = await self._ask_doctor()
        free = await asyncio.to_thread(self._free_bytes)  # the disk may be slow
        facts = self._own_facts(head, hub_version, free)
        return Examination(self._clock.now(), (*told, *own_findings(facts)))

    def diagnostics(self, examination: Examination | None, also: Mapping[str, str]) -> str:
        import platform

        from app import VERSION
        from app.desk.diagnostics import report
        from app.desk.recent_lines import RECENT

        counts, state = self.counts(), self.connection()
        facts = {
            "version": VERSION,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            **also,
            "role": self.me().role,
            "practice": str(state.is_practice).lower(),
            "conversations": str(counts.all),
            "waiting": str(counts.waiting),
            "to_send": str(state.to_send),
            "position": str(self._view_pos),
            "hub_reachable": str(state.is_hub_reachable).lower(),
            "stopped": state.stopped_code or "no",
        }
        return report(facts, examination, RECENT.lines(), self._known_names())

    async def try_mail(self) -> None:
        await self._link.client.post("/api/v1/mail/trial", b"{}")

    def _known_names(self) -> list[str]:
        rows = filter(None, map(self.inbox_row, self.inbox("all", NAMES_KNOWN)))
        team = [row.name for row in self.members()]
        return [*(row.name for row in rows), *team, str(self.setting("business_name"))]

    async def _ask_doctor(self) -> tuple[tuple[Finding, ...], int | None, str | None]:
        """What the hub found, its newest position and its version; what cannot be known is a finding or None."""
        from app.desk.hub_client import HubRefused
        from app.domain.findings import Examination, Finding
        from storage.codec import from_json, read_json

        head: int | None = None
        hub_version: str | None = None
        told: tuple[Finding, ...]
        try:
            client = self._link.client
            hello = from_json(await client.get("/api/v1/hello"))
            if isinstance(hello, dict):
                head = int(hello.get("head") or 0)
                hub_version = str(hello.get("hub_version") or "") or None
            told = read_json(await client.get("/api/v1/doctor", HUB_LOOKS_S), Examination).findings
        except HubRefused as refused:
            log.info("hub not examined status=%d code=%s", refused.status, refused.code)
            code = "here_hub_old" if refused.status == 404 else "here_hub_refused"
            told = (Finding("versions", "unknown", code),)
        except ComptoirError as error:
            log.info("hub not examined code=%s", error.code)
            told = () if head is None else (Finding("versions", "unknown", "here_hub_refused"),)
        return told, head, hub_version

    def _own_facts(self, head: int | None, hub_version: str | None, free_bytes: int | None) -> OwnFacts:
        from app import VERSION
        from app.desk.own_findings import OwnFacts

        state = self.connection()
        return OwnFacts(
            is_hub_reachable=head is not None,
            stopped_code=state.stopped_code,
            is_view_held=self._view.is_held,
            behind=None if head is None else max(0, head - self._view_pos),
            ahead_s=self._hub_time.ahead_s,
            free_bytes=free_bytes,
            waiting=len(self._outbox.waiting()),
            key_source=self._key_source(),
            version=VERSION,
            hub_version=hub_version,
        )

    def _free_bytes(self) -> int | None:
        try:
            return shutil.disk_usage(self._unlocked.profile.folder).free
        except OSError:
            return None

    def _key_source(self) -> KeySource:
        from app.desk.session import key_source

        return "practice" if self._unlocked.profile.is_practice else key_source(self._unlocked.profile)
