"""Ids and times in commands about deals that no honest desktop makes up."""

from typing import Any

from app.domain.deal_asks import AddDeal, SavePipeline
from app.domain.deals import STAGES_MAX
from app.domain.ladders import SaveLadder
from app.domain.ledger import SaveGain
from app.domain.ledger_checks import DEALS_MAX
from app.domain.ledger_entries import key_in

_NAMES = (
    "deal_id", "pipeline_id", "stage_id", "expected_stage_id", "contact_id", "conversation_id", "owner_id", "entry_id",
    "message_id", "import_id",
)  # fmt: skip


def ids_of_deal(body: Any) -> list[str]:
    """Every id that somebody else made up."""
    things = [body, body.new] if isinstance(body, AddDeal) else [body]
    found = [getattr(thing, name, None) for thing in things for name in _NAMES]
    if isinstance(body, SavePipeline):
        found = [body.pipeline.pipeline_id]
        found += [stage.stage_id for stage in body.pipeline.stages[: STAGES_MAX + 1]]
        found += [one for move in body.moves for one in (move.from_stage_id, move.to_stage_id)]
    if isinstance(body, AddDeal):
        found = [one for one in found if one != ""] + [body.deal_id]
    return [one for one in found if one is not None]


def ids_of_ladder(body: Any) -> list[str]:
    """The same in a command about a ladder or a run of one."""
    return [body.ladder.pipeline_id] if isinstance(body, SaveLadder) else [body.deal_id, body.run_id]


def has_sane_dates(body: object) -> bool:
    """Whether times of deals that were made elsewhere say which time zone they are in."""
    if not isinstance(body, AddDeal):
        return True
    return all(at is None or at.tzinfo is not None for at in (body.new.made_at, body.new.ended_at))


def ids_of_ledger(body: Any) -> list[str]:
    """The same in a command about the ledger."""
    deals = body.gain.deal_ids[: DEALS_MAX + 1] if isinstance(body, SaveGain) else ()
    return [key_in(body)[1], *deals]
