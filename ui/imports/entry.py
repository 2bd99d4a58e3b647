"""One file of the table: what was seen in it, what was decided, and how far it came."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.desk.imports.review import ReviewRow
from app.domain.ids import ConversationId, ImportId, LineId

Stage = Literal["waiting", "reading", "review", "queued", "bringing", "stopped", "done", "failed"]
WORKING: frozenset[Stage] = frozenset({"waiting", "reading", "queued", "bringing"})


@dataclass(slots=True, eq=False)
class Entry:
    """`share` is how much is read or brought, `done` and `total` are messages. `sentence`: what went wrong.

    `number` is what the person typed, `number_error` and `zone_error` why not. `line_id` None: the only one.
    """

    path: Path
    row: ReviewRow | None = None
    stage: Stage = "waiting"
    share: float = 0.0
    done: int = 0
    total: int = 0
    added: int = 0
    known: int = 0
    impossible_times: int = 0
    files_left_out: int = 0
    sentence: str = ""
    number: str = ""
    number_error: str = ""
    zone_error: str = ""
    line_id: LineId | None = None
    import_id: ImportId | None = None
    conversation_id: ConversationId | None = None
    is_stopped: bool = field(default=False)  # the thread that reads asks for it

    @property
    def is_ready(self) -> bool:
        """Whether it can be brought as it is."""
        return self.stage in ("review", "stopped", "failed") and self.row is not None and self.row.is_ready

    @property
    def is_working(self) -> bool:
        """Whether something is being done with it."""
        return self.stage in WORKING
