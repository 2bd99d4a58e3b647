"""The templates that a practice account starts with: resources/stories/templates.json, in Meta's own shape."""

import json

from app.sandbox.phrases import STORIES
from app.sandbox.template_review import RECOMMENDATIONS
from app.sandbox.template_wording import complete
from app.sandbox.templates_store import Json
from app.sandbox.world import World

FILE = "templates.json"
HANDLES = {"4::practice-image": "image/jpeg", "4::practice-document": "application/pdf"}
CREATED_AT = 1_780_000_000.0


def put_samples(world: World) -> None:
    """Give the account its first templates, once in its life."""
    account = world.account
    if account.has_samples:
        return
    account.has_samples = True
    account.handles |= HANDLES
    for sample in read_samples():
        _put(world, sample)


def read_samples() -> list[Json]:
    """Definitions as they would be created, and beside them `status`, `quality`, `pause`, `reason`."""
    samples: list[Json] = json.loads((STORIES / FILE).read_text(encoding="utf-8"))
    return samples


def _put(world: World, sample: Json) -> None:
    template = world.account.templates.add(
        sample["name"],
        sample["language"],
        sample["category"],
        complete(sample["components"], sample["category"], sample["language"]),
        status=sample.get("status", "APPROVED"),
        parameter_format=sample.get("parameter_format", "POSITIONAL"),
        quality=sample.get("quality", "UNKNOWN"),
        quality_at=CREATED_AT if "quality" in sample else 0.0,
        created_at=CREATED_AT,
        pause=sample.get("pause"),
    )
    if reason := sample.get("reason"):
        template.rejected_reason = reason
        template.rejection = {"reason": reason, "recommendation": RECOMMENDATIONS[reason]}
