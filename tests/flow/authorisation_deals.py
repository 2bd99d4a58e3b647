"""The lines of `tests.flow.authorisation` about deals and pipelines."""

from __future__ import annotations

from dataclasses import replace

from app.domain import deal_asks as asks
from app.domain.contact_cards import FieldChange
from app.domain.deals import DEFAULT_PIPELINE, Pipeline
from app.domain.ids import MemberId
from tests.flow.cast import ALL, LEADERS, Cast, Wish

NEW = asks.NewDeal("main", "enquiry", "Cake")


def deal_of(who: str) -> str:
    """The deal of a member, which the test makes first."""
    return f"deal-{who.replace(' ', '-')}"


def entry_of(who: str) -> str:
    """What a member wrote down on their deal."""
    return f"entry-{who.replace(' ', '-')}"


def _pipeline(who: str) -> Pipeline:
    stages = tuple(replace(stage, name=stage.stage_id) for stage in DEFAULT_PIPELINE.stages)
    return replace(
        DEFAULT_PIPELINE, pipeline_id=f"p-{who.replace(' ', '-')}", name=f"Of {who}", stages=stages
    )


def _log(cast: Cast, who: str) -> asks.LogOnDeal:
    return asks.LogOnDeal(deal_of("owner 2"), f"new-{entry_of(who)}", "call", "Rang", cast.now)


DEAL_WISHES: tuple[Wish, ...] = (
    Wish(lambda _, who: asks.AddDeal(f"new-{deal_of(who)}", NEW), "deal.add", ALL),
    Wish(
        lambda _, who: asks.AddDeal(f"old-{deal_of(who)}", replace(NEW, source="import", import_id="i1")),
        "deal.add", LEADERS, "(import)",
    ),
    Wish(
        lambda _, who: asks.ChangeDeal(deal_of("owner 2"), (FieldChange("title", f"Of {who}"),)), "deal.change", ALL
    ),
    Wish(lambda _cast, _who: asks.MoveDeal(deal_of("owner 2"), "main", "quote"), "deal.move", ALL),
    Wish(lambda _, who: asks.WinDeal(deal_of(who)), "deal.win", ALL),
    Wish(lambda _, who: asks.LoseDeal(deal_of(who)), "deal.lose", ALL),
    Wish(lambda _, who: asks.ReopenDeal(deal_of(who)), "deal.reopen", ALL),
    Wish(lambda cast, who: asks.OwnDeal(deal_of(who), MemberId(cast.member(who))), "deal.own", ALL),
    Wish(lambda _, who: asks.TagDeal(deal_of(who), "VIP"), "deal.tag", ALL),
    Wish(lambda _, who: asks.UntagDeal(deal_of(who), "VIP"), "deal.untag", ALL),
    Wish(lambda cast, who: asks.LinkDeal(deal_of(who), cast.contact_id), "deal.link", ALL),
    Wish(_log, "deal.log", ALL),
    Wish(lambda _, who: asks.UnlogOnDeal(deal_of(who), entry_of(who)), "deal.unlog", ALL, "(own)"),
    Wish(
        lambda _cast, _who: asks.UnlogOnDeal(deal_of("owner 2"), entry_of("owner 2")),
        "deal.unlog", LEADERS, "(another's)",
    ),
    Wish(lambda _, who: asks.SetDealCause(deal_of(who), "timing"), "deal.set_cause", ALL),
    Wish(lambda _, who: asks.RemoveDeal(deal_of(who)), "deal.remove", ALL, "(own)"),
    Wish(lambda _, who: asks.RestoreDeal(deal_of(who)), "deal.restore", ALL),
    Wish(lambda _cast, _who: asks.RemoveDeal(deal_of("owner 2")), "deal.remove", LEADERS, "(another's)"),
    Wish(lambda _, who: asks.SavePipeline(_pipeline(who)), "pipeline.save", LEADERS),
    Wish(lambda _, who: asks.RemovePipeline(_pipeline(who).pipeline_id), "pipeline.remove", LEADERS),
    Wish(lambda cast, _: asks.DeclineIncoming(cast.conversation_id), "incoming.decline", ALL),
    Wish(lambda cast, _: asks.RestoreIncoming(cast.conversation_id), "incoming.restore", ALL),
)  # fmt: skip
