"""The search index is killed while it fills: it goes on where it was, and ends as one that was never disturbed."""

import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from storage.engine import connect
from tests.storage import search_files
from tests.storage.view_log import KEY, Log, new_view, project

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 3_000
FILLING = """
import sys
from pathlib import Path
from storage.engine import connect
from tests.storage import search_files
from tests.storage.view_log import KEY
folder = Path(sys.argv[1])
view_conn = connect(folder / "view.db", KEY, durability="NORMAL")
conn = search_files.new_index(folder)
print("began", flush=True)
search_files.bring_up(conn, view_conn, 10)
"""


def test_an_index_that_is_killed_while_it_fills_goes_on(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    log = Log()
    for number in range(MESSAGES):
        log.received(number % 7, f"bonjour {number} samedi")
    with closing(new_view(tmp_path)) as view_conn:
        project(view_conn, log.events)
        with closing(search_files.new_index(tmp_path)) as conn:
            search_files.begin(conn, view_conn)
    for _ in range(3):
        filling = subprocess.Popen(
            [sys.executable, "-c", FILLING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert filling.stdout is not None and filling.stdout.readline() == b"began\n"
        time.sleep(chance.uniform(0.05, 0.25))  # a moment like any other
        filling.send_signal(signal.SIGKILL)
        filling.communicate()
    with (
        closing(connect(tmp_path / "view.db", KEY, durability="NORMAL")) as view_conn,
        closing(search_files.new_index(tmp_path)) as conn,
        closing(search_files.new_index(tmp_path, name="whole.db")) as whole,
    ):
        search_files.bring_up(conn, view_conn)
        search_files.begin(whole, view_conn)
        search_files.bring_up(whole, view_conn)
        assert search_files.everything(conn) == search_files.everything(whole)
        search_files.is_sound(conn)
