"""What an account has at Graph: templates, numbers, profiles, blocked people. Over the management edges."""

from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from typing import Any

from app.domain.contacts import Identity
from app.domain.lines import LineProfile
from app.domain.template_drafts import TemplateDraft
from app.domain.templates import Template
from app.whatsapp.checking import Checking
from app.whatsapp.management import GraphRefused, GraphUnreachable, ManagementClient
from app.whatsapp.template_reading import FIELDS, template_of
from app.whatsapp.template_writing import create_body, edit_body
from app.whatsapp.values import listed, obj, whole, word
from app.whatsapp.wire import CHANNEL_NAME

PROFILE_FIELDS = "about,address,description,email,websites,vertical"
NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating,status"
UPLOAD_TRIES = 4
Json = Mapping[str, Any]
Pieces = Callable[[int], AsyncIterable[bytes]]
Submitted = tuple[str, str | None, str | None]  # status, category, id


class AccountClient:
    """One account's management, by ids that the hub was told. All calls raise GraphRefused or GraphUnreachable."""

    def __init__(self, management: ManagementClient) -> None:
        self._graph = management

    def checking(self) -> Checking:
        """The same way to Graph, for the questions of the doctor."""
        return Checking(self._graph)

    async def templates(self, account_id: str, token: str) -> list[Template]:
        """Every definition."""
        items = await self._graph.all(f"{account_id}/message_templates", token, fields=FIELDS)
        read = [template_of(account_id, item) for item in items]
        return [one for one in read if one is not None]

    async def create_template(
        self, account_id: str, token: str, draft: TemplateDraft, handle: str | None
    ) -> Json:
        """Submit a new one; the answer has its id, status and category."""
        return await self._graph.post(f"{account_id}/message_templates", token, create_body(draft, handle))

    async def edit_template(
        self, external_id: str, token: str, draft: TemplateDraft, handle: str | None, category: str | None
    ) -> Json:
        """Replace all parts of a known one, and its category if one is given; it is reviewed again."""
        return await self._graph.post(external_id, token, edit_body(draft, handle, category))

    async def delete_template(self, account_id: str, token: str, name: str, external_id: str | None) -> None:
        """One language of a name, or all of them when the id is not known."""
        query = {"name": name} | ({"hsm_id": external_id} if external_id else {})
        await self._graph.delete(f"{account_id}/message_templates", token, None, **query)

    async def app_id(self, token: str) -> str:
        """Whose token it is: samples are uploaded under the app's id."""
        answer = await self._graph.get("debug_token", token, input_token=token)
        found = word(obj(answer.get("data")).get("app_id"))
        if found is None:
            raise GraphRefused("permission_missing")
        return found

    async def upload_sample(
        self, app_id: str, token: str, name: str, mime: str, size_bytes: int, content: Pieces
    ) -> str:
        """The handle of a sample file; `content(start)` gives its bytes from there on. A broken upload goes on."""
        query = {"file_name": name, "file_length": str(size_bytes), "file_type": mime}
        begun = await self._graph.post(f"{app_id}/uploads", token, {}, **query)
        session, start = word(begun.get("id")) or "", 0
        for _try in range(UPLOAD_TRIES):
            try:
                told = await self._graph.upload(session, token, start, size_bytes - start, content(start))
                if (handle := word(told.get("h"))) is not None:
                    return handle
                start = whole(told.get("file_offset")) or 0
            except GraphUnreachable:
                start = whole((await self._graph.session(session, token)).get("file_offset")) or 0
        raise GraphUnreachable

    async def numbers(self, account_id: str, token: str) -> list[Json]:
        """The account's business numbers as Graph gives them."""
        return await self._graph.all(f"{account_id}/phone_numbers", token, fields=NUMBER_FIELDS)

    async def profile(self, line_external_id: str, token: str) -> Json:
        """What customers see of a number."""
        path = f"{line_external_id}/whatsapp_business_profile"
        answer = await self._graph.get(path, token, fields=PROFILE_FIELDS)
        first = obj(next(iter(listed(answer.get("data"))), None))
        return obj(first.get("business_profile")) or first

    async def change_profile(self, line_external_id: str, token: str, profile: LineProfile) -> None:
        """Show customers something else."""
        body: dict[str, Any] = {
            "messaging_product": CHANNEL_NAME,
            "about": profile.about,
            "address": profile.address,
            "description": profile.description,
            "email": profile.email,
            "websites": list(profile.websites),
        }
        if profile.vertical:
            body["vertical"] = profile.vertical
        if not profile.about:
            del body["about"]  # Meta refuses an empty one
        await self._graph.post(f"{line_external_id}/whatsapp_business_profile", token, body)

    async def block(self, line_external_id: str, token: str, who: Identity) -> None:
        """Bring nothing of this person any more."""
        answer = await self._graph.post(f"{line_external_id}/block_users", token, _block_body(who))
        _check_blocked(answer)

    async def unblock(self, line_external_id: str, token: str, who: Identity) -> None:
        """Let them write again."""
        answer = await self._graph.delete(f"{line_external_id}/block_users", token, _block_body(who))
        _check_blocked(answer)


def profile_of(number: Json, profile: Json) -> LineProfile:
    """Both answers as one value."""
    return LineProfile(
        about=word(profile.get("about")) or "",
        address=word(profile.get("address")) or "",
        description=word(profile.get("description")) or "",
        email=word(profile.get("email")) or "",
        websites=tuple(site for site in map(word, listed(profile.get("websites"))) if site),
        vertical=word(profile.get("vertical")) or "",
        verified_name=word(number.get("verified_name")) or "",
        quality=(word(number.get("quality_rating")) or "unknown").lower(),
        status=(word(number.get("status")) or "").lower(),
    )


def status_and_category(answer: Json) -> Submitted:
    """What Graph answers to a submitted template: status, category, id."""
    category = word(answer.get("category"))
    status = (word(answer.get("status")) or "pending").lower()
    return status, category.lower() if category else None, word(answer.get("id"))


def number_of(numbers: Sequence[Json], external_id: str) -> Json:
    """One of the account's numbers; empty when it is another account's."""
    return next((one for one in numbers if word(one.get("id")) == external_id), {})


def _block_body(who: Identity) -> dict[str, Any]:
    user = {"user": "+" + who.number} if who.number else {"user_id": who.user_id}
    return {"messaging_product": CHANNEL_NAME, "block_users": [user]}


def _check_blocked(answer: Json) -> None:
    """A 200 or a 400 may hold a refusal for this very person."""
    failed = listed(obj(answer.get("block_users")).get("failed_users"))
    if failed:
        error = obj(next(iter(listed(obj(failed[0]).get("errors"))), None))
        raise GraphRefused("block_list_failed", None, word(obj(error.get("error_data")).get("details")) or "")
