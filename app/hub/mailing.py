"""Writes to the owner while no computer of the team is there: people wait, or the channel cannot reach us.

Looked at every minute, only where a mail server and an address are set. What is told is kept before it goes out, so
nobody is ever told twice of the same, whatever happens meanwhile; what a server did not take is tried again.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.events import Event
from app.domain.findings import Finding
from app.domain.owner_mail import MailRules, Situation, Told, is_due, marks_of, rules_of, to_tell
from app.domain.settings import BY_NAME, SettingChanged
from app.hub.config import HubConfig
from app.hub.followers import Followers
from app.hub.readers import Readers
from app.hub.smtp import MailServer, PerhapsTaken, deliver, server_of
from app.hub.waiting import until_stirred
from app.words.owner_mail import MailText, mail_text, trial_text
from storage import view
from storage.hub import mail, standing
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

EVERY_S = 60.0
ALONE_S = 180.0  # nobody was there for so long
RETRY_S, LONGEST_RETRY_S = 300.0, 3_600.0
Since = Callable[[], datetime | None]

_LOG = logging.getLogger(__name__)


class Mailing:
    """Call `run` as a supervised task. `unreachable_since`: of the channel."""

    def __init__(
        self,
        config: HubConfig,
        writer: Writer,
        readers: Readers,
        followers: Followers,
        clock: Clock,
        unreachable_since: Since,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._writer, self._readers = writer, readers
        self._followers, self._clock = followers, clock
        self._unreachable_since, self._trust = unreachable_since, trust
        self._url = config.smtp_url
        self._stirred = asyncio.Event()
        self._began_s = clock.monotonic_s()
        self._failure: EnvironmentFailure | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        retry_s = RETRY_S
        while True:
            self._stirred.clear()
            rules = self._rules()
            if self._url is None or not rules.to:
                await self._stirred.wait()
                continue
            wait_s = EVERY_S
            try:
                await self._look(rules)
                retry_s = RETRY_S
            except EnvironmentFailure as failure:
                _LOG.warning("mail not sent code=%s", failure.code)
                wait_s, retry_s = retry_s, min(retry_s * 2, LONGEST_RETRY_S)
            await until_stirred(self._stirred, self._clock, wait_s)

    def hear(self, events: Sequence[Event]) -> None:
        """Another setting, another look."""
        if any(isinstance(one.body, SettingChanged) and one.body.name.startswith("mail_") for one in events):
            self._stirred.set()

    async def trial(self) -> int:
        """Write to the owner now, to show that it works; gives to how many addresses.

        Raises EnvironmentFailure: mail_not_set, mail_nobody, and what a server says.
        """
        if self._url is None:
            raise EnvironmentFailure("mail_not_set")
        rules = self._rules()
        if not rules.to:
            raise EnvironmentFailure("mail_nobody")
        await self._send(trial_text(rules.language, self._setting("business_name")), rules.to)
        return len(rules.to)

    def finding(self) -> Finding:
        """How e-mail stands."""
        if self._url is None:
            return Finding("mail", "notice", "mail_not_set")
        try:
            server_of(self._url)
        except EnvironmentFailure as failure:
            return Finding("mail", "bad", failure.code)
        if self._failure is not None:
            return Finding("mail", "bad", self._failure.code, self._failure.facts, "mail")
        to = self._rules().to
        if not to:
            return Finding("mail", "notice", "mail_nobody", {}, "mail")
        return Finding("mail", "good", "mail_ready", {"n": str(len(to))}, "mail")

    async def _look(self, rules: MailRules) -> None:
        if not self._is_alone():
            return
        now = self._clock.now()
        found, told = await self._readers.run(self._read)
        telling = to_tell(now, found, rules)
        if not is_due(now, telling, rules, told):
            return
        await self._save(Told(marks_of(telling), now))
        try:
            text = mail_text(telling, rules.language, rules.zone, self._setting("business_name"), now)
            await self._send(text, rules.to)
        except PerhapsTaken:  # a second one would be told twice, and again every time that the server is slow
            raise
        except EnvironmentFailure:
            await self._save(told)
            raise
        _LOG.info(
            "mail sent waiting=%d unreachable=%s", telling.waiting, telling.unreachable_since is not None
        )

    def _is_alone(self) -> bool:
        alone_s = self._followers.alone_s()
        now_s = self._clock.monotonic_s()
        return (now_s - self._began_s if alone_s is None else alone_s) >= ALONE_S

    def _read(self, conn: Connection) -> tuple[Situation, Told]:
        waiting = standing.waiting(conn)
        return Situation(waiting.count, waiting.oldest_at, self._unreachable_since()), mail.told(conn)

    async def _save(self, told: Told) -> None:
        await self._writer.run(lambda conn: mail.save(conn, told), priority=Priority.NORMAL)

    async def _send(self, text: MailText, to: Sequence[str]) -> None:
        """Keeps what a server says for the doctor. Raises EnvironmentFailure."""
        try:
            server = server_of(self._url or "")
            message = self._message(server, text, to)
            await _beside(partial(deliver, server, message, self._trust))
        except EnvironmentFailure as failure:
            self._failure = failure
            raise
        self._failure = None

    def _message(self, server: MailServer, text: MailText, to: Sequence[str]) -> EmailMessage:
        user, _, domain = server.sender.rpartition("@")
        message = EmailMessage()
        message["From"] = Address("Comptoir", user, domain)
        message["To"] = ", ".join(to)
        message["Subject"] = text.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = make_msgid(domain=domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text.body)
        return message

    def _rules(self) -> MailRules:
        changed = self._readers.quick(view.settings)
        names = [name for name in BY_NAME if name.startswith("mail_")] + ["time_zone"]
        return rules_of({name: changed.get(name, BY_NAME[name].default) for name in names})

    def _setting(self, name: str) -> str:
        return str(self._readers.quick(view.settings).get(name, BY_NAME[name].default))


async def _beside(work: Callable[[], None]) -> None:
    """Run it on a thread of its own that nobody waits for at the end: a mail server may be silent for a minute, and a
    hub that stops must not be."""
    done: Future[None] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            done.set_exception(error)
        else:
            done.set_result(None)

    threading.Thread(target=run, name="mail", daemon=True).start()
    await asyncio.wrap_future(done)
