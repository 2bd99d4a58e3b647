"""Who may do what: the table that tests/flow/test_authorisation.py holds against the hub.

A new command kind or route makes that test fail until it has a line here. To add one: a `Route` or a `Wish`, with what
is asked (a function of the `Cast`) and the roles that may. "May" means that the role is not what stands against it: the
answer may still be another refusal (a window that is closed, a body without sense).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.contacts import Identity
from app.domain.conversations import (
    CloseConversation,
    ReadConversation,
    ReopenConversation,
    StartConversation,
)
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.lines import line_id_of
from app.domain.members import Role
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.settings import ChangeSetting
from tests.flow.authorisation_agenda_lists import AGENDA_LIST_ROUTES
from tests.flow.authorisation_appointments import APPOINTMENT_WISHES
from tests.flow.authorisation_auto import AUTO_WISHES
from tests.flow.authorisation_calendars import CALENDAR_ROUTES
from tests.flow.authorisation_consent import CONSENT_WISHES
from tests.flow.authorisation_contacts import CONTACT_ROUTES, CONTACT_WISHES
from tests.flow.authorisation_deal_tables import DEAL_TABLE_ROUTES, DEAL_TABLE_WISHES
from tests.flow.authorisation_deals import DEAL_WISHES
from tests.flow.authorisation_hours import HOURS_WISHES
from tests.flow.authorisation_incoming import INCOMING_WISHES
from tests.flow.authorisation_ladders import LADDER_WISHES
from tests.flow.authorisation_ledger import LEDGER_WISHES
from tests.flow.authorisation_merging import MERGE_WISHES
from tests.flow.authorisation_standards import STANDARDS_WISHES
from tests.flow.authorisation_table import TABLE_WISHES
from tests.flow.authorisation_tasks import TASK_WISHES
from tests.flow.authorisation_team import TEAM_WISHES
from tests.flow.cast import ALL as ALL
from tests.flow.cast import LEADERS, OWNER
from tests.flow.cast import Cast as Cast
from tests.flow.cast import Route as Route
from tests.flow.cast import Wish as Wish
from tests.flow.hub_world import LINE

LINE_ID = line_id_of("whatsapp", LINE)
HASH = "ab" * 32

API = "/api/v1"
TEAM = f"{API}/team"
IMPORT = {
    "import_id": "0" * 16, "file_name": "x.txt", "fingerprint": "f", "zone": "Europe/Paris", "total": 0,
    "line_id": LINE_ID, "conversation_id": None, "number": "+33639980001", "name": None,
}  # fmt: skip
TEMPLATE = {"name": "hello", "language": "fr", "category": "utility", "body": "Bonjour"}


def _each(path: str, ask: Callable[[Cast, str], Any], may: dict[str, frozenset[Role]]) -> tuple[Route, ...]:
    """One route about several objects."""

    def body_for(who: str) -> Callable[[Cast], Any]:
        return lambda cast: ask(cast, who)

    return tuple(
        Route("POST", f"{TEAM}/{path}", roles, body_for(who), f"({who})") for who, roles in may.items()
    )


def _leave(who: str, may: frozenset[Role]) -> Route:
    return Route(
        "GET",
        f"{TEAM}/leave",
        may,
        what=f"({who})",
        at=lambda cast: f"{TEAM}/leave?member_id={cast.member(who)}",
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{API}/hello", ALL, is_open=True),
    Route("GET", f"{API}/openapi.json", ALL, is_open=True),
    Route("GET", "/health", ALL, is_open=True),
    Route("POST", f"{API}/arrival", OWNER, lambda _: {"move_id": "0" * 32}),
    Route("POST", f"{API}/enrol", ALL, lambda _: {"code": "0" * 32, "device_name": "x"}, is_open=True),
    Route("GET", f"{API}/log", ALL),
    Route("GET", f"{API}/log/{{pos}}/original", ALL, at=lambda _: f"{API}/log/1/original"),
    Route("POST", f"{API}/commands", ALL, lambda _: []),
    Route("POST", f"{API}/presence/typing", ALL, lambda cast: {"conversation_id": cast.conversation_id}),
    Route("POST", f"{API}/presence", ALL, lambda cast: {"what": "viewing", "conversation_id": cast.conversation_id}),
    Route("GET", f"{API}/snapshot/recent", ALL),
    Route("GET", f"{API}/media/{{sha256}}", ALL, at=lambda _: f"{API}/media/{HASH}"),
    Route("HEAD", f"{API}/media/{{sha256}}", ALL, at=lambda _: f"{API}/media/{HASH}"),
    Route("PUT", f"{API}/media/{{sha256}}", ALL, lambda _: b"x", at=lambda _: f"{API}/media/{HASH}"),
    Route("POST", f"{API}/media/retry", ALL, lambda _: {"message_id": "m"}),
    Route("GET", f"{API}/doctor", LEADERS),
    Route("POST", f"{API}/mail/trial", OWNER, lambda _: {}),
    Route("POST", f"{API}/account/templates", LEADERS, lambda _: TEMPLATE),
    Route("POST", f"{API}/account/templates/delete", LEADERS, lambda _: {"name": "hello", "language": "fr"}),
    Route("POST", f"{API}/account/templates/sync", ALL, lambda _: {}),
    Route(
        "POST", f"{API}/account/block", ALL,
        lambda cast: {"contact_id": cast.contact_id, "line_id": LINE_ID, "is_blocked": True},
    ),
    Route("POST", f"{API}/account/profile", LEADERS, lambda _: {"line_id": LINE_ID, "profile": {"about": "x"}}),
    *CONTACT_ROUTES,
    *DEAL_TABLE_ROUTES,
    *AGENDA_LIST_ROUTES,
    *CALENDAR_ROUTES,
    Route("POST", f"{API}/imports", LEADERS, lambda _: IMPORT),
    Route("GET", f"{API}/imports/{{import_id}}", LEADERS, at=lambda _: f"{API}/imports/00000000"),
    Route(
        "POST", f"{API}/imports/{{import_id}}/messages", LEADERS, lambda _: {"first": 0, "messages": []},
        at=lambda _: f"{API}/imports/00000000/messages",
    ),
    Route("POST", f"{API}/imports/{{import_id}}/end", LEADERS, at=lambda _: f"{API}/imports/00000000/end"),
    Route("POST", f"{API}/imports/{{import_id}}/undo", LEADERS, at=lambda _: f"{API}/imports/00000000/undo"),
    Route("GET", f"{API}/safety", ALL),
    Route("POST", f"{API}/safety/backup", LEADERS, lambda _: {}),
    Route("POST", f"{API}/safety/fork", ALL, lambda _: {"points": []}),
    Route("POST", f"{API}/safety/offer", ALL, lambda _: b"{}"),
    Route("POST", f"{API}/safety/salvage", LEADERS, lambda _: {"is_taken": False}),
    Route("POST", f"{API}/setup/check", OWNER, lambda _: {"step": "app"}),
    Route("GET", f"{API}/outside", LEADERS),
    Route("POST", f"{API}/outside", OWNER, lambda _: {"public_url": "https://hub.example.org"}),
    Route("GET", f"{API}/erasures", LEADERS),
    Route("GET", f"{API}/erasures/plan", LEADERS, at=lambda cast: f"{API}/erasures/plan?contact_id={cast.contact_id}"),
    Route("GET", f"{API}/erasures/retained", LEADERS, at=lambda _: f"{API}/erasures/retained?months=3"),
    Route("POST", f"{API}/erasures", LEADERS, lambda cast: {"contact_id": cast.contact_id, "confirm": "Ana"}),
    Route("POST", f"{API}/erasures/confirm", ALL, lambda _: {"pos": 1}),
    Route("GET", TEAM, ALL),
    _leave("owner 2", OWNER),
    _leave("manager 2", OWNER),
    _leave("rep 2", LEADERS),
    *_each("invite", lambda _, who: {"role": who}, {"owner": OWNER, "manager": OWNER, "rep": LEADERS}),
    *_each(
        "invite", lambda cast, who: {"member_id": cast.member(who)},
        {"owner 2": OWNER, "manager 2": OWNER, "rep 2": LEADERS, "rep": LEADERS},
    ),
    *_each(
        "invite/withdraw", lambda cast, who: {"invite_id": cast.invites[who]},
        {"owner": OWNER, "manager": OWNER, "rep": LEADERS},
    ),
    *_each(
        "revoke", lambda cast, who: {"device_id": cast.device(who)},
        {"owner 2": OWNER, "manager 2": OWNER, "rep 2": LEADERS},
    ),
    *_each(
        "role", lambda cast, who: {"member_id": cast.member(who), "role": "rep"},
        {"owner 2": OWNER, "manager 2": OWNER, "rep 2": OWNER},
    ),
    *_each(
        "role", lambda cast, who: {"member_id": cast.member(who), "role": "owner"}, {"rep 2": OWNER, "rep": OWNER}
    ),
    *_each(
        "rename", lambda cast, who: {"member_id": cast.member(who), "name": "Zoé"},
        {"owner 2": OWNER, "manager 2": OWNER, "rep 2": LEADERS, "rep": LEADERS},
    ),
    *_each(
        "remove", lambda cast, who: {"member_id": cast.member(who), "heir_id": cast.member("owner")},
        {"owner 2": OWNER, "manager 2": OWNER, "rep 2": LEADERS},
    ),
)  # fmt: skip

WISHES: tuple[Wish, ...] = (
    Wish(
        lambda cast, who: SendText(MessageId(f"t-{who}"), cast.conversation_id, "Hi", send_anyway=True),
        "send.text", ALL,
    ),
    Wish(
        lambda cast, who: SendMessage(
            MessageId(f"m-{who}"), cast.conversation_id, "text", "Hi", send_anyway=True
        ),
        "send.message", ALL,
    ),
    Wish(lambda cast, who: CancelSend(cast.sent[who], cast.conversation_id), "send.cancel", ALL, "(own)"),
    Wish(
        lambda cast, who: CancelSend(cast.sent["owner 2"], cast.conversation_id), "send.cancel", LEADERS,
        "(another's)",
    ),
    Wish(
        lambda cast, who: SettleSend(cast.sent[who], cast.conversation_id, "arrived"), "send.settle", ALL, "(text)"
    ),
    Wish(
        lambda _cast, who: StartConversation(
            ConversationId(f"c-{who}"), ContactId(f"p-{who}"), LINE_ID, Identity(number=f"3363998000{len(who)}")
        ),
        "conversation.start", ALL,
    ),
    Wish(lambda cast, _: CloseConversation(cast.conversation_id), "conversation.close", ALL),
    Wish(lambda cast, _: ReopenConversation(cast.conversation_id), "conversation.reopen", ALL),
    Wish(lambda cast, _: ReadConversation(cast.conversation_id, 1), "conversation.mark_read", ALL),
    Wish(lambda _cast, _: ChangeSetting("business_name", "Salon"), "setting.change", LEADERS),
    *TEAM_WISHES, *TASK_WISHES,
    *CONSENT_WISHES,
    *MERGE_WISHES,
    *INCOMING_WISHES,
    *CONTACT_WISHES, *DEAL_WISHES, *LADDER_WISHES, *LEDGER_WISHES, *HOURS_WISHES, *AUTO_WISHES, *STANDARDS_WISHES,
    *DEAL_TABLE_WISHES, *TABLE_WISHES, *APPOINTMENT_WISHES,
)  # fmt: skip
