"""A forked process is like one that was started: what tests of kills take for granted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fault.nursery import ROOT, Born, born

PIPE = subprocess.PIPE
TOLD = """
import os, sys
print(os.getpid(), os.getcwd(), sys.argv[1:], sorted(os.environ), sys.stdin.read(), flush=True)
sys.stderr.write("complaint\\n")
sys.exit(3)
"""


def test_it_has_its_own_id_folder_words_environment_input_and_end() -> None:
    words = ["-c", TOLD, "a", "é"]
    with Born(words, cwd=ROOT, env={"ONE": "1"}, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        said, complaint = process.communicate("heard", timeout=30)
    assert said.split(" ", 1) == [str(process.pid), f"{Path.cwd()} ['a', 'é'] ['ONE'] heard\n"]
    assert (process.returncode, complaint) == (3, "complaint\n")
    assert process.pid != os.getpid()


def test_it_can_be_killed_and_another_one_knows_nothing_of_it() -> None:
    begun = "import sys; sys.was_here = True; print('up', flush=True); sys.stdin.read()"
    with Born(["-c", begun], cwd=ROOT, env={}, stdin=PIPE, stdout=PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == "up\n"
        assert process.poll() is None
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
    assert born(["-c", "import sys; print(hasattr(sys, 'was_here'))"], env={}).stdout == "False\n"


def test_what_fails_says_so() -> None:
    done = born(["-c", "raise ValueError('no')"], env={})
    assert done.returncode == 1 and done.stderr.endswith("ValueError: no\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only there it is forked")
def test_what_must_be_there_before_the_interpreter_is_started_anew() -> None:
    script = "import sys; print('app.hub.hub' in sys.modules)"
    assert born(["-c", script], env={}).stdout == "True\n"
    assert born(["-c", script], env={"LD_PRELOAD": ""}).stdout == "False\n"
