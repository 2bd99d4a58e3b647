"""The edges of one template: read, edit, unpause, compare."""

from app.domain.clock import Clock
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, success
from app.sandbox.template_refusals import NOT_EDITABLE, malformed, refused
from app.sandbox.template_review import Review
from app.sandbox.template_rules import CATEGORIES, KindOfHandle, check_choice, check_components, check_ttl
from app.sandbox.template_use import Use
from app.sandbox.template_wording import complete
from app.sandbox.templates_shown import shown
from app.sandbox.templates_store import Template
from app.sandbox.world import World

EDITABLE = frozenset({"APPROVED", "REJECTED", "PAUSED"})
DAY_S, MONTH_S = 86400.0, 30 * 86400.0
EDITS_A_DAY, EDITS_A_MONTH = 1, 10


class TemplateApi:
    """`/<TEMPLATE_ID>`: the router has made sure that there is one."""

    def __init__(self, world: World, review: Review, use: Use, clock: Clock, kind_of: KindOfHandle) -> None:
        self._world = world
        self._review = review
        self._use = use
        self._clock = clock
        self._kind_of = kind_of

    def edges(self) -> Edges:
        """What this serves on a template's node."""
        return {
            ("GET", ""): self._get,
            ("POST", ""): self._edit,
            ("POST", "unpause"): self._unpause,
            ("GET", "compare"): self._compare,
        }

    def _template(self, call: EdgeCall) -> Template:
        template = self._world.account.templates.by_id(call.node)
        assert template is not None
        return template

    async def _get(self, call: EdgeCall) -> Reply:
        return Reply(200, shown(self._template(call), call.query.get("fields")))

    async def _edit(self, call: EdgeCall) -> Reply:
        template, params = self._template(call), call.params
        if any(name in params and params[name] != getattr(template, name) for name in ("name", "language")):
            raise malformed("The name and the language of a template cannot be changed.")
        if template.status not in EDITABLE:
            raise refused(NOT_EDITABLE, f"The template is {template.status} and cannot be edited now.")
        category = self._category(template, params.get("category"))
        ttl = params.get("message_send_ttl_seconds")
        ttl_s = template.ttl_s if ttl is None else check_ttl(ttl, category)
        parts = None
        if "components" in params:
            parts = check_components(params["components"], category, template.parameter_format, self._kind_of)
        elif ttl is None and category == template.category:
            raise invalid("Nothing to change: give components, category or message_send_ttl_seconds.")
        if parts is not None or category != template.category:
            self._spend_edit(template)
            template.is_edited = template.status == "APPROVED" and parts is not None
            template.category = category
            template.components = (
                template.components if parts is None else complete(parts, category, template.language)
            )
            self._review.submit(template)
        template.ttl_s = ttl_s
        return success(id=template.id, name=template.name, category=template.category)

    def _category(self, template: Template, wished: object) -> str:
        if wished is None:
            return template.category
        category = check_choice(wished, "category", CATEGORIES)
        if category != template.category and template.status == "APPROVED":
            raise refused(NOT_EDITABLE, "The category of an approved template cannot be changed.")
        return category

    def _spend_edit(self, template: Template) -> None:
        """Approved templates are edited once a day and ten times in thirty days."""
        now = self._clock.now().timestamp()
        edits = [at for at in template.edited_at if now - at < MONTH_S]
        if template.status == "APPROVED":
            today = sum(now - at < DAY_S for at in edits)
            if today >= EDITS_A_DAY or len(edits) >= EDITS_A_MONTH:
                raise refused(
                    NOT_EDITABLE, "An approved template can be edited once a day, 10 times a month."
                )
            edits.append(now)
        template.edited_at = edits

    async def _unpause(self, call: EdgeCall) -> Reply:
        template = self._template(call)
        if template.status != "PAUSED":
            return Reply(200, {"success": False, "reason": "The template is not paused."})
        if template.pause != "RATE_LIMITING_PAUSE":
            return Reply(200, {"success": False, "reason": "The template is paused for its quality."})
        self._review.unpause(template)
        return success()

    async def _compare(self, call: EdgeCall) -> Reply:
        """Sends of two or more templates; nobody blocks for a template here, so the order is that of sends."""
        templates = self._world.account.templates
        ids = [call.node, *call.listing("template_ids")]
        if len(ids) < 2 or any(templates.by_id(one) is None for one in ids):
            raise invalid("Param template_ids must name templates of this account.")
        start, end = call.number("start"), call.number("end")
        sends = {one: self._use.of(one, start, end)["sent"] for one in ids}
        numbers = [{"key": one, "value": count} for one, count in sends.items()]
        order = sorted(ids, key=lambda one: -sends[one])
        blocks = {"metric": "BLOCK_RATE", "type": "RELATIVE", "order_by_relative_metric": order}
        counted = {"metric": "MESSAGE_SENDS", "type": "NUMBER_VALUES", "number_values": numbers}
        reasons = [{"key": one, "value": "UNKNOWN_BLOCK_REASON"} for one in ids]
        top = {"metric": "TOP_BLOCK_REASON", "type": "STRING_VALUES", "string_values": reasons}
        return Reply(200, {"data": [blocks, counted, top]})
