"""A small team as it is: hub, sandbox and two real windows, each on a screen of its own, driven by keys.

Issue 4: a customer writes and both see it; both begin to answer and one has it; a mention arrives; a window without its
hub goes on, and everything comes together. COMPTOIR_PICTURES names a folder that keeps pictures of every step.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageGrab

from tests.e2e.screen import ENDS_WITHIN_S, IS_HERE, STARTS_WITHIN_S, Screen, events_of, new_screen, until
from tests.fault.hub_process import LINE, ROOT, SECRET, HubProcess

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not IS_HERE, reason="no Xvfb here"),
]
PASSPHRASE = {"COMPTOIR_PASSPHRASE": "correct horse"}
HEAD = (460, 30, 1430, 75)  # on the screen: where the open conversation says with whom it is
ANA = "+33639980077"


@dataclass
class Shop:
    """The hub, the pretend Meta, and who sits where."""

    hub: HubProcess
    sandbox: str
    screens: dict[str, Screen]
    pictures: Path
    count: int = 0

    def ana_writes(self, text: str) -> None:
        body = json.dumps({"person": ANA, "text": text}).encode()
        request = urllib.request.Request(f"{self.sandbox}/_sandbox/inbound", data=body)
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    def log(self, kind: str) -> list[dict[str, Any]]:
        """Events of a kind, as the hub has them."""
        return [event for event in events_of(self.hub.folder, None) if event["kind"] == kind]

    def has(self, kind: str, text: str = "") -> bool:
        return any(text in json.dumps(event, ensure_ascii=False) for event in self.log(kind))

    def picture(self, what: str) -> None:
        """Every screen as it is now."""
        self.count += 1
        for name, screen in self.screens.items():
            shown = ImageGrab.grab(xdisplay=screen.environ["DISPLAY"])
            assert len(shown.getcolors(1 << 24) or ()) > 50, f"{name} shows nothing"
            shown.save(self.pictures / f"{self.count}-{what}-{name}.png")

    def until(self, is_so: Callable[[], bool], within_s: float, what: str) -> None:
        """In vain it tells what the hub has instead, and leaves pictures."""
        try:
            until(is_so, within_s, what)
        except AssertionError as error:
            self.picture("in-vain")
            kinds = ("message.received", "conversation.assigned", "send.requested", "note.added")
            raise AssertionError(what, {kind: self.log(kind) for kind in kinds}) from error

    def stop_hub(self) -> None:
        self.hub.kill()

    def start_hub(self) -> None:
        self.hub = HubProcess(self.hub.folder, port=self.hub.port, COMPTOIR_GRAPH_URL=self.sandbox).start()


def _main(*arguments: str) -> list[dict[str, Any]]:
    environ = os.environ | PASSPHRASE
    done = subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _sandbox(hub: HubProcess) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "main.py", "sandbox", "--port", "0", "--until-stdin-closes",
         "--webhook", f"http://127.0.0.1:{hub.port}/webhooks/whatsapp", "--app-secret", SECRET,
         "--verify-token", "verify-me", "--phone-number-id", LINE, "--waba-id", "204800000000017"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Lea owns it, Marc is a rep; both windows are open."""
    pictures = Path(os.environ.get("COMPTOIR_PICTURES") or tmp_path / "pictures")
    pictures.mkdir(exist_ok=True)
    with HubProcess(tmp_path / "hub") as first, ExitStack() as stack:
        pretend = _sandbox(first)
        try:
            assert pretend.stdin is not None and pretend.stdout is not None
            sandbox = pretend.stdout.readline().split()[-1]
            shop = Shop(first, sandbox, {}, pictures)
            shop.stop_hub()
            shop.start_hub()
            for name, role in (("Lea", "owner"), ("Marc", "rep")):
                shop.screens[name] = stack.enter_context(new_screen(tmp_path / name))
                _open_window(shop, name, role)
            yield shop
        finally:
            stack.close()  # windows first
            with suppress(UnboundLocalError):
                shop.stop_hub()
            pretend.communicate()


def _open_window(shop: Shop, name: str, role: str) -> None:
    screen = shop.screens[name]
    screen.environ |= PASSPHRASE
    [invited] = _main("invite", "--data", str(shop.hub.folder), "--role", role, "--name", name)
    profile = str(screen.home / "profile")
    url = f"http://127.0.0.1:{shop.hub.port}"
    _main("join", "--profile", profile, "--hub", url, "--code", invited["code"])
    screen.start(sys.executable, "main.py", "--profile", profile)
    screen.wait_for_window(f"{name}'s window")


def test_two_people_at_two_windows_work_one_inbox(shop: Shop) -> None:
    lea, marc = shop.screens["Lea"], shop.screens["Marc"]
    shop.ana_writes("Hello, is there a free chair today?")
    shop.until(lambda: shop.has("message.received"), ENDS_WITHIN_S, "her message at the hub")

    for screen in (lea, marc):
        shop.until(_Opening(screen), STARTS_WITHIN_S, "a window with her message")
    shop.picture("both-see-it")

    typing = [_type(lea, "Of course, at three"), _type(marc, "Yes, come at two")]
    for process in typing:
        process.wait(ENDS_WITHIN_S)
    shop.until(lambda: len(_claims(shop)) == 1, ENDS_WITHIN_S, "somebody who has it")
    shop.picture("one-has-it")
    assert len(_claims(shop)) == 1  # G7

    lea.press_until("Return", lambda: shop.has("send.requested", "at three"), "Lea's answer")
    marc.do("key", "--delay", "50", "ctrl+shift+n")
    marc.do("type", "--delay", "30", "@Lea")
    marc.do("key", "Return")
    marc.do("type", "--delay", "30", " she likes the window seat")
    shop.picture("a-note")
    marc.do("key", "ctrl+Return")
    shop.until(lambda: shop.has("note.added", "window seat"), ENDS_WITHIN_S, "the note")
    printed = _main("log", "--data", str(shop.hub.folder))
    assert printed == events_of(shop.hub.folder, None)[: len(printed)]
    [note] = [event for event in printed if event["kind"] == "note.added"]
    assert "mentions" in json.dumps(note)
    shop.picture("a-mention")

    shop.until(lambda: shop.has("send.accepted"), ENDS_WITHIN_S, "Meta has Lea's answer")
    marc.do("key", "--delay", "50", "ctrl+shift+n", "ctrl+a", "BackSpace")  # back to the answer; begun anew
    shop.stop_hub()
    marc.do("type", "--delay", "30", "See you then")
    marc.do("key", "Return")
    shop.picture("without-the-hub")
    shop.start_hub()
    shop.ana_writes("Great, thank you")
    shop.until(
        lambda: shop.has("send.requested", "See you then"),
        2 * ENDS_WITHIN_S,
        "what Marc wrote without the hub",
    )
    shop.until(lambda: shop.has("message.received", "Great"), ENDS_WITHIN_S, "her thanks")
    shop.picture("together-again")
    threads = [_thread_after_closing(screen) for screen in (lea, marc)]
    assert threads[0] == threads[1]
    texts = [message["text"] for message in threads[0]]
    for text in ("Of course, at three", "See you then", "Great, thank you"):
        assert texts.count(text) == 1, texts


@dataclass
class _Opening:
    """Go to the first conversation of the list; it is there once the head of a conversation is drawn."""

    screen: Screen

    def __call__(self) -> bool:
        # Enter in a list that is still empty opens what else has the keyboard: out of that first.
        self.screen.do("key", "--delay", "50", "Escape", "ctrl+1", "Home", "Return")
        shown = ImageGrab.grab(bbox=HEAD, xdisplay=self.screen.environ["DISPLAY"])
        return len(shown.getcolors(1 << 16) or ()) > 20


def _type(screen: Screen, text: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["xdotool", "type", "--delay", "30", text], env=screen.environ)


def _claims(shop: Shop) -> list[dict[str, Any]]:
    return [event for event in shop.log("conversation.assigned") if "claimed" in json.dumps(event)]


def _thread_after_closing(screen: Screen) -> list[dict[str, Any]]:
    """What this computer holds of Ana, once its window is closed."""
    program = screen.running[-1]
    screen.close_until("ctrl+q", program)
    profile = str(screen.home / "profile")
    _main("sync", "--profile", profile)
    said = _main("thread", "--profile", profile, ANA)
    return [{**message, "state": ""} for message in said]  # ticks may still be on their way
