"""The guards of every test are seen to fail: a pytest inside the pytest runs tests that do what they must not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest_plugins = ("pytester",)
ROOT = Path(__file__).resolve().parents[2]

WRONG = """
    import asyncio, logging, threading

    import pytest
    from PySide6.QtCore import QObject, QTimer, qWarning

    kept = []

    def test_logs_a_warning(): logging.getLogger("app.hub").warning("disk is nearly full")
    def test_expects_a_warning_that_never_comes(expect_log): expect_log("disk")
    def test_makes_qt_warn(): qWarning("a wrong connection")
    def test_leaves_a_thread():
        over = threading.Event()
        kept.append(over)
        threading.Thread(target=over.wait, name="forgotten", daemon=True).start()
    async def test_leaves_a_task(): kept.append(asyncio.create_task(asyncio.Event().wait(), name="forgotten"))
    async def test_leaves_a_task_in_the_window(qapp): kept.append(asyncio.create_task(asyncio.Event().wait()))
    def test_leaves_a_timer(qapp):
        timer = QTimer(interval=60_000)
        timer.start()
        kept.append(timer)
    async def test_loses_the_exception_of_a_task():
        async def fails(): raise ValueError("nobody hears it")
        asyncio.create_task(fails())
        await asyncio.sleep(0)
    def test_warns_in_python():
        import warnings
        warnings.warn("old ways", DeprecationWarning)
"""

RIGHT = """
    import asyncio, logging, threading

    import pytest
    from PySide6.QtCore import QTimer, qWarning

    def test_expects_its_warning(expect_log):
        expect_log("disk is .* full")
        logging.getLogger("app.hub").warning("disk is nearly full")
    def test_expects_qts_warning(expect_qt):
        expect_qt("wrong")
        qWarning("a wrong connection")
    def test_joins_its_thread():
        thread = threading.Thread(target=print)
        thread.start()
    async def test_ends_its_task():
        task = asyncio.create_task(asyncio.Event().wait())
        await asyncio.sleep(0)
        task.cancel()
    async def test_runs_in_the_loop_of_qt(qapp):
        assert "SharedLoop" in type(asyncio.get_running_loop()).__name__
        await asyncio.get_running_loop().run_in_executor(None, threading.get_ident)
    async def test_runs_in_the_same_loop_again(qapp):
        await asyncio.get_running_loop().run_in_executor(None, threading.get_ident)
    async def test_runs_in_a_plain_loop():
        assert "SharedLoop" not in type(asyncio.get_running_loop()).__name__
    def test_timer_dies_with_its_widget(qtbot):
        from PySide6.QtWidgets import QWidget
        widget = QWidget()
        qtbot.addWidget(widget)
        QTimer(widget, interval=60_000).start()
    def test_first_secret(wallet):
        import keyring
        keyring.set_password("comptoir", "ana", "secret")
        assert wallet == {("comptoir", "ana"): "secret"}
    def test_second_secret():
        import keyring
        assert keyring.get_password("comptoir", "ana") is None
    @pytest.mark.long
    def test_storm(): raise AssertionError("runs with --long only")
    def test_sizes_itself(is_long): assert not is_long
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project with our settings and our conftest."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    pytester.makepyprojecttoml(settings.replace('testpaths = ["tests"]', ""))
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    return pytester


def run(project: pytest.Pytester, tests: str, *options: str) -> pytest.RunResult:
    project.makepyfile(tests)
    return project.run(sys.executable, "-m", "pytest", "-p", "no:randomly", *options)


def test_each_wrong_test_fails_for_its_own_reason(project: pytest.Pytester) -> None:
    result = run(project, WRONG)
    printed = result.stdout.str()
    counts = result.parseoutcomes()
    assert counts["errors"] == 8
    assert counts["failed"] == 1  # the Python warning, which fails the test itself
    for reason in (
        "disk is nearly full",
        "expected and never said: 'disk'",
        "QtWarningMsg: a wrong connection",
        "threads left running: forgotten",
        "tasks left running",
        "timers left running",
        "nobody hears it",
        "DeprecationWarning: old ways",
    ):
        assert reason in printed, reason


def test_right_tests_pass_and_long_ones_wait_for_their_option(project: pytest.Pytester) -> None:
    result = run(project, RIGHT)
    assert result.parseoutcomes() == {"passed": 11, "deselected": 1}, result.stdout.str()
    longer = run(project, RIGHT, "--long", "-k", "storm or sizes or joins").parseoutcomes()
    assert longer == {"passed": 1, "failed": 2, "deselected": 9}
