"""The practice salon's colleagues: two members who join with computers of their own and have done some work.

They are as real to the practice hub as anybody: invited, enrolled, asking by the same commands. Their computers never
come back, so nobody acts in their name later. A real business never sees them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from app.desk.hub_client import HubClient, HubRefused
from app.desk.practice_agenda import NUMBERS as EXPECTED
from app.desk.practice_agenda import Known, PracticeAgenda, age_ms
from app.desk.practice_books import practice_books
from app.desk.practice_deals import NUMBERS, practice_deals
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
from app.domain.templates import Template, TemplateChanged
from app.words.appointment_templates import REMINDERS
from storage.codec import encode_command, open_events

COLLEAGUES: tuple[tuple[Role, str], ...] = (("manager", "Marc Petit"), ("rep", "Inès Moreau"))
PAGE = 1_000
AT_ONCE = 50  # commands in one request
TOO_MANY = 429
WISHED = "11:00"
PATIENCE_S = 60.0  # so long the story may take to come in
LOOK_S = 0.5
NADIA, KARIM, ELODIE, PAUL, ANA = (
    "33639981735", "33639986211", "33639982754", "33639982140", "447700900123",
)  # fmt: skip
SOPHIE = "33639986631"
PEOPLE = frozenset({NADIA, KARIM, ELODIE, PAUL, ANA, SOPHIE}) | NUMBERS | EXPECTED

log = logging.getLogger(__name__)
Where = dict[str, ConversationId]  # by the customer's number
NewId = Callable[[], str]
Act = tuple[int, CommandBody]


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
            found = await _found(clients[0], seams)
            where, people = found.where, found.people
            ids = IdMaker(seams.clock)
            acts = _acts(where, invited.owner_id, members[0], seams, ids.new)
            cards = practice_cards(people, invited.owner_id, members[0], ids.new)
            deals = practice_deals(
                where, (members[0], members[1], invited.owner_id), seams.clock.now(), ids.new
            )
            books = practice_books(seams.clock.now(), ids.new) if where else ()
            agenda = PracticeAgenda(Known(people, where, found.wished), seams.clock.now(), ids.new)
            hands = _Hands(clients, found, seams, ids)
            await hands.do((*acts, *cards, *deals, *books, *agenda.acts()))
            if where:
                await _look(clients[0], seams, found, lambda: found.has_reminder)
                await hands.do(agenda.asks(found.templates.values()))
    except ComptoirError as error:
        log.info("the practice colleagues did not come code=%s", error.code)


class _Hands:
    """Ask in the colleagues' names."""

    def __init__(self, clients: Sequence[HubClient], found: _Found, seams: Seams, ids: IdMaker) -> None:
        self._clients, self._found, self._seams, self._ids = clients, found, seams, ids
        self._number = 0

    async def do(self, acts: Iterable[Act]) -> None:
        """In their order, what one does after the other together."""
        for who, some in groupby(acts, key=lambda act: act[0]):
            commands = [encode_command(self._command(body)) for _who, body in some]
            for start in range(0, len(commands), AT_ONCE):
                await self._send(self._clients[who], commands[start : start + AT_ONCE])

    def _command(self, body: CommandBody) -> Command:
        self._number += 1
        now = self._seams.clock.now()
        command_id = CommandId(self._ids.new())
        return Command(command_id, self._number, self._found.head, now, body, age_ms(body, now))

    async def _send(self, client: HubClient, commands: Sequence[bytes]) -> None:
        """A hub that has enough for now is asked again when it says so."""
        while True:
            try:
                await client.send(commands)
                return
            except HubRefused as refused:
                if refused.status != TOO_MANY:
                    raise
                await self._seams.clock.sleep(refused.after_s or 1.0)


async def _found(client: HubClient, seams: Seams) -> _Found:
    """Where the story's people wrote and who they are, once all of them, or as many as come in time, have written."""
    found = _Found()
    await _look(client, seams, found, lambda: len(found.where) == len(PEOPLE))
    return found


async def _look(client: HubClient, seams: Seams, found: _Found, is_enough: Callable[[], bool]) -> None:
    """Read the log on until it is enough, or until nothing more is waited for."""
    deadline_s = seams.clock.monotonic_s() + PATIENCE_S
    while True:
        page = await client.page(found.head, PAGE)
        for event in open_events(page.events):
            found.hear(event.body)
            found.head = event.pos
        is_quiet = found.head == page.head
        if is_quiet and (is_enough() or seams.clock.monotonic_s() > deadline_s):
            return
        if is_quiet:
            await seams.clock.sleep(LOOK_S)


class _Found:
    """`where`, `people`: by the customer's number. `wished`: the word with which Ana asked for another time."""

    def __init__(self) -> None:
        self.where: Where = {}
        self.people: dict[str, ContactId] = {}
        self.templates: dict[tuple[str, str], Template] = {}
        self.wished: MessageId | None = None
        self.head = 0

    @property
    def has_reminder(self) -> bool:
        """Whether the account's approved reminder is known."""
        return any(name in REMINDERS and one.is_sendable for (name, _lang), one in self.templates.items())

    def hear(self, body: object) -> None:
        """Take what matters of it."""
        if isinstance(body, TemplateChanged):
            self.templates[body.template.name, body.template.language] = body.template
        if not isinstance(body, MessageReceived) or not body.conversation_id:
            return
        number = body.identity.number or ""
        if number in PEOPLE:
            self.where[number] = body.conversation_id
            self.people[number] = body.contact_id or ContactId("")
        if number == ANA and WISHED in (body.text or ""):
            self.wished = body.message_id


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
