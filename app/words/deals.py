"""Names and sentences about deals: stages that nobody named yet, and why something about a deal did not happen."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.deals import DealState, LogWhat, Pipeline, Stage
from app.words import gettext as _


def pipeline_name(pipeline: Pipeline) -> str:
    """What a pipeline is called."""
    return pipeline.name or _("Sales")


def stage_name(stage: Stage) -> str:
    """What a stage is called."""
    return stage.name or first_stage_name(stage.stage_id)


def first_stage_name(stage_id: str) -> str:
    """What a stage of the pipeline is called that is there before anybody saved one."""
    names = {
        "enquiry": _("Enquiry"),
        "quote": _("Quote sent"),
        "decision": _("Decision"),
        "deposit": _("Deposit paid"),
        "won": _("Won"),
    }
    return names.get(stage_id, "")


def state_name(state: DealState) -> str:
    """Open, won or lost."""
    names: Mapping[str, str] = {"open": _("Open deal"), "won": _("Won"), "lost": _("Lost")}
    return names[state]


def first_reasons(state: str) -> tuple[str, ...]:
    """What is offered as a reason while a pipeline offers none of its own."""
    if state == "won":
        return (_("Price"), _("Quality"), _("Speed"), _("Recommended"))
    return (_("Too expensive"), _("Bought elsewhere"), _("Not now"), _("No answer"), _("Not for us"))


def logged_name(what: LogWhat) -> str:
    """What somebody wrote down."""
    names: Mapping[str, str] = {
        "call": _("Call"),
        "no_answer": _("Call without an answer"),
        "meeting": _("Meeting"),
        "email": _("E-mail"),
        "note": _("Note"),
    }
    return names[what]


def deal_facts(code: str, facts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A refusal with its blanks filled: names of stages that nobody named, and of a colleague who is not known."""
    filled = {**facts, "who": facts.get("who") or _("A colleague")}
    filled["stage"] = facts.get("stage") or first_stage_name(facts.get("stage_id", ""))
    if code == "stage_holds_deals":
        filled["name"] = facts.get("name") or first_stage_name(facts.get("stage_id", ""))
    if code == "deal_ended":
        return f"deal_ended_{facts.get('state', 'won')}", filled
    return code, filled


def about_deals() -> dict[str, str]:
    """By code."""
    return {
        "deal_unknown": _("This deal is not there any more, so nothing was changed."),
        "deal_exists": _("Not added: this deal is there already."),
        "deal_moved": _(
            "Not moved: {who} was first. The deal is now in {stage}. Move it from there if need be."
        ),
        "deal_ended": _("Not changed: this deal has ended. Reopen it first."),
        "deal_ended_won": _("Not changed: {who} has marked this deal as won. Reopen it first."),
        "deal_ended_lost": _("Not changed: {who} has marked this deal as lost. Reopen it first."),
        "deal_nobodys": _(
            "Not kept: the deal has no title and belongs to nobody. Write a title or choose a person."
        ),
        "deal_malformed": _("Not kept: this deal says something that no deal can say. Write it again."),
        "deal_text_long": _("Not kept: the text is too long. Write {limit} characters at most."),
        "deal_lines_full": _("Not kept: a deal has {limit} lines at most."),
        "deal_tags_full": _("The tag was not set: a deal has {limit} at most. Remove one first."),
        "deal_entry_unknown": _("This entry is not there any more."),
        "money_malformed": _(
            "Not kept: this is no amount. Write a number that is not below zero, as in 42.50."
        ),
        "money_currency": _(
            "Not kept: the currency {currency} is not known. Use its three letters, as in EUR."
        ),
        "stage_unknown": _("Not moved: this stage is not there any more. Choose another one."),
        "stage_holds_deals": _(
            "Not kept: {count} open deals stand in {name}. Say where they go, then remove it."
        ),
        "stages_count": _("Not kept: a pipeline has between 1 and {limit} stages."),
        "stage_nameless": _("Not kept: each stage needs a name of {limit} characters at most."),
        "stage_name_taken": _("Not kept: two stages are called {name}. Give one of them another name."),
        "stage_figures": _("Not kept: in {name}, odds go from 0 to 100 and days from 1 to {limit}."),
        "pipeline_unknown": _("This pipeline is not there any more. Choose another one."),
        "pipeline_changed": _(
            "Not kept: somebody changed the pipeline meanwhile. Look at it again, then change it."
        ),
        "pipeline_nameless": _("Not kept: the pipeline needs a name of {limit} characters at most."),
        "pipeline_name_taken": _("Not kept: there is a pipeline called {name} already. Choose another name."),
        "pipelines_full": _("Not kept: there are {limit} pipelines already. Remove one that nobody uses."),
        "reasons_full": _("Not kept: a pipeline offers {limit} reasons at most."),
        "pipeline_holds_deals": _("Not removed: {count} open deals stand in it. Move or end them first."),
        "pipeline_last": _("Not removed: it is the only pipeline. Make another one first."),
    }


def deal_line(what: str, values: Mapping[str, str]) -> str | None:
    """What happened with a deal, as a line of its person's timeline; None for what is about no deal."""
    title = values.get("deal_title") or _("a deal")
    lines = {
        "deal_added": _("Made the deal {title}"),
        "deal_moved": _("Moved the deal {title} to {stage}"),
        "deal_won": _("Won the deal {title}"),
        "deal_lost": _("Lost the deal {title}"),
        "deal_reopened": _("Reopened the deal {title}"),
        "deal_removed": _("Removed the deal {title}"),
        "deal_restored": _("Brought the deal {title} back"),
        "deal_linked": _("Linked the deal {title}"),
    }
    if what == "deal_logged":
        return _("{what}, about {title}").format(what=logged_name(values.get("what", "call")), title=title)  # type: ignore[arg-type]
    found = lines.get(what)
    stage = values.get("stage") or first_stage_name(values.get("stage_id", "")) or "?"
    return found.format(title=title, stage=stage) if found is not None else None


def deals_in_journal() -> dict[str, str]:
    """What somebody of the team did with a deal or a pipeline, by kind of entry."""
    return {
        "deal.added": _("Made a deal"),
        "deal.changed": _("Changed a deal"),
        "deal.moved": _("Moved a deal to another stage"),
        "deal.won": _("Won a deal"),
        "deal.lost": _("Lost a deal"),
        "deal.reopened": _("Reopened a deal"),
        "deal.owned": _("Gave a deal to somebody"),
        "deal.tagged": _("Set a tag on a deal"),
        "deal.untagged": _("Removed a tag from a deal"),
        "deal.linked": _("Linked a deal to a person"),
        "deal.removed": _("Removed a deal"),
        "deal.restored": _("Brought a deal back"),
        "deal.logged": _("Wrote down a call, a meeting or an e-mail"),
        "deal.unlogged": _("Removed what was written down on a deal"),
        "deal.cause_set": _("Said why a deal went quiet"),
        "pipeline.saved": _("Changed a pipeline of deals"),
        "pipeline.removed": _("Removed a pipeline of deals"),
        "incoming.declined": _("Said that a request is no deal"),
        "incoming.restored": _("Brought a request back"),
    }
