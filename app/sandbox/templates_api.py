"""The template edges of the account: list, create, delete, archive, and codes in several languages at once."""

from collections.abc import Callable
from typing import Any

from app.domain.clock import Clock
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, missing, success, unpacked
from app.sandbox.graph_errors import Refusal
from app.sandbox.notices import Notices
from app.sandbox.paging import page
from app.sandbox.template_refusals import (
    ALREADY_EXISTS,
    BEING_DELETED,
    NOT_FOUND,
    SAMPLE_NAME,
    TOO_MANY_TEMPLATES,
    malformed,
    refused,
)
from app.sandbox.template_review import Review
from app.sandbox.template_rules import (
    CATEGORIES,
    KindOfHandle,
    check_choice,
    check_components,
    check_language,
    check_name,
    check_ttl,
)
from app.sandbox.template_wording import complete
from app.sandbox.templates_shown import USUAL, shown
from app.sandbox.templates_store import Json, Template, Templates
from app.sandbox.world import World

LIMIT_UNVERIFIED, LIMIT_VERIFIED = 250, 6_000
CREATIONS_PER_HOUR, HOUR_S = 100, 3600.0
FORMATS = ("POSITIONAL", "NAMED")
SAMPLE = "hello_world"
CODES = "AUTHENTICATION"
ARCHIVABLE = frozenset({"APPROVED", "PAUSED", "REJECTED"})


class TemplatesApi:
    """`/<WABA>/message_templates` and its neighbours."""

    def __init__(
        self, world: World, review: Review, notices: Notices, clock: Clock, kind_of: KindOfHandle
    ) -> None:
        self._world = world
        self._review = review
        self._notices = notices
        self._clock = clock
        self._kind_of = kind_of

    def edges(self) -> Edges:
        """What this serves on the account's node."""
        return {
            ("GET", "message_templates"): self._list,
            ("POST", "message_templates"): self._post,
            ("DELETE", "message_templates"): self._delete,
            ("POST", "upsert_message_templates"): self._upsert,
        }

    @property
    def _templates(self) -> Templates:
        return self._world.account.templates

    def _now(self) -> float:
        return self._clock.now().timestamp()

    async def _list(self, call: EdgeCall) -> Reply:
        wanted = [keeps for name, test in FILTERS.items() if (keeps := _filter(call, name, test))]
        chosen = [one for one in self._templates if all(keeps(one) for keeps in wanted)]
        fields = call.query.get("fields")
        rows = [(one.number, shown(one, fields, usual=USUAL)) for one in chosen]
        answer = page(rows, call)
        if "summary" in call.query:
            answer["summary"] = self._summary(call.query["summary"], len(chosen))
        return Reply(200, answer)

    def _summary(self, asked: str, total: int) -> Json:
        known = {
            "total_count": total,
            "message_template_count": len(self._templates),
            "message_template_limit": self._limit,
            "are_translations_complete": False,
        }
        names = [name.strip() for name in asked.split(",")]
        return {name: known[name] for name in names if name in known} or {"total_count": total}

    @property
    def _limit(self) -> int:
        is_verified = self._world.account.waba["business_verification_status"] == "verified"
        return LIMIT_VERIFIED if is_verified else LIMIT_UNVERIFIED

    async def _post(self, call: EdgeCall) -> Reply:
        if call.rest in {"archive", "unarchive"}:
            return self._archive(call, is_back=call.rest == "unarchive")
        template = self._create(call.params)
        created = {"id": template.id, "status": template.status, "category": template.category}
        return Reply(200, created)

    def _create(self, params: Json) -> Template:
        if "name" not in params:
            raise missing("name")
        name, language = check_name(params["name"]), check_language(params.get("language"))
        category = check_choice(params.get("category"), "category", CATEGORIES)
        parameter_format = check_choice(
            params.get("parameter_format", FORMATS[0]), "parameter_format", FORMATS
        )
        if "components" not in params:
            raise missing("components")
        parts = check_components(params["components"], category, parameter_format, self._kind_of)
        ttl = params.get("message_send_ttl_seconds")
        more = {"ttl_s": None if ttl is None else check_ttl(ttl, category)}
        self._check_free(name, language)
        self._spend_creation()
        template = self._templates.add(
            name,
            language,
            category,
            complete(parts, category, language),
            parameter_format=parameter_format,
            created_at=self._now(),
            is_tracking_off=params.get("cta_url_link_tracking_opted_out"),
            **more,
        )
        self._review.submit(template)
        return template

    def _check_free(self, name: str, language: str) -> None:
        if name == SAMPLE:
            raise refused(SAMPLE_NAME, "This template is named after a sample template. Use another name.")
        if self._templates.get(name, language):
            raise refused(ALREADY_EXISTS, f"There is already {language} content for this template.")
        if self._templates.is_being_deleted(name, language, self._now()):
            raise refused(BEING_DELETED, f"The {language} content of {name} was deleted. Wait 30 days.")
        if len(self._templates) >= self._limit:
            raise refused(TOO_MANY_TEMPLATES, f"This account can have {self._limit} templates.")

    def _spend_creation(self) -> None:
        created, now = self._templates.created_at, self._now()
        created[:] = [at for at in created if now - at < HOUR_S]
        if len(created) >= CREATIONS_PER_HOUR:
            raise Refusal(80007, f"{CREATIONS_PER_HOUR} templates were created within an hour.")
        created.append(now)

    async def _delete(self, call: EdgeCall) -> Reply:
        name, template_id = call.params.get("name"), call.params.get("hsm_id")
        ids = [str(template_id)] if template_id else call.listing("hsm_ids")
        if not name and not ids:
            raise missing("name")
        doomed = [self._by_id(one, name) for one in ids] if ids else self._templates.named(str(name))
        if not doomed:
            raise refused(NOT_FOUND, f"There is no message template {name}.")
        for template in doomed:
            if template.status == "DISABLED":
                raise malformed("A disabled template cannot be deleted.")
        for template in doomed:
            self._remove(template)
        return success()

    def _by_id(self, template_id: str, name: object) -> Template:
        template = self._templates.by_id(template_id)
        if template is None or (name and template.name != name):
            raise refused(NOT_FOUND, f"There is no message template {template_id} of that name.")
        return template

    def _remove(self, template: Template) -> None:
        self._templates.remove(template, self._now())
        was_in_use = template.status in {"APPROVED", "PAUSED"}
        self._notices.status(template, "PENDING_DELETION" if was_in_use else "DELETED")

    def _archive(self, call: EdgeCall, *, is_back: bool) -> Reply:
        moved, failed = [], {}
        for template_id in call.listing("hsm_ids"):
            template = self._templates.by_id(template_id)
            if template is None:
                failed[template_id] = "The template does not exist."
            elif (template.status == "ARCHIVED") != is_back or (
                not is_back and template.status not in ARCHIVABLE
            ):
                failed[template_id] = f"The template is {template.status}."
            else:
                self._review.archive(template, is_back=is_back)
                moved.append(template_id)
        key = "unarchived_templates" if is_back else "archived_templates"
        return Reply(200, {key: moved, "failed_templates": failed})

    async def _upsert(self, call: EdgeCall) -> Reply:
        """Codes in several languages: those that exist get the new components, the others are created."""
        if str(call.params.get("category", CODES)).upper() != CODES:
            raise invalid("Only authentication templates can be created in bulk.")
        languages = call.listing("languages")
        if not languages:
            raise missing("languages")
        return Reply(200, {"data": [self._put(call.params, language) for language in languages]})

    def _put(self, params: Json, language: str) -> Json:
        found = self._templates.get(str(params.get("name")), language)
        if found is None:
            parts = unpacked(params.get("components"))
            copied = [dict(part) for part in parts] if isinstance(parts, list) else parts
            found = self._create(params | {"category": CODES, "language": language, "components": copied})
        else:
            parts = check_components(params.get("components"), found.category, "POSITIONAL", self._kind_of)
            found.components = complete(parts, found.category, language)
        return {"id": found.id, "language": language, "status": found.status, "category": found.category}


Test = Callable[[Template, str], bool]


def _says(template: Template, text: str) -> bool:
    return text.lower() in str([part.get("text") for part in template.components]).lower()


FILTERS: dict[str, Test] = {
    "name": lambda one, text: text.lower() in one.name,
    "name_or_content": lambda one, text: text.lower() in one.name or _says(one, text),
    "content": _says,
    "status": lambda one, text: one.status == text.upper(),
    "language": lambda one, text: one.language == text,
    "category": lambda one, text: one.category == text.upper(),
    "quality_score": lambda one, text: one.quality == text.upper(),
}
WHOLE = frozenset({"name", "name_or_content", "content"})  # a comma in these is part of the text


def _filter(call: EdgeCall, name: str, test: Test) -> Callable[[Template], Any] | None:
    """Whether a template passes one filter of the query: any of its values will do."""
    if not call.query.get(name):
        return None
    values = [call.query[name]] if name in WHOLE else call.listing(name)
    return lambda template: any(test(template, value) for value in values)
