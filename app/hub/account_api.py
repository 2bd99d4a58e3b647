"""Routes for what is done at the channel while somebody waits: templates, block list, business profile.

Each asks Graph first and appends the event of what Graph did; a refusal brings Graph's own words where it has any.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from app.domain.clock import Clock
from app.domain.contacts import ContactBlocked, ContactUnblocked, Identity
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, LineId
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.template_drafts import EDITABLE, TemplateDraft, draft_problems
from app.domain.templates import Template, TemplateChanged, TemplateRemoved
from app.hub.access import Access
from app.hub.account_sync import AccountSync
from app.hub.appender import Appender, Draft
from app.hub.config import HubConfig, LineConfig
from app.hub.http import Call, HttpRefusal, Reply, json_reply
from app.hub.readers import Readers
from app.hub.rules import LEADERS, Asker
from app.hub.samples import Samples
from app.whatsapp.account_client import AccountClient, Submitted, status_and_category
from app.whatsapp.management import GraphRefused, GraphUnreachable
from storage import view
from storage.writer import Priority, Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DeleteTemplate:
    """The body of a deletion."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class BlockRequest:
    """The body of /block."""

    contact_id: ContactId
    line_id: LineId
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class ProfileRequest:
    """The body of /profile."""

    line_id: LineId
    profile: LineProfile


class AccountApi:
    """`submit`, `delete`, `sync`, `block`, `profile`: handlers of POST routes under /api/v1/account."""

    def __init__(
        self,
        config: HubConfig,
        access: Access,
        writer: Writer,
        readers: Readers,
        appender: Appender,
        sync: AccountSync,
        client: AccountClient,
        samples: Samples,
        clock: Clock,
    ) -> None:
        self._config, self._access = config, access
        self._writer, self._readers, self._appender = writer, readers, appender
        self._sync, self._client, self._samples, self._clock = sync, client, samples, clock

    async def submit(self, call: Call) -> Reply:
        """A new template, or an edit of one (`external_id`). The answer is the template as it stands now."""
        asker, draft = self._leader(call), call.read(TemplateDraft)
        for problem in draft_problems(draft):
            raise HttpRefusal(422, problem.code, **problem.facts)
        account_id, line = self._account()
        known = await self._readers.run(
            lambda conn: view.template(conn, account_id, draft.name, draft.language)
        )
        if draft.external_id and (known is None or known.status not in EDITABLE):
            raise HttpRefusal(409, "template_not_editable", state=known.status if known else "deleted")
        template = await _asked(lambda: self._submitted(draft, account_id, line))
        await self._append(asker, TemplateChanged(template), account_id)
        return json_reply(template)

    async def _submitted(self, draft: TemplateDraft, account_id: str, line: LineConfig) -> Template:
        token = line.token or ""
        handle = await self._samples.handle(draft.header_sha256, token) if draft.header_sha256 else None
        if draft.external_id:
            await self._client.edit_template(draft.external_id, token, draft, handle)
            outcome: Submitted = ("pending", None, draft.external_id)
        else:
            outcome = status_and_category(
                await self._client.create_template(account_id, token, draft, handle)
            )
        status, category, external_id = outcome
        return Template(
            account_id=account_id,
            name=draft.name,
            language=draft.language,
            status=status,
            category=category or draft.category,
            body=draft.body.strip(),
            external_id=external_id,
            is_positional=draft.is_positional,
            header=draft.header,
            footer=draft.footer,
            buttons=draft.buttons,
            samples=draft.samples,
        )

    async def delete(self, call: Call) -> Reply:
        """Remove a template in one language."""
        asker, asked = self._leader(call), call.read(DeleteTemplate)
        account_id, line = self._account()
        known = await self._readers.run(
            lambda conn: view.template(conn, account_id, asked.name, asked.language)
        )
        if known is None:
            raise HttpRefusal(404, "template_unknown")
        external_id, token = known.external_id, line.token or ""
        await _asked(lambda: self._client.delete_template(account_id, token, asked.name, external_id))
        await self._append(asker, TemplateRemoved(account_id, asked.name, asked.language), account_id)
        return json_reply({"name": asked.name, "language": asked.language})

    async def sync(self, call: Call) -> Reply:
        """Compare with the channel now."""
        self._access.asker(call.bearer)
        return json_reply({"count": await _asked(self._sync.compare)})

    async def block(self, call: Call) -> Reply:
        """Block or unblock a person on a business number."""
        asker, asked = self._access.asker(call.bearer), call.read(BlockRequest)
        line = self._line(asked.line_id)
        contact = await self._readers.run(lambda conn: view.load_contact(conn, asked.contact_id))
        if contact is None or not (contact.number or contact.user_id):
            raise HttpRefusal(404, "recipient_unknown")
        who = Identity(number=contact.number, user_id=contact.user_id)
        act = self._client.block if asked.is_blocked else self._client.unblock
        await _asked(lambda: act(line.external_id, line.token or "", who))
        made = ContactBlocked if asked.is_blocked else ContactUnblocked
        body = made(asked.contact_id, asked.line_id, asker.member_id)
        await self._append(asker, body, asked.contact_id)
        return json_reply({"is_blocked": asked.is_blocked})

    async def profile(self, call: Call) -> Reply:
        """Change what customers see of a business number."""
        asker, asked = self._leader(call), call.read(ProfileRequest)
        line = self._line(asked.line_id)
        known = await self._readers.run(lambda conn: view.line_profile(conn, asked.line_id))
        await _asked(lambda: self._client.change_profile(line.external_id, line.token or "", asked.profile))
        shown = known or LineProfile()
        profile = replace(
            asked.profile, verified_name=shown.verified_name, quality=shown.quality, status=shown.status
        )
        await self._append(
            asker, LineProfileChanged(asked.line_id, profile, self._config.waba_id), asked.line_id
        )
        return json_reply(profile)

    def _leader(self, call: Call) -> Asker:
        asker = self._access.asker(call.bearer)
        if asker.role not in LEADERS:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker

    def _account(self) -> tuple[str, LineConfig]:
        line = next((line for line in self._config.lines if line.token is not None), None)
        if self._config.waba_id is None or line is None:
            raise HttpRefusal(409, "account_missing")
        return self._config.waba_id, line

    def _line(self, line_id: LineId) -> LineConfig:
        line = next((line for line in self._config.lines if line.line_id == line_id), None)
        if line is None or line.token is None:
            raise HttpRefusal(409, "line_not_ours", line_id=line_id)
        return line

    async def _append(self, asker: Asker, body: EventBody, subject: str) -> None:
        actor = Actor("member", asker.member_id, asker.device_id)
        draft = Draft(body, subject, actor, self._clock.now())
        await self._writer.run(lambda conn: self._appender.append(conn, [draft]), priority=Priority.REPLY)


async def _asked(ask: Callable[[], Awaitable[T]]) -> T:
    """What Graph did, or a refusal that a desk can show."""
    try:
        return await ask()
    except GraphUnreachable as error:
        raise HttpRefusal(503, "channel_unreachable", retry_after="10") from error
    except GraphRefused as error:
        number = {"provider_code": str(error.provider_code)} if error.provider_code is not None else {}
        raise HttpRefusal(
            409, "channel_refused", reason=error.code, said=error.said[:500], **number
        ) from error
