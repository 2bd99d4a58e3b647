"""What a start has imported when the first line of the inbox is painted: every module costs time before it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.perf.profiles import make_profile
from tests.perf.servers import ROOT

# Qt is imported as late as in main.py; the modules are told once the paint has begun. However slow the computer is,
# the paint is waited for, and nothing that comes later by the clock comes before it.
PROGRAM = """
import sys
from tests.perf import our_window

def report():
    from PySide6.QtWidgets import QApplication
    print(" ".join(sorted(sys.modules)), flush=True)
    for window in QApplication.topLevelWidgets():
        window.close()

def hasten(open_desk):
    begun = plain(open_desk)
    result = begun.result
    def wait(_within_s=None):
        from ui import application, panes
        application.PAINTED_WITHIN_MS = panes.FILL_AT_LATEST_MS = 60_000
        return result()
    begun.result = wait
    return begun

plain, our_window.hasten = our_window.hasten, hasten
our_window._report = report
our_window.main()
"""
AFTER_THE_PAINT = {
    # libraries
    "alembic", "argon2", "asyncio", "babel", "cryptography", "decimal", "hashlib", "holidays", "httpcore", "httpx",
    "keyring", "msgspec", "numpy", "phonenumbers", "qasync", "secrets", "soundfile", "sqlalchemy", "ssl", "starlette",
    "tomllib", "urllib.request", "uvicorn",
    # ours
    "app.desk.command_sender", "app.desk.deals_desk", "app.desk.desk", "app.desk.hub_client", "app.desk.log_reading",
    "app.desk.overlay", "app.desk.deliveries", "app.desk.fetches", "app.desk.media", "app.desk.media_desk",
    "app.desk.puller", "app.domain.commands", "app.domain.consent", "app.domain.contents", "app.domain.deal_rows",
    "app.domain.events", "app.domain.media", "app.domain.projection", "app.domain.safety", "app.domain.scheduled",
    "app.domain.sends", "app.domain.tasks", "app.words.amounts", "app.words.safety", "app.words.schedule",
    "app.words.sentences", "app.words.typed_numbers", "app.net", "app.solo", "app.domain.sniff", "storage.codec",
    "storage.desk.tables", "storage.media", "storage.sealed", "storage.view.projector", "storage.view.tables",
    "PySide6.QtMultimedia", "ui.contacts.view", "ui.conversation.pane", "ui.conversation.composer", "ui.deals.view",
    "ui.inbox.empty", "ui.loop", "ui.pictures", "ui.settings.line_troubles", "ui.settings.view", "ui.today.budget",
    "ui.today.first_response", "ui.todo.view",
    "ui.widgets.dialog", "ui.widgets.menu", "ui.widgets.toast",
}  # fmt: skip
NEEDED = {"PySide6.QtWidgets", "sqlcipher3", "storage.view.inbox", "ui.inbox.list_delegate", "app.desk.live"}
NEEDED_TODAY = {"PySide6.QtWidgets", "sqlcipher3", "storage.view.today", "ui.today.delegate", "app.desk.live"}


def test_the_first_line_is_painted_before_anything_else_is_imported(tmp_path: Path) -> None:
    make_profile(tmp_path, 300, "messages_only", 40)
    loaded = loaded_at_the_paint(str(tmp_path))
    assert loaded >= NEEDED
    assert AFTER_THE_PAINT & loaded == set()


def test_the_owners_first_line_waits_for_nothing_else_either(tmp_path: Path) -> None:
    make_profile(tmp_path, 300, "messages_only", 40, "owner")
    loaded = loaded_at_the_paint(str(tmp_path), "today")
    assert loaded >= NEEDED_TODAY
    assert "ui.inbox.view" not in loaded  # the list is not in view
    assert AFTER_THE_PAINT & loaded == set()


def loaded_at_the_paint(*arguments: str) -> set[str]:
    """The names of all modules once the first screen has painted a line."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return set(run.stdout.split())
