"""Copies of the hub and what a restore left out, as the screens and the terminal are told of them."""

from datetime import datetime

from app.domain.records import record


@record
class BackupState:
    """How the hub's copies stand.

    `last_at`, `size_bytes`: of the newest copy. `failed_code`: why the newest try came to nothing, None when it went
    well. `folder` is None for those who may not know it.
    """

    last_at: datetime | None = None
    size_bytes: int = 0
    count: int = 0
    is_running: bool = False
    failed_code: str | None = None
    failed_at: datetime | None = None
    folder: str | None = None


@record
class CopyFound:
    """A copy that was proved whole: when it was made, as its name says, its entries, and its owners as (id, name)."""

    made_at: datetime | None
    entries: int
    owners: tuple[tuple[str, str], ...]


@record
class SalvageOffer:
    """What desks hold and the restored hub lost: entries of the log, messages among them, from when to when."""

    events: int
    messages: int
    first_at: datetime
    last_at: datetime
    computers: tuple[str, ...] = ()


@record
class SafetyState:
    """`restored_at`: when the hub was last put back from a copy; None: never."""

    backup: BackupState
    offer: SalvageOffer | None = None
    restored_at: datetime | None = None


@record
class Salvaged:
    """What became of an offer: events that are in the log again, and those that have no place there any more."""

    returned: int
    left_out: int
