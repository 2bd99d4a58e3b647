"""Routes for what is done at the channel while somebody waits: templates, block list, business profile.

Each asks Graph first and appends the event of what Graph did; a refusal brings Graph's own words where it has any.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from app.domain.clock import Clock
from app.domain.contacts import Contact, ContactBlocked, ContactUnblocked, Identity
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, LineId
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.template_drafts import EDITABLE, TemplateDraft, draft_problems
from app.domain.templates import Template, TemplateChanged, TemplateRemoved
from app.hub.account_sync import AccountSync
from app.hub.appender import Draft
from app.hub.config import HubConfig, LineConfig
from app.hub.core import Core
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import ACCOUNT_BURST, ACCOUNT_PER_S, Bucket
from app.hub.samples import Samples
from app.hub.situation import Asker
from app.whatsapp.account_client import AccountClient, status_and_category
from app.whatsapp.management import GraphRefused, GraphUnreachable
from storage import view
from storage.hub.tables import Connection
from storage.writer import Priority

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
    """POST routes under /api/v1/account. `is_ready` False: 503, come again.

    Without a `client` (and its `sync` and `samples`) there is no account.
    """

    def __init__(
        self,
        config: HubConfig,
        core: Core,
        sync: AccountSync | None,
        client: AccountClient | None,
        samples: Samples | None,
        clock: Clock,
        is_ready: Callable[[], bool],
    ) -> None:
        self._config, self._access = config, core.access
        self._writer, self._readers, self._appender = core.writer, core.readers, core.appender
        self._sync, self._client, self._samples, self._clock = sync, client, samples, clock
        self._is_ready = is_ready
        self._calls = Bucket(clock, ACCOUNT_PER_S, ACCOUNT_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        paths = {
            "templates": self._submit,
            "templates/delete": self._delete,
            "templates/sync": self._compare,
            "block": self._block,
            "profile": self._profile,
        }
        return {("POST", f"/api/v1/account/{path}"): handler for path, handler in paths.items()}

    async def _submit(self, call: Call) -> Reply:
        """A new template, or an edit of one (`external_id`). The answer is the template as it stands now."""
        asker, draft = self._leader(call), call.read(TemplateDraft)
        for problem in draft_problems(draft):
            raise HttpRefusal(422, problem.code, **problem.facts)
        account_id, line = self._account()
        known = await self._known(account_id, draft.name, draft.language)
        if draft.external_id is None:
            template = await _asked(lambda: self._created(draft, account_id, line.token or ""))
        else:
            if known is None or known.external_id is None or known.status not in EDITABLE:
                raise HttpRefusal(409, "template_not_editable", state=known.status if known else "deleted")
            template = await _asked(lambda: self._edited(draft, known, line.token or ""))
        await self._append(asker, TemplateChanged(template), account_id)
        self._stir()
        return json_reply(template)

    async def _created(self, draft: TemplateDraft, account_id: str, token: str) -> Template:
        handle = await self._handle(draft, token)
        answer = await self._channel().create_template(account_id, token, draft, handle)
        status, category, external_id = status_and_category(answer)
        return _template_of(draft, account_id, status, category or draft.category, external_id)

    async def _edited(self, draft: TemplateDraft, known: Template, token: str) -> Template:
        """Its id is the one that we know, never one that a desk names."""
        handle = await self._handle(draft, token)
        category = draft.category if known.status != "approved" else known.category
        changed = category if category != known.category else None
        await self._channel().edit_template(known.external_id or "", token, draft, handle, changed)
        return _template_of(draft, known.account_id, "pending", category, known.external_id)

    async def _handle(self, draft: TemplateDraft, token: str) -> str | None:
        if draft.header_sha256 is None:
            return None
        if self._samples is None:
            raise HttpRefusal(409, "account_missing")
        return await self._samples.handle(draft.header_sha256, token)

    async def _known(self, account_id: str, name: str, language: str) -> Template | None:
        return await self._readers.run(lambda conn: view.template(conn, account_id, name, language))

    async def _delete(self, call: Call) -> Reply:
        """Remove a template in one language."""
        asker, asked = self._leader(call), call.read(DeleteTemplate)
        account_id, line = self._account()
        known = await self._known(account_id, asked.name, asked.language)
        if known is None:
            raise HttpRefusal(404, "template_unknown")
        external_id, token = known.external_id, line.token or ""
        await _asked(lambda: self._channel().delete_template(account_id, token, asked.name, external_id))
        await self._append(asker, TemplateRemoved(account_id, asked.name, asked.language), account_id)
        self._stir()
        return json_reply({"name": asked.name, "language": asked.language})

    async def _compare(self, call: Call) -> Reply:
        """Compare with the channel now."""
        self._asker(call)
        self._account()
        compare = self._sync.compare if self._sync is not None else _nothing
        return json_reply({"count": await _asked(compare)})

    async def _block(self, call: Call) -> Reply:
        """Block or unblock a person on a business number."""
        asker, asked = self._asker(call), call.read(BlockRequest)
        line = self._line(asked.line_id)
        contact = await self._readers.run(lambda conn: _contact_as_now(conn, asked.contact_id))
        if contact is None or not (contact.number or contact.user_id):
            raise HttpRefusal(404, "recipient_unknown")
        who = Identity(number=contact.number, user_id=contact.user_id)
        act = self._channel().block if asked.is_blocked else self._channel().unblock
        await _asked(lambda: act(line.external_id, line.token or "", who))
        made = ContactBlocked if asked.is_blocked else ContactUnblocked
        body = made(contact.contact_id, asked.line_id, asker.member_id)
        await self._append(asker, body, contact.contact_id)
        return json_reply({"is_blocked": asked.is_blocked})

    async def _profile(self, call: Call) -> Reply:
        """Change what customers see of a business number."""
        asker, asked = self._leader(call), call.read(ProfileRequest)
        line = self._line(asked.line_id)
        known = await self._readers.run(lambda conn: view.line_profile(conn, asked.line_id))
        token = line.token or ""
        await _asked(lambda: self._channel().change_profile(line.external_id, token, asked.profile))
        shown = known or LineProfile()
        profile = replace(
            asked.profile, verified_name=shown.verified_name, quality=shown.quality, status=shown.status
        )
        await self._append(
            asker, LineProfileChanged(asked.line_id, profile, self._config.waba_id), asked.line_id
        )
        return json_reply(profile)

    def _asker(self, call: Call) -> Asker:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        asker = self._access.asker(call.bearer)
        self._calls.take(asker.device_id)
        return asker

    def _leader(self, call: Call) -> Asker:
        asker = self._asker(call)
        if not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker

    def _account(self) -> tuple[str, LineConfig]:
        line = next((line for line in self._config.lines if line.token is not None), None)
        if self._config.waba_id is None or line is None or self._client is None:
            raise HttpRefusal(409, "account_missing")
        return self._config.waba_id, line

    def _channel(self) -> AccountClient:
        if self._client is None:
            raise HttpRefusal(409, "account_missing")
        return self._client

    def _stir(self) -> None:
        if self._sync is not None:
            self._sync.stir()

    def _line(self, line_id: LineId) -> LineConfig:
        line = next((line for line in self._config.lines if line.line_id == line_id), None)
        if line is None or line.token is None:
            raise HttpRefusal(409, "line_not_ours", line_id=line_id)
        return line

    async def _append(self, asker: Asker, body: EventBody, subject: str) -> None:
        actor = Actor("member", asker.member_id, asker.device_id)
        draft = Draft(body, subject, actor, self._clock.now())
        await self._writer.run(lambda conn: self._appender.append(conn, [draft]), priority=Priority.REPLY)


def _template_of(
    draft: TemplateDraft, account_id: str, status: str, category: str, external_id: str | None
) -> Template:
    """What a submitted draft is now."""
    return Template(
        account_id=account_id,
        name=draft.name,
        language=draft.language,
        status=status,
        category=category,
        body=draft.body.strip(),
        external_id=external_id,
        is_positional=draft.is_positional,
        header=draft.header,
        footer=draft.footer or None,
        buttons=draft.buttons,
        samples=draft.samples,
    )


def _contact_as_now(conn: Connection, contact_id: ContactId) -> Contact | None:
    """Also of one that proved to be somebody else's, for a desk that has not heard of it."""
    return view.load_contact(conn, ContactId(view.kept_id(conn, contact_id)))


async def _nothing() -> int:
    return 0


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
