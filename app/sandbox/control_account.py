"""The account's part of the control interface: what Meta decides by itself, decided by a test or by practice."""

import json
from collections.abc import Callable

from app.sandbox.asgi import Reply
from app.sandbox.edges import Management
from app.sandbox.template_review import REASONS, Review
from app.sandbox.template_rules import CATEGORIES
from app.sandbox.templates_store import Json, Template
from app.sandbox.world import World

SCORES = ("GREEN", "YELLOW", "RED", "UNKNOWN")
LIMIT = "whatsapp_business_manager_messaging_limit"
SWITCHES = frozenset({"has_payment", "is_published", "is_registered", "is_subscribed", "may_subscribe"})
MARKED = ("FLAGGED", "LOCKED", "IN_APPEAL", "REINSTATED", "LIMIT_EXCEEDED", "PENDING_DELETION")


class ControlAccount:
    """`/_sandbox/templates` and `/_sandbox/account`."""

    def __init__(self, world: World, management: Management) -> None:
        self._world = world
        self._management = management

    def answer(self, method: str, path: str, raw: bytes) -> Reply | None:
        """Answer a call of this part, None for another's. Raises ValueError or KeyError for a wrong wish."""
        match method, path:
            case "GET", "templates":
                rows = [one.definition() for one in self._world.account.templates]
                return Reply(200, {"templates": rows})
            case "POST", "templates":
                return self._template(json.loads(raw))
            case "GET", "account":
                return Reply(200, self._account())
            case "POST", "account":
                return self._change(json.loads(raw))
        return None

    def _account(self) -> Json:
        account = self._world.account
        addresses = {"app": account.app_url, "account": account.override, "number": account.number_override}
        return {
            "app_id": account.app_id,
            "waba": account.waba,
            "number": account.number,
            **{name: getattr(account, name) for name in sorted(SWITCHES)},
            "addresses": addresses,
            "blocked": list(account.blocked),
            "verification_code": account.code,  # the SMS that nobody gets here
        }

    def _template(self, wish: Json) -> Reply:
        """Change one template: `status`, `quality`, `category`, `correct_category`; or `review_s` for all."""
        review = self._management.review
        if "review_s" in wish:
            review.after_s = float(wish["review_s"])
            return Reply(200, {"review_s": review.after_s})
        template = self._world.account.templates.get(wish["name"], wish["language"])
        if template is None:
            raise ValueError(f"there is no template {wish['name']} in {wish['language']}")
        if "status" in wish:
            _act(review, template, wish)
        if "quality" in wish:
            review.score(template, _one_of(wish["quality"], SCORES))
        if "category" in wish:
            review.recategorise(template, _one_of(wish["category"], CATEGORIES))
        if "correct_category" in wish:
            review.announce(template, _one_of(wish["correct_category"], CATEGORIES))
        return Reply(200, {"template": template.definition()})

    def _change(self, wish: Json) -> Reply:
        """New values of the account's (`waba`) or the number's (`number`) own fields, or of what stands around them."""
        account = self._world.account
        for name in SWITCHES & wish.keys():
            setattr(account, name, bool(wish[name]))
        account.waba |= wish.get("waba", {})
        before = account.number[LIMIT]
        account.number |= wish.get("number", {})
        if account.number[LIMIT] != before:
            value = {"display_phone_number": self._world.business.phone, "event": "ONBOARDING"}
            limit = {"max_daily_conversations_per_business": account.number[LIMIT]}
            self._management.notices.tell("phone_number_quality_update", value | limit)
            self._management.notices.tell("business_capability_update", limit)
        return Reply(200, self._account())


def _act(review: Review, template: Template, wish: Json) -> None:
    status = str(wish["status"])
    acts: dict[str, Callable[[], None]] = {
        "APPROVED": lambda: review.approve(template),
        "REJECTED": lambda: review.reject(template, _one_of(wish.get("reason", "INVALID_FORMAT"), REASONS)),
        "PAUSED": lambda: review.pause(template, by_pacing=bool(wish.get("by_pacing"))),
        "DISABLED": lambda: review.disable(template),
        "ARCHIVED": lambda: review.archive(template, is_back=False),
    }
    if status in acts:
        acts[status]()
    else:
        review.mark(template, _one_of(status, MARKED))


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{value} is none of {', '.join(known)}")
    return str(value)
