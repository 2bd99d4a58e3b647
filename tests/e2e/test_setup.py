"""Connecting a number in a real window, by key: from the doors to an answer that arrived, each failure on the way.

The pretend Meta is a process of its own, as Graph and as the one that brings webhooks. What a step found is read from
the log of the computer's own hub; that it is on the screen, from the red of the list of steps.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageGrab
from sqlcipher3.dbapi2 import DatabaseError

from app.desk import session
from app.domain.errors import EnvironmentFailure
from app.domain.findings import Finding
from app.words.findings import advice, sentence
from app.words.formats import Formats
from storage import desk as stored
from storage.engine import connect
from tests.e2e.screen import IS_HERE, PRESSED_AGAIN_S, STARTS_WITHIN_S, Screen, new_screen, until
from tests.perf.servers import free_port
from ui.theme.tokens import load_tokens

PHRASE = "correct horse"
APP_ID, SECRET, NUMBER, ACCOUNT = "880011223344", "s3cret-of-the-app", "309900000000042", "204800000000017"
TOKEN, PIN, ANSWER = "EAAlasting", "246810", "Bonjour Ana"
ANA = {"phone": "+447700900123", "name": "Ana Field"}
FORMATS = Formats("en", "Europe/Paris")
NUMBERS, WAYS = (
    ("personal", "business_app", "new", "api"),
    ("this_number", "second_number", "partner", "stop"),
)
AGAIN_S = 10.0  # a key that comes once more than meant would answer what comes next
TOKENS = load_tokens()
# parts of the screen, left, top, right, bottom: the list of steps, its first, and the first door, which is accented
RAIL, FIRST, DOORS = (80, 80, 330, 860), (80, 90, 330, 140), (150, 300, 560, 700)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not IS_HERE, reason="no Xvfb here"),
]


class Stranger(BaseHTTPRequestHandler):
    """Another program's address: it knows its own verify token and no other."""

    def do_GET(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(parts.query))
        is_own = asked.get("hub.verify_token") == "strangers-own"
        self.send_response(200 if is_own else 403)
        self.end_headers()
        self.wfile.write(asked.get("hub.challenge", "").encode() if is_own else b"no")

    def log_message(self, *_args: Any) -> None:
        """Nothing of it is to be told."""


@contextmanager
def stranger() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Run:
    """The screen, the pretend Meta beside it, and what the set-up has kept so far."""

    screen: Screen
    graph: str
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.screen.home / "xdg_data_home" / "Comptoir" / "main"

    # -- what there is

    def kept(self) -> dict[str, Any]:
        """What lies in the encrypted file, {} before there is one."""
        with suppress(OSError, KeyError, ValueError, EnvironmentFailure, DatabaseError):
            note = (self.folder / "key.json").read_text()
            if note not in self.keys:  # deriving is slow on purpose
                self.keys[note] = session._derived(PHRASE, json.loads(note))
            with closing(connect(self.folder / "log.db", self.keys[note], is_read_only=True)) as conn:
                told: dict[str, Any] = json.loads(stored.notes(conn).get("set_up", b"{}"))
                return told
        return {}

    def step(self) -> str:
        return str(self.kept().get("step", ""))

    def answer(self, name: str) -> str:
        return str(self.kept().get("answers", {}).get(name) or "")

    def credential(self, name: str) -> str:
        return str(self.kept().get("credentials", {}).get(name, ""))

    def changed(self) -> list[str]:
        return [code for _step, code in self.kept().get("changed", ())]

    def found(self, step: str) -> list[str]:
        """The codes that the hub found last at a step."""
        told = re.findall(rf"set-up step={step} found=\[([^]]*)]", self.hub_log())
        return told[-1].split() if told else []

    def looks(self, step: str) -> int:
        """How often the hub was asked about a step."""
        return self.hub_log().count(f"set-up step={step} ")

    def hub_log(self) -> str:
        """Of the hub that runs now."""
        log = self.folder / "hub" / "hub-process.log"
        return log.read_text() if log.exists() else ""

    def outside(self) -> str:
        """Where the hub is to be reached from outside."""
        port = json.loads((self.folder / "hub" / "ports.json").read_text())["public"]
        return f"http://127.0.0.1:{port}"

    def is_red(self) -> bool:
        """Whether the list of steps shows that something is wrong."""
        return self._shows("danger", RAIL)

    def _shows(self, role: str, where: tuple[int, int, int, int]) -> bool:
        wanted = getattr(TOKENS.colors["light"], role).getRgb()[:3]
        shown = ImageGrab.grab(bbox=where, xdisplay=self.screen.environ["DISPLAY"]).convert("RGB")
        return any(colour == wanted for _count, colour in shown.getcolors(1 << 24) or ())

    # -- Meta

    def ask(self, path: str, wish: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(wish).encode() if wish is not None else None
        with urllib.request.urlopen(f"{self.graph}/_sandbox/{path}", data, timeout=10) as answer:
            told: dict[str, Any] = json.loads(answer.read())
            return told

    def code(self) -> str:
        """What the telephone would have been sent, "" for nothing."""
        return str(self.ask("account")["verification_code"] or "")

    def subscribe(self, callback_url: str, verify_token: str) -> None:
        """Another program's address at the app."""
        wish = {
            "object": "whatsapp_business_account",
            "callback_url": callback_url,
            "verify_token": verify_token,
        }
        data = urllib.parse.urlencode(wish | {"fields": "messages"}).encode()
        signed = {"Authorization": f"Bearer {APP_ID}|{SECRET}"}
        request = urllib.request.Request(f"{self.graph}/v24.0/{APP_ID}/subscriptions", data, signed)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    def is_untouched(self) -> bool:
        """Whether nothing of the account was changed."""
        now = self.ask("account")
        return not any(now["addresses"].values()) and now["verification_code"] is None

    # -- hands

    def key(self, *keys: str) -> None:
        self.screen.do("key", "--delay", "40", *keys)

    def type(self, text: str, then: str = "Return") -> None:
        """In place of what stands in the line."""
        self.key("ctrl+a")
        self.screen.do("type", "--delay", "12", text)
        self.key(then)

    def enters(self, text: str, is_so: Callable[[], bool], what: str) -> None:
        """Type and ask, again now and then: an Enter that comes while something is still asked is none."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not is_so():
            assert time.monotonic() < deadline, f"typed {len(text)} characters in vain: {what}"
            self.type(text)
            with suppress(AssertionError):
                until(is_so, PRESSED_AGAIN_S, what)

    def on_to(self, step: str) -> None:
        """Enter goes on once the step is good; where it is not yet, it asks again."""
        self.screen.press_until("Return", lambda: self.step() == step, step, AGAIN_S)

    def fails(self, step: str, code: str, typed: str = "") -> None:
        """The step said that, on the screen, with what to do; and it is not done."""
        if typed:
            self.enters(typed, lambda: code in self.found(step), code)
        until(lambda: code in self.found(step) and self.is_red(), STARTS_WITHIN_S, code)
        bad = Finding("token", "bad", code)
        assert sentence(bad, FORMATS) and advice(bad, FORMATS)
        assert self.step() == step

    def keeps(self, name: str, value: str, typed: str = "") -> None:
        """It was good, and is kept."""
        if typed:
            self.enters(typed, lambda: self.credential(name) == value, name)
        until(lambda: self.credential(name) == value, STARTS_WITHIN_S, name)

    # -- the way

    def starts(self) -> subprocess.Popen[bytes]:
        """The program, once its window has the focus."""
        program = self.screen.start(sys.executable, "main.py")
        self.screen.wait_for_window("a window")
        return program

    def connects(self, number_is: int, way: int) -> subprocess.Popen[bytes]:
        """From the doors past the questions; which of the answers, which of the ways."""
        program = self.starts()
        until(lambda: self._shows("accent", DOORS), STARTS_WITHIN_S, "the doors")
        self.key("Right", "Return")
        until(lambda: (self.folder / "key.json").exists(), STARTS_WITHIN_S, "an inbox")
        until(lambda: self._shows("accent", FIRST), STARTS_WITHIN_S, "the first step")

        self.key("space", *["Down"] * number_is)
        self.on_to("changes")
        assert self.answer("number_is") == NUMBERS[number_is]
        self.key("space", *["Down"] * way)
        self.on_to("app")
        assert self.answer("way") == WAYS[way]
        return program

    def signs_in(self) -> None:
        """App and access, without a fault; the account is found by itself."""
        self.type(APP_ID)
        self.keeps("app_secret", SECRET, SECRET)
        self.on_to("token")
        self.keeps("token", TOKEN, TOKEN)
        self.on_to("account")
        self.keeps("account_id", ACCOUNT)
        self.on_to("number")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with new_screen(tmp_path) as screen:
        port = free_port()
        screen.environ |= {"COMPTOIR_GRAPH_URL": f"http://127.0.0.1:{port}", "COMPTOIR_PASSPHRASE": PHRASE}
        screen.environ |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        screen.start(
            sys.executable, "main.py", "sandbox", "--port", str(port), "--app-secret", SECRET,
            "--phone-number-id", NUMBER, "--waba-id", ACCOUNT,
        )  # fmt: skip
        made = Run(screen, f"http://127.0.0.1:{port}")

        def is_there() -> bool:
            with suppress(OSError):
                return "addresses" in made.ask("account")
            return False

        until(is_there, STARTS_WITHIN_S, "the pretend Meta")
        yield made


def test_from_the_doors_to_an_answer_that_arrived(run: Run) -> None:
    """A new number. Nothing is changed at Meta before the step that says so; each failure holds one where one is."""
    number = {"code_verification_status": "NOT_VERIFIED"}
    run.ask(
        "account", {"is_registered": False, "is_subscribed": False, "is_published": False, "number": number}
    )
    program = run.connects(number_is=2, way=0)
    run.type(APP_ID)  # the secret is missing: it is said, and the keyboard goes there
    run.fails("app", "app_secret_wrong", typed="wrong")
    run.keeps("app_secret", SECRET, SECRET)
    run.on_to("token")
    for typed, code in (
        ("refused-EAA", "token_refused"),
        ("no-messaging-EAA", "token_rights_missing"),
        ("personal-EAA", "token_personal"),
        ("other-app-EAA", "token_of_other_app"),
    ):
        run.fails("token", code, typed)
    assert run.credential("token") == "" and run.is_untouched()
    run.keeps("token", TOKEN, TOKEN)

    assert run.screen.close_until("ctrl+q", program) == 0  # left in the middle, and taken up where it was
    program = run.starts()
    run.on_to("account")
    run.keeps("account_id", ACCOUNT)
    run.on_to("number")

    run.fails("number", "number_unverified")
    assert run.is_untouched() and run.changed() == []
    run.screen.press_until("space", lambda: run.code() != "", "a code by text message")
    until(lambda: "code_sent" in run.found("number"), STARTS_WITHIN_S, "the code was asked for")
    run.type(run.code(), "Tab")
    run.type(PIN)
    run.keeps("number_id", NUMBER)
    assert run.changed() == ["code_sent", "number_verified", "number_registered"]
    run.on_to("address")

    run.key("Return")  # the address is missing: the keyboard goes there
    run.fails("address", "address_unreachable", "http://127.0.0.1:1")
    with stranger() as elsewhere:
        run.fails("address", "address_other_word", elsewhere)
    assert run.credential("public_url") == ""
    run.keeps("public_url", run.outside(), run.outside())
    run.on_to("webhook")

    run.fails("webhook", "app_unpublished")
    asked = run.looks("webhook")
    run.screen.press_until("Return", lambda: run.looks("webhook") > asked, "another look")
    run.fails("webhook", "app_unpublished")
    run.ask("account", {"is_published": True})
    run.on_to("trial")
    until(lambda: run.kept().get("is_connected") is True, STARTS_WITHIN_S, "the number is connected")
    run.ask("inbound", {"person": ANA, "text": "Hello"})

    until(lambda: "trial_unanswered" in run.found("trial"), STARTS_WITHIN_S, "the message on the screen")
    run.enters(
        ANSWER, lambda: "trial_unanswered" not in run.found("trial"), "an answer"
    )  # the line has the keyboard
    until(lambda: "trial_delivered" in run.found("trial"), STARTS_WITHIN_S, "the answer on the telephone")
    assert [one["text"] for one in run.ask("accepted")["accepted"]] == [ANSWER]
    run.on_to("done")
    until(lambda: run.kept().get("is_finished") is True, STARTS_WITHIN_S, "the end")
    assert run.screen.close_until("ctrl+q", program) == 0
    for secret in (PHRASE, SECRET, TOKEN, PIN):
        assert secret.encode() not in (run.folder / "log.db").read_bytes()
        assert secret not in run.hub_log()


@pytest.mark.parametrize(
    ("number_is", "way", "is_on_app"),
    [(3, 0, False), (1, 2, True)],
    ids=["already at Meta", "kept in the app, by a partner"],
)
def test_a_number_that_is_in_use_is_not_registered_and_the_other_programs_address_stays(
    run: Run, number_is: int, way: int, *, is_on_app: bool
) -> None:
    """What another program has at Meta is left alone: the account's messages come here besides."""
    run.ask("account", {"number": {"is_on_biz_app": is_on_app}})
    with stranger() as elsewhere:
        run.subscribe(f"{elsewhere}/theirs", "strangers-own")
        run.connects(number_is, way)
        run.signs_in()
        run.keeps("number_id", NUMBER)
        run.on_to("address")
        run.key("Return")
        run.keeps("public_url", run.outside(), run.outside())
        run.on_to("webhook")
        until(lambda: run.changed() == ["account_address_set"], STARTS_WITHIN_S, "the delivery")
        now = run.ask("account")["addresses"]
    assert now["app"] == f"{elsewhere}/theirs"
    assert now["account"]["url"].startswith(run.outside())
