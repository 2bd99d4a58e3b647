"""A step of `tests.flow.test_desk_converge`: somebody of the team does something with a deal or the pipeline."""

from __future__ import annotations

import random
from dataclasses import replace

from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import DealFilter
from app.domain.deals import StageMove
from app.domain.ids import ConversationId
from app.domain.money import Money
from tests.flow.desk_world import Computer


async def sell(at: Computer, there: ConversationId, chance: random.Random) -> None:
    """Whatever the desk lets through; of two who move the same deal the second is refused."""
    desk = at.desk
    known = desk.deals(DealFilter(states=()))
    stages = [stage.stage_id for stage in desk.board().pipeline.stages]
    if not known or chance.random() < 0.25:
        row, amount = desk.inbox_row(there), Money(chance.randrange(9_000), "EUR")
        if row is not None and chance.random() < 0.5:
            await desk.add_deal(NewDeal(title="Cake", amount=amount, contact_id=row.contact_id))
        else:
            await desk.add_deal(NewDeal(title="Cake", amount=amount, conversation_id=there))
        return
    one = chance.choice(known).deal_id
    act = chance.choice(
        ("move", "move", "move", "win", "lose", "reopen", "log", "tag", "change", "remove", "stages")
    )
    if act == "move":
        await desk.move_deal(one, chance.choice(stages))
    elif act in ("win", "lose"):
        await (desk.win_deal(one) if act == "win" else desk.lose_deal(one, "Price"))
    elif act == "reopen":
        await desk.reopen_deal(one)
    elif act == "log":
        await desk.log_on_deal(one, chance.choice(("call", "no_answer")), "Rang")
    elif act == "tag":
        await desk.tag_deal(one, "VIP")
    elif act == "change":
        await desk.change_deal(one, {"amount": f"{chance.randrange(9_000)} JPY"})
    elif act == "remove":
        await (desk.remove_deal(one) if chance.random() < 0.5 else desk.restore_deal(one))
    else:
        pipeline = desk.pipelines()[0]
        named = tuple(replace(stage, name=stage.stage_id) for stage in pipeline.stages)
        moves = [StageMove(named[-1].stage_id, named[0].stage_id)] if len(named) > 2 else []
        await desk.save_pipeline(
            replace(pipeline, name="Sales", stages=named[:-1] if moves else named), moves
        )
