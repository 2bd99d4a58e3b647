"""Deals: what the hub looks at when something is asked about one, when it refuses, and what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from app.domain import deal_asks as asks
from app.domain import deals
from app.domain.contact_cards import FieldChange
from app.domain.deal_checks import changes_problem, new_problem, note_problem, reason_problem
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.pipelines import in_order, moves_problem, pipeline_problem, stage_problem, tidied
from app.domain.records import record
from app.domain.tags import clean_tag
from app.hub.roles import may, needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection
from storage.view import deal_reading


@record
class DealLook:
    """What is read for a command about a deal or a pipeline.

    `is_taken`: whether the id was ever a deal's. `who`: who put it where it is. `author`: of the entry that is meant,
    None where there is no such entry. `problem`: the code of the person or thread that is not there. `held`: how many
    open deals each stage of the pipeline holds.
    """

    deal: deals.Deal | None = None
    is_taken: bool = False
    who: str = ""
    author: tuple[str | None] | None = None
    problem: str = ""
    pipelines: tuple[deals.Pipeline, ...] = ()
    gone: deals.Pipeline | None = None  # the pipeline that is meant, where it was removed
    held: Mapping[str, int] = field(default_factory=dict)


def of_deal(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a command about a deal or about pipelines."""
    body: Any = seen.command.body
    saved, gone = deal_reading.saved_pipelines(conn)
    look = DealLook(pipelines=tuple(in_order(saved, gone)))
    if isinstance(body, asks.PIPELINE_ASKS):
        pipeline_id = body.pipeline.pipeline_id if isinstance(body, asks.SavePipeline) else body.pipeline_id
        removed = deal_reading.removed_pipeline(conn, pipeline_id)
        return replace(
            seen, deals=replace(look, gone=removed, held=deal_reading.open_counts(conn, pipeline_id))
        )
    deal = deal_reading.load_deal(conn, body.deal_id)
    members = view.members(conn)
    by = members.get(deal.moved_by) if deal is not None and deal.moved_by is not None else None
    author = deal_reading.log_author(conn, body.deal_id, getattr(body, "entry_id", ""))
    look = replace(
        look,
        deal=deal,
        is_taken=deal_reading.is_known(conn, body.deal_id),
        who=by.name if by is not None else "",
        author=author,
        problem=_missing(conn, body),
    )
    return replace(seen, deals=look, members={key: one for key, one in members.items() if not one.is_removed})


def _missing(conn: Connection, body: Any) -> str:
    """The code of what a deal is to hang on and is not there."""
    whose = body.new if isinstance(body, asks.AddDeal) else body
    if not isinstance(whose, asks.NewDeal | asks.LinkDeal):
        return ""
    if whose.contact_id is not None and view.kept_contact(conn, whose.contact_id) is None:
        return "contact_unknown"
    talk = whose.conversation_id
    return "" if talk is None or view.load_conversation(conn, talk) is not None else "conversation_unknown"


# --- checks ---


def check_deal(situation: Situation, body: Any) -> Refused | None:
    """Why a command about deals must not happen."""
    look = _look(situation)
    if isinstance(body, asks.DEAL_ASKS) and not isinstance(body, asks.AddDeal):
        is_there = look.deal is not None and (
            not look.deal.is_removed or isinstance(body, asks.RestoreDeal | asks.RemoveDeal)
        )
        if not is_there:
            return Refused("deal_unknown")
    check = _CHECKS.get(type(body))
    return check(situation, body) if check is not None else None


def _look(situation: Situation) -> DealLook:
    assert situation.deals is not None
    return situation.deals


def _deal(situation: Situation) -> deals.Deal:
    deal = _look(situation).deal
    assert deal is not None
    return deal


def _check_add(situation: Situation, body: asks.AddDeal) -> Refused | None:
    look, new = _look(situation), body.new
    if look.is_taken:
        return Refused("deal_exists", {"deal_id": body.deal_id})
    if new.source == "import" or new.import_id is not None or new.state != "open" or new.made_at is not None:
        not_allowed = needs(situation, "import_deals")
        if not_allowed is not None:
            return not_allowed
    if look.problem:
        return Refused(look.problem)
    return (
        new_problem(new)
        or stage_problem(look.pipelines, new.pipeline_id, new.stage_id)
        or _check_owner(situation, new.owner_id)
    )


def _check_owner(situation: Situation, owner_id: str | None) -> Refused | None:
    is_there = owner_id is None or owner_id in situation.members
    return None if is_there else Refused("member_unknown", {"where": "team"})


def _check_move(situation: Situation, body: asks.MoveDeal) -> Refused | None:
    deal = _deal(situation)
    if (deal.pipeline_id, deal.stage_id, deal.state) == (body.pipeline_id, body.stage_id, "open"):
        return None
    refused = _is_elsewhere(situation, body.expected_stage_id)
    return refused or stage_problem(_look(situation).pipelines, body.pipeline_id, body.stage_id)


def _is_elsewhere(situation: Situation, expected_stage_id: str | None) -> Refused | None:
    """Somebody was faster: it ended, or it stands where its author did not see it."""
    deal, look = _deal(situation), _look(situation)
    if deal.state != "open":
        return Refused("deal_ended", {"state": deal.state, "who": look.who})
    if expected_stage_id in (None, deal.stage_id):
        return None
    pipeline = next((one for one in look.pipelines if one.pipeline_id == deal.pipeline_id), None)
    stage = pipeline.stage(deal.stage_id) if pipeline is not None else None
    facts = {"stage": stage.name if stage is not None else "", "stage_id": deal.stage_id, "who": look.who}
    return Refused("deal_moved", facts)


def _check_end(situation: Situation, body: asks.WinDeal | asks.LoseDeal) -> Refused | None:
    if _deal(situation).state == _end_of(body):
        return None
    return _is_elsewhere(situation, body.expected_stage_id) or reason_problem(sendable(body.reason))


def _end_of(body: asks.WinDeal | asks.LoseDeal) -> str:
    return "won" if isinstance(body, asks.WinDeal) else "lost"


def _check_reopen(situation: Situation, body: asks.ReopenDeal) -> Refused | None:
    deal = _deal(situation)
    if deal.state == "open":
        return None
    return stage_problem(_look(situation).pipelines, deal.pipeline_id, body.stage_id or deal.stage_id)


def _check_tag(situation: Situation, body: asks.TagDeal | asks.UntagDeal) -> Refused | None:
    tag, tags = clean_tag(body.tag), _deal(situation).tags
    if not tag:
        return Refused("tag_empty")
    is_full = isinstance(body, asks.TagDeal) and tag not in tags and len(tags) >= deals.TAGS_MAX
    return Refused("deal_tags_full", {"limit": str(deals.TAGS_MAX)}) if is_full else None


def _check_link(situation: Situation, _body: asks.LinkDeal) -> Refused | None:
    deal, problem = _deal(situation), _look(situation).problem
    if problem:
        return Refused(problem)
    body: Any = situation.command.body
    is_somebodys = body.contact_id or body.conversation_id or deal.title or deal.person or deal.email
    return None if is_somebodys else Refused("deal_nobodys")


def _check_remove(situation: Situation, _body: asks.RemoveDeal) -> Refused | None:
    deal, me = _deal(situation), situation.asker.member_id
    is_own = me in (deal.owner_id, deal.made_by)
    return None if is_own or may(situation, "remove_others_deals") else Refused("not_yours")


def _check_restore(situation: Situation, _body: asks.RestoreDeal) -> Refused | None:
    """An open deal comes back onto a board: nobody would find it in a pipeline that was removed meanwhile."""
    deal = _deal(situation)
    is_there = any(one.pipeline_id == deal.pipeline_id for one in _look(situation).pipelines)
    return None if is_there or deal.state != "open" else Refused("pipeline_unknown")


def _check_unlog(situation: Situation, _body: asks.UnlogOnDeal) -> Refused | None:
    author = _look(situation).author
    if author is None:
        return Refused("deal_entry_unknown")
    is_own = author[0] == situation.asker.member_id
    return None if is_own or may(situation, "remove_others_notes") else Refused("not_yours")


def _check_log(situation: Situation, body: asks.LogOnDeal) -> Refused | None:
    if _look(situation).author is not None:
        return Refused("message_id_taken")
    return note_problem(body.what, sendable(body.note))


def _check_save(situation: Situation, body: asks.SavePipeline) -> Refused | None:
    not_allowed = needs(situation, "change_pipelines")
    if not_allowed is not None:
        return not_allowed
    look, after = _look(situation), tidied(body.pipeline)
    before = next((one for one in look.pipelines if one.pipeline_id == after.pipeline_id), None)
    known = before or look.gone
    if (known.version if known is not None else 0) != body.seen_version:
        return Refused("pipeline_changed", {"name": known.name if known is not None else after.name})
    others = [one for one in look.pipelines if one.version]
    return pipeline_problem(after, others) or moves_problem(before, after, body.moves, look.held)


def _check_remove_pipeline(situation: Situation, body: asks.RemovePipeline) -> Refused | None:
    not_allowed = needs(situation, "change_pipelines")
    look = _look(situation)
    there = next((one for one in look.pipelines if one.pipeline_id == body.pipeline_id), None)
    if not_allowed is not None or there is None:
        return not_allowed
    count = sum(look.held.values())
    if count:
        return Refused("pipeline_holds_deals", {"name": there.name, "count": str(count)})
    return Refused("pipeline_last") if len(look.pipelines) == 1 else None


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    asks.AddDeal: _check_add,
    asks.ChangeDeal: lambda _, body: changes_problem(_clean(body.changes)),
    asks.MoveDeal: _check_move,
    asks.WinDeal: _check_end,
    asks.LoseDeal: _check_end,
    asks.ReopenDeal: _check_reopen,
    asks.OwnDeal: lambda s, body: _check_owner(s, body.owner_id),
    asks.TagDeal: _check_tag,
    asks.UntagDeal: _check_tag,
    asks.LinkDeal: _check_link,
    asks.RemoveDeal: _check_remove,
    asks.RestoreDeal: _check_restore,
    asks.LogOnDeal: _check_log,
    asks.UnlogOnDeal: _check_unlog,
    asks.SavePipeline: _check_save,
    asks.RemovePipeline: _check_remove_pipeline,
}


# --- events ---


def deal_event(situation: Situation, body: Any) -> EventBody | None:
    """What happens once it was accepted; None where everything is so already."""
    return _EVENTS[type(body)](situation, body)


def _me(situation: Situation) -> Any:
    return situation.asker.member_id


def _clean(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(one.key, sendable(one.value or "").strip() or None) for one in changes)


def _added(situation: Situation, body: asks.AddDeal) -> EventBody:
    new = body.new
    return deals.DealAdded(
        deal_id=body.deal_id,
        pipeline_id=new.pipeline_id,
        stage_id=new.stage_id,
        title=sendable(new.title).strip(),
        amount=new.amount,
        contact_id=new.contact_id if new.conversation_id is None else None,
        conversation_id=new.conversation_id,
        person=sendable(new.person).strip(),
        email=new.email,
        owner_id=new.owner_id,
        tags=tuple(dict.fromkeys(map(clean_tag, new.tags))),
        lines=new.lines,
        source=new.source,
        message_id=new.message_id,
        close_on=new.close_on,
        member_id=_me(situation),
        import_id=new.import_id,
        made_at=new.made_at,
        state=new.state,
        ended_at=new.ended_at,
        reason=sendable(new.reason).strip(),
    )


def _changed(situation: Situation, body: asks.ChangeDeal) -> EventBody | None:
    changes = _clean(body.changes)
    return deals.DealChanged(body.deal_id, changes, _me(situation)) if changes else None


def _moved(situation: Situation, body: asks.MoveDeal) -> EventBody | None:
    deal = _deal(situation)
    if (deal.pipeline_id, deal.stage_id) == (body.pipeline_id, body.stage_id):
        return None
    return deals.DealMoved(body.deal_id, body.pipeline_id, body.stage_id, deal.stage_id, _me(situation))


def _ended(situation: Situation, body: asks.WinDeal | asks.LoseDeal) -> EventBody | None:
    if _deal(situation).state != "open":
        return None
    kind = deals.DealWon if isinstance(body, asks.WinDeal) else deals.DealLost
    return kind(body.deal_id, sendable(body.reason).strip(), _me(situation))


def _reopened(situation: Situation, body: asks.ReopenDeal) -> EventBody | None:
    deal = _deal(situation)
    if deal.state == "open":
        return None
    return deals.DealReopened(body.deal_id, body.stage_id or deal.stage_id, _me(situation))


def _owned(situation: Situation, body: asks.OwnDeal) -> EventBody | None:
    if _deal(situation).owner_id == body.owner_id:
        return None
    return deals.DealOwned(body.deal_id, body.owner_id, _me(situation))


def _tagged(situation: Situation, body: asks.TagDeal | asks.UntagDeal) -> EventBody | None:
    tag, tags = clean_tag(body.tag), _deal(situation).tags
    if isinstance(body, asks.TagDeal):
        return None if tag in tags else deals.DealTagged(body.deal_id, tag, _me(situation))
    return deals.DealUntagged(body.deal_id, tag, _me(situation)) if tag in tags else None


def _linked(situation: Situation, body: asks.LinkDeal) -> EventBody | None:
    deal = _deal(situation)
    contact_id = body.contact_id if body.conversation_id is None else None
    if (deal.contact_id, deal.conversation_id) == (contact_id, body.conversation_id):
        return None
    return deals.DealLinked(body.deal_id, contact_id, body.conversation_id, _me(situation))


def _gone(situation: Situation, body: asks.RemoveDeal | asks.RestoreDeal) -> EventBody | None:
    is_removed = _deal(situation).is_removed
    if isinstance(body, asks.RemoveDeal):
        return None if is_removed else deals.DealRemoved(body.deal_id, _me(situation))
    return deals.DealRestored(body.deal_id, _me(situation)) if is_removed else None


def _logged(situation: Situation, body: asks.LogOnDeal) -> EventBody:
    note = sendable(body.note).strip()
    return deals.DealLogged(body.deal_id, body.entry_id, body.what, note, body.at, _me(situation))


def _cause_set(situation: Situation, body: asks.SetDealCause) -> EventBody | None:
    if _deal(situation).cause == body.cause:
        return None
    return deals.DealCauseSet(body.deal_id, body.cause, _me(situation))


def _saved(situation: Situation, body: asks.SavePipeline) -> EventBody:
    pipeline = replace(tidied(body.pipeline), version=body.seen_version + 1)
    return deals.PipelineSaved(pipeline, body.moves, _me(situation))


def _removed(situation: Situation, body: asks.RemovePipeline) -> EventBody | None:
    is_there = any(one.pipeline_id == body.pipeline_id for one in _look(situation).pipelines)
    return deals.PipelineRemoved(body.pipeline_id, _me(situation)) if is_there else None


_EVENTS: Mapping[type, Callable[[Situation, Any], EventBody | None]] = {
    asks.AddDeal: _added,
    asks.ChangeDeal: _changed,
    asks.MoveDeal: _moved,
    asks.WinDeal: _ended,
    asks.LoseDeal: _ended,
    asks.ReopenDeal: _reopened,
    asks.OwnDeal: _owned,
    asks.TagDeal: _tagged,
    asks.UntagDeal: _tagged,
    asks.LinkDeal: _linked,
    asks.RemoveDeal: _gone,
    asks.RestoreDeal: _gone,
    asks.LogOnDeal: _logged,
    asks.UnlogOnDeal: lambda s, body: deals.DealUnlogged(body.deal_id, body.entry_id, _me(s)),
    asks.SetDealCause: _cause_set,
    asks.SavePipeline: _saved,
    asks.RemovePipeline: _removed,
}
