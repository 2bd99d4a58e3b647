"""What is brought of a table of deals, and what one row does to which deal.

The decision what a row does is one pure function: the desktop previews with it, and the hub decides with it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

from app.domain.contact_cards import FieldChange
from app.domain.deals import DealState
from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.money import Money, money_text
from app.domain.records import record

How = Literal["overwrite", "fill", "skip"]
RowOutcome = Literal["added", "changed", "same"]
DealsImportState = Literal["open", "ended", "undone"]

BATCH_MAX: Final = 500  # rows that the hub takes at once
ROWS_MAX: Final = 200_000
NOTE_MAX_CHARS: Final = 12_000  # of a cell; longer than an entry of a deal's log, so it may become several
STEP_MAX_CHARS: Final = 200


@record
class DealsImportRequest:
    """What a desktop asks for to begin. The id is its own, so that asking twice begins one import."""

    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int


@record
class ImportedDeal:
    """One row. `deal_id` comes from what makes the deal known in the file, so the same row is the same deal again.

    `number`: who is written to under it; without one `person` and `email` stay text. Nothing is said by what is empty.
    `next_at`: when the next step is due. `how`: what happens to a deal that is known already.
    """

    row: int
    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState = "open"
    title: str = ""
    amount: Money | None = None
    number: str | None = None
    person: str = ""
    email: str = ""
    company: str = ""
    owner_id: MemberId | None = None
    tags: tuple[str, ...] = ()
    made_at: datetime | None = None
    close_on: str | None = None
    ended_at: datetime | None = None
    reason: str = ""
    note: str = ""
    next_step: str = ""
    next_at: datetime | None = None
    how: How = "overwrite"
    is_staged: bool = True  # whether the file says in which stage it is

    @property
    def is_somebodys(self) -> bool:
        """Whether it says what or whose it is."""
        return bool(self.title or self.person or self.number or self.email)


@record
class DealsBatch:
    """Rows in the order of the file; `first`: how many stand before them."""

    first: int
    deals: tuple[ImportedDeal, ...]


@record
class DealsImportProgress:
    """How far the hub is: of `done` rows so many made a deal, changed one, or changed nothing.

    `refused`: rows of people who were erased and asked never to be written to again.
    `removed`, `kept`, `restored` and `left` are of an undo.
    """

    import_id: ImportId
    state: DealsImportState
    total: int
    done: int
    added: int
    changed: int
    same: int
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    refused: int = 0


@record
class DealsImportRow:
    """One line of the list of past imports."""

    import_id: ImportId
    file_name: str
    fingerprint: str
    began_at: datetime
    state: DealsImportState
    total: int
    added: int
    changed: int
    same: int
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    member_id: MemberId | None = None
    member_name: str | None = None


@record
class KnownDeal:
    """A deal before a row comes. `values`: title, amount, person, email, close_on as `DealChanged` has them."""

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState = "open"
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    owner_id: MemberId | None = None
    contact_id: ContactId | None = None
    is_linked: bool = False  # it belongs to a person or a thread
    is_removed: bool = False
    is_undone: bool = False  # an undone import removed it, nobody else did
    is_erased: bool = False  # its person was erased: figures of nobody are left


@record
class DealDecision:
    """What a row does. `before` and `…_before`: what it takes the place of, so that it can be taken back.

    `state`: what the deal becomes, "" where it stays what it is; `is_moved`: to another stage.
    `is_linked`: it gets the person of the row's number.
    """

    outcome: RowOutcome
    changes: tuple[FieldChange, ...] = ()
    before: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    owner_before: MemberId | None = None
    is_moved: bool = False
    state: DealState | Literal[""] = ""
    is_linked: bool = False
    is_restored: bool = False


def imported_id(*known_by: str) -> str:
    """The id of the deal that these words make known; the same words, the same deal."""
    digest = sha256("\x1f".join(known_by).encode("utf-8", "surrogatepass")).hexdigest()
    return f"import-{digest[:32]}"


def step_id(deal_id: str) -> str:
    """The id of the task that is the next step of a deal's row."""
    return f"{deal_id}-step"


def decide(known: KnownDeal | None, row: ImportedDeal) -> DealDecision:
    """What a row does to a deal that is known, or that it makes a new one.

    One that an undone import took away comes back and becomes what the row says; one that somebody removed does not.
    """
    if known is None or known.is_erased:
        return DealDecision("added", tags=row.tags, owner_id=row.owner_id)
    if (row.how == "skip" and not known.is_undone) or (known.is_removed and not known.is_undone):
        return DealDecision("same")
    may_replace = row.how == "overwrite" or known.is_undone
    changes, before = _changes(known, row, may_replace=may_replace)
    tags = tuple(tag for tag in row.tags if tag not in known.tags)
    is_owned = row.owner_id is not None and row.owner_id != known.owner_id
    owner_id = row.owner_id if is_owned and (known.owner_id is None or may_replace) else None
    state, is_moved = _way(known, row) if may_replace else ("", False)
    is_linked = row.number is not None and (not known.is_linked or known.is_undone)
    is_other = bool(changes or tags or owner_id is not None or state or is_moved or is_linked)
    outcome: RowOutcome = "added" if known.is_undone else "changed" if is_other else "same"
    return DealDecision(
        outcome,
        changes,
        before,
        tags,
        owner_id,
        known.owner_id if owner_id is not None else None,
        is_moved,
        state,
        is_linked,
        known.is_undone,
    )


def _changes(
    known: KnownDeal, row: ImportedDeal, *, may_replace: bool
) -> tuple[tuple[FieldChange, ...], tuple[FieldChange, ...]]:
    wanted = [("title", row.title), ("amount", money_text(row.amount)), ("close_on", row.close_on or "")]
    if not known.is_linked and row.number is None:
        wanted += [("person", row.person), ("email", row.email)]
    changes, before = [], []
    for key, value in wanted:
        old = known.values.get(key) or None
        if value and value != old and (old is None or may_replace):
            changes.append(FieldChange(key, value))
            before.append(FieldChange(key, old))
    return tuple(changes), tuple(before)


def _way(known: KnownDeal, row: ImportedDeal) -> tuple[DealState | Literal[""], bool]:
    """What it becomes, and whether it goes to another stage. A stage that the file does not name moves nothing."""
    state: DealState | Literal[""] = row.state if row.state != known.state else ""
    is_elsewhere = row.is_staged and (row.pipeline_id, row.stage_id) != (known.pipeline_id, known.stage_id)
    is_open_then = row.state == "open" or known.state == "open"
    return state, is_elsewhere and is_open_then


def taken_back(
    now: Mapping[str, str], before: tuple[FieldChange, ...], after: tuple[FieldChange, ...]
) -> tuple[tuple[FieldChange, ...], int]:
    """What an undo gives back, and how many values it leaves since somebody wrote another one there."""
    put = {change.key: change.value for change in after}
    back = tuple(change for change in before if (now.get(change.key) or None) == put.get(change.key))
    return back, len(before) - len(back)
