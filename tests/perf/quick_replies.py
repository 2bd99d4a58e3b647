"""Quick replies among 1,000: a letter after the "/" until the list is painted: `python -m tests.perf.quick_replies`.

Time of this thread alone, so that what else the machine does counts little.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.desk.config import practice_profile
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.session import unlock
from app.domain.clock import SystemClock
from app.domain.ids import ConversationId, QuickReplyId
from app.domain.quick_replies import SaveQuickReply
from app.words.formats import Formats
from tests.perf.profiles import make_profile
from ui import loop
from ui.bridge import Bridge
from ui.conversation.pane import ConversationPane
from ui.kit import Kit
from ui.tasks import Tasks
from ui.theme.theme import Theme

REPLIES, ROUNDS = 1_000, 60
WORDS = "tarif horaire rendez-vous livraison retard commande facture garantie devis merci".split()


def main() -> int:
    """One window of 980 x 800 px over a real desk's files."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(choice="light")
    theme.apply(app)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "practice"
        make_profile(folder, 2_000, "messages_only", 20)

        async def measured() -> int:
            desk = await open_desk(unlock(practice_profile(folder), {}))
            try:
                await desk._outbox.add([_reply(number) for number in range(REPLIES)], desk.position)
                await _measure(desk, theme)
            finally:
                await desk.stop()
            return 0

        return loop.run(app, measured, _raise)


def _reply(number: int) -> SaveQuickReply:
    words = f"{WORDS[number % 10]} {number}"
    text = f"Bonjour {{prénom}}, à propos de votre {words} : {' '.join(WORDS)}. " * 3
    return SaveQuickReply(QuickReplyId(f"r{number}"), words, text, is_personal=False)


async def _measure(desk: LiveDesk, theme: Theme) -> None:
    bridge, tasks = Bridge(desk), Tasks(_raise)
    kit = Kit(desk, bridge, theme, SystemClock(), Formats("fr", "Europe/Paris"), tasks, is_practice=True)
    pane = ConversationPane(kit)
    pane.resize(980, 800)
    pane.show()
    await asyncio.sleep(0.1)
    began = time.thread_time()
    assert len(desk.quick_replies("", REPLIES)) == REPLIES
    first_ms = (time.thread_time() - began) * 1000
    pane.open(ConversationId("c000001"))
    bridge.close()  # nothing tells that the invented customers wrote too long ago to be answered
    pane.composer.set_lock(None)
    pane.offers.offer.hide()
    pane.composer.show()
    pane.focus_composer()
    keys_ms: list[float] = []
    for number in range(ROUNDS):
        pane.composer.box.clear()
        for letter in "/" + WORDS[number % 10][:6]:
            event = QInputMethodEvent()
            event.setCommitString(letter)
            began = time.thread_time()
            QApplication.sendEvent(pane.composer.box, event)
            pane.quick.popup.repaint()
            pane.composer.repaint()
            keys_ms.append((time.thread_time() - began) * 1000)
        assert pane.quick.is_open
    keys_ms.sort()
    sys.stdout.write(
        f"{REPLIES} quick replies, {len(keys_ms)} keys: median {statistics.median(keys_ms):.1f} ms,"
        f" p99 {keys_ms[len(keys_ms) * 99 // 100]:.1f} ms, worst {keys_ms[-1]:.1f} ms;"
        f" first reading of all {first_ms:.1f} ms\n"
    )
    pane.close_down()
    pane.close()
    await tasks.close()


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main())
