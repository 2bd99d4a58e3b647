"""The practice salon's colleagues: two members who join with computers of their own and have done some work.

They are as real to the practice hub as anybody: invited, enrolled, asking by the same commands. Their computers never
come back, so nobody acts in their name later. A real business never sees them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from app.desk.hub_client import HubClient
from app.desk.practice_people import practice_cards
from app.desk.seams import Seams
from app.domain.arrivals import MessageReceived
from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.commands import Command, CommandBody
from app.domain.conversations import CloseConversation
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ContactId, ConversationId, IdMaker, MemberId, MessageId
from app.domain.members import Role
from app.domain.notes import AddNote
from app.domain.records import record
from app.domain.snoozing import SnoozeConversation
from app.domain.tags import TagConversation
from storage.codec import encode_command, open_events

COLLEAGUES: tuple[tuple[Role, str], ...] = (("manager", "Marc Petit"), ("rep", "Inès Moreau"))
PAGE = 1_000
PATIENCE_S = 60.0  # so long the story may take to come in
LOOK_S = 0.5
NADIA, KARIM, ELODIE, PAUL, ANA = (
    "33639981735", "33639986211", "33639982754", "33639982140", "447700900123",
)  # fmt: skip
SOPHIE = "33639986631"
PEOPLE = frozenset({NADIA, KARIM, ELODIE, PAUL, ANA, SOPHIE})

log = logging.getLogger(__name__)
Where = dict[str, ConversationId]  # by the customer's number
NewId = Callable[[], str]


@record
class Invited:
    """The way in for the colleagues: the hub's address, a code for each of COLLEAGUES, and whose practice it is."""

    hub_url: str
    codes: tuple[str, ...]
    owner_id: MemberId


async def work(invited: Invited, seams: Seams) -> None:
    """Let them join, wait for the story's customers, and do what they did. A hub that does not answer ends it."""
    try:
        async with await asyncio.to_thread(seams.make_http) as http:
            clients: list[HubClient] = []
            members: list[MemberId] = []
            for code, (_, name) in zip(invited.codes, COLLEAGUES, strict=True):
                joined = await HubClient(http, invited.hub_url).enrol(code, name)
                clients.append(HubClient(http, invited.hub_url, joined.token))
                members.append(joined.member_id)
            where, people, head = await _found(clients[0], seams)
            ids = IdMaker(seams.clock)
            acts = _acts(where, invited.owner_id, members[0], seams, ids.new)
            cards = practice_cards(people, invited.owner_id, members[0], ids.new)
            for number, (who, body) in enumerate((*acts, *cards), 1):
                command = Command(CommandId(ids.new()), number, head, seams.clock.now(), body)
                await clients[who].send([encode_command(command)])
    except ComptoirError as error:
        log.info("the practice colleagues did not come code=%s", error.code)


async def _found(client: HubClient, seams: Seams) -> tuple[Where, dict[str, ContactId], int]:
    """Where the story's people wrote and who they are, once all of them, or as many as come in time, have written."""
    where: Where = {}
    people: dict[str, ContactId] = {}
    after, deadline_s = 0, seams.clock.monotonic_s() + PATIENCE_S
    while True:
        page = await client.page(after, PAGE)
        for event in open_events(page.events):
            body = event.body
            if isinstance(body, MessageReceived) and body.conversation_id and body.identity.number in PEOPLE:
                where[body.identity.number or ""] = body.conversation_id
                people[body.identity.number or ""] = body.contact_id or ContactId("")
            after = event.pos
        is_quiet = after == page.head
        if is_quiet and (len(where) == len(PEOPLE) or seams.clock.monotonic_s() > deadline_s):
            return where, people, after
        if is_quiet:
            await seams.clock.sleep(LOOK_S)


def _acts(
    where: Where, owner: MemberId, marc: MemberId, seams: Seams, new_id: NewId
) -> Iterator[tuple[int, CommandBody]]:
    """Who (0: Marc, 1: Inès) did what; about people who did not come nothing was done."""
    later = seams.clock.now() + timedelta(days=3)

    def note(there: ConversationId, text: str, mentions: Sequence[MemberId] = ()) -> AddNote:
        return AddNote(MessageId(new_id()), there, text, tuple(mentions))

    if nadia := where.get(NADIA):
        yield 1, ClaimConversation(nadia)
        yield 1, TagConversation(nadia, "Balayage")
        asked = "Camille, tu confirmes samedi 14 h pour le balayage ? Je lui réponds dès que c’est bon."
        yield 1, note(nadia, asked, [owner])
    if karim := where.get(KARIM):
        yield 0, ClaimConversation(karim)
        yield 0, TagConversation(karim, "Forfait")
        yield 0, SnoozeConversation(karim, later)
    if elodie := where.get(ELODIE):
        yield 0, ClaimConversation(elodie)
        yield 0, CloseConversation(elodie, "solved", "Tout est réglé au téléphone.")
    if paul := where.get(PAUL):
        yield 1, CloseConversation(paul, "no_action")
    if ana := where.get(ANA):
        yield 0, ClaimConversation(ana)
        yield 0, TagConversation(ana, "English")
        handed = "Ana vient avec sa fille et préfère l’anglais. Hugo lui a déjà proposé samedi."
        yield 0, AssignConversation(ana, owner, marc, "Je pars à midi", handed)
    if sophie := where.get(SOPHIE):
        yield 0, TagConversation(sophie, "Balayage")
        yield 0, note(sophie, "Attention : cheveux colorés en juin, prévoir un test.")
