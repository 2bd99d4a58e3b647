"""comptoir-server install, again, set and uninstall, on a machine that is a folder."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from server_main import main
from server_release import WINDOW_ONLY, server_lock
from server_words import gettext

from tests.unit.fake_server import DOMAIN, FakeMachine, release

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ("880011223344", "204800000000017", "309900000000042", "the-access-token", "the-app-secret")
KEY = "cd" * 32


def install(machine: FakeMachine, source: Path, *more: str, answers: tuple[str, ...] = ANSWERS) -> int:
    machine.answers = list(answers)
    return main(["install", DOMAIN, "--release", str(source), *more], machine)


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    return FakeMachine(tmp_path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return release(tmp_path, "1.0")


def test_a_bare_machine_becomes_the_server(machine: FakeMachine, source: Path) -> None:
    machine.says("dpkg", '[ "$2" = caddy ] && exit 1\n')
    machine.says("id", "exit 1\n")
    assert install(machine, source) == 0, machine.told
    assert "apt-get install -y -q --no-install-recommends caddy" in machine.calls
    assert any(call.startswith("useradd --system") for call in machine.calls)
    settings = machine.text("/etc/comptoir/hub.env")
    assert settings == (
        f"COMPTOIR_APP_ID={ANSWERS[0]}\nCOMPTOIR_PHONE_NUMBER_ID={ANSWERS[2]}\n"
        f"COMPTOIR_PUBLIC_URL=https://{DOMAIN}\nCOMPTOIR_WABA_ID={ANSWERS[1]}\n"
    )
    secrets = machine.path("/etc/comptoir/secrets")
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {path.name for path in secrets.iterdir()} == {
        "comptoir_access_token", "comptoir_app_secret", "comptoir_data_key", "comptoir_smtp_url",
        "comptoir_verify_token",
    }  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()} == {0o600}
    key = (secrets / "comptoir_data_key").read_text().strip()
    assert key in machine.told and len(key) == 64
    assert machine.path("/opt/comptoir/current").resolve().name == "1.0"
    assert "the-app-secret" not in machine.told + settings and "the-app-secret" not in "\n".join(
        machine.calls
    )
    assert "systemctl enable comptoir-hub.service comptoir-backup.timer" in machine.calls
    assert machine.text("/etc/systemd/journald@comptoir.conf").count("SystemMaxUse=") == 1
    assert machine.text("/etc/caddy/Caddyfile").endswith("import /etc/caddy/comptoir.caddy\n")
    assert f"\n{DOMAIN} {{" in machine.text("/etc/caddy/comptoir.caddy")
    verify_token = (secrets / "comptoir_verify_token").read_text().strip()
    assert f"WhatsApp delivers to https://{DOMAIN}/webhooks/whatsapp" in machine.told
    assert verify_token not in machine.told  # there is nothing to paste
    assert "c0de" * 8 in machine.told  # the invitation
    lock = machine.text("/opt/comptoir/releases/1.0/requirements/server.lock")
    assert "msgspec" in lock and "pyside6" not in lock and "sha256:bb" not in lock


def test_again_asks_nothing_and_changes_nothing(machine: FakeMachine, source: Path) -> None:
    assert install(machine, source) == 0
    machine.write_entries("hello")
    before = {
        path: path.read_bytes()
        for path in machine.root.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    machine.said.clear()
    assert install(machine, source, answers=()) == 0, machine.told
    after = {path: path.read_bytes() for path in before if path.exists()}
    assert after == before
    assert "c0de" not in machine.told  # there is an owner
    assert not any("not shown" in sentence for sentence in machine.said)


@pytest.mark.parametrize(
    ("differently", "word"),
    [
        ({"is_superuser": False}, "sudo"),
        ({"taken": {443}}, "443"),
        ({"taken": {8080}}, "8080"),
        ({"found": set()}, "“A” record"),
        ({"room": 1 << 30}, "room"),
    ],
    ids=["no rights", "https taken", "hub's port taken", "domain unknown", "disk"],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(
    tmp_path: Path, source: Path, differently: dict[str, Any], word: str
) -> None:
    machine = FakeMachine(tmp_path, **differently)
    assert install(machine, source) == 1
    assert word in machine.told and "Nothing was changed" in machine.told
    assert not machine.path("/etc/comptoir").exists() and not machine.path("/opt/comptoir").exists()
    assert not [call for call in machine.calls if call.startswith(("apt-get", "useradd"))]


def test_another_system_or_none_that_keeps_services_running_is_refused(tmp_path: Path, source: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.path("/etc/os-release").write_text("ID=fedora\n")
    assert install(machine, source) == 1
    machine.path("/etc/os-release").write_text('ID=mint\nID_LIKE="ubuntu debian"\n')
    machine.path("/run/systemd/system").rmdir()
    assert install(machine, source) == 1
    assert "systemd" in machine.told


@pytest.mark.parametrize(
    "domain", ["https://hub.example.com", "hub", "10.0.0.1", "x-.example.com", "a..b", "hub example.com"]
)
def test_what_is_no_domain_is_refused(tmp_path: Path, source: Path, domain: str) -> None:
    machine = FakeMachine(tmp_path)
    assert main(["install", domain, "--release", str(source)], machine) == 1
    assert not machine.path("/etc/comptoir").exists()


def test_a_domain_that_leads_elsewhere_is_asked_about(machine: FakeMachine, source: Path) -> None:
    machine.found = {"198.51.100.1"}
    assert install(machine, source, answers=("no",)) == 1
    assert "198.51.100.1" in machine.told
    assert not machine.path("/etc/comptoir").exists()
    assert install(machine, source, answers=("yes", *ANSWERS)) == 0, machine.told


def test_a_mistyped_value_stops_and_the_next_run_goes_on_there(machine: FakeMachine, source: Path) -> None:
    assert install(machine, source, answers=(*ANSWERS[:2], "+33 6 39 98 00 01")) == 1
    assert "digits alone" in machine.said[-1] or "blanks" in machine.said[-1]
    assert install(machine, source, answers=ANSWERS[2:]) == 0, machine.told


def test_where_the_token_does_not_suffice_one_reads_what_to_paste(machine: FakeMachine, source: Path) -> None:
    machine.has_certificate = False
    answers = (*ANSWERS[:3], "weak", "the-app-secret")
    assert install(machine, source, answers=answers) == 0, machine.told
    verify_token = machine.text("/etc/comptoir/secrets/comptoir_verify_token").strip()
    assert "does not deliver here yet" in machine.told and "journalctl -u caddy" in machine.told
    assert f"https://{DOMAIN}/webhooks/whatsapp\n    {verify_token}" in machine.told
    assert main(["webhook"], machine) == 1
    machine.answers = ["strong"]
    assert main(["set", "COMPTOIR_ACCESS_TOKEN"], machine) == 0
    assert main(["webhook"], machine) == 0


def test_a_web_server_with_sites_of_its_own_keeps_them(machine: FakeMachine, source: Path) -> None:
    own = "shop.example.com {\n\tfile_server\n}\n"
    machine.path("/etc/caddy/Caddyfile").write_text(own)
    (machine.fake / "active-caddy.service").touch()
    machine.taken = {80, 443}  # by that Caddy
    assert install(machine, source) == 0, machine.told
    assert machine.text("/etc/caddy/Caddyfile") == own + "\nimport /etc/caddy/comptoir.caddy\n"


def test_settings_that_caddy_does_not_take_are_taken_back(machine: FakeMachine, source: Path) -> None:
    before = machine.text("/etc/caddy/Caddyfile")
    machine.says("caddy", "echo 'line 3: no' >&2; exit 1\n")
    assert install(machine, source) == 1
    assert "line 3: no" in machine.said[-1]
    assert machine.text("/etc/caddy/Caddyfile") == before
    assert not machine.path("/etc/caddy/comptoir.caddy").exists()


def test_a_hub_that_does_not_come_up_is_told_with_where_to_look(machine: FakeMachine, tmp_path: Path) -> None:
    assert install(machine, release(tmp_path, "1.0", word="disk_full")) == 1
    assert "disk_full" in machine.said[-1] and "journalctl" in machine.said[-1]


def test_the_hub_of_another_computer_is_taken_along(
    machine: FakeMachine, source: Path, tmp_path: Path
) -> None:
    file = tmp_path / "salon.hub"
    file.write_text(json.dumps({"schema": 1, "entries": ["old"]}))
    assert install(machine, source, "--from", str(file), answers=("ab" * 32, *ANSWERS)) == 1
    assert "key" in machine.said[-1]
    assert not machine.path("/var/lib/comptoir/hub.db").exists()
    assert install(machine, source, "--from", str(file), answers=(KEY,)) == 0, machine.told
    assert machine.hub()["entries"] == ["old"]
    assert f"move-to https://{DOMAIN}" in machine.told and "delivers to https" not in machine.told
    assert "c0de" not in machine.told
    assert not machine.path("/var/lib/comptoir-server/arriving").exists()
    assert install(machine, source, "--from", str(file), answers=()) == 0  # again: it is here already
    machine.path("/var/lib/comptoir/hub.arriving.json").unlink()
    assert install(machine, source, "--from", str(file), answers=()) == 1
    assert "with data already" in machine.said[-1]


def test_a_secret_is_set_anew_and_the_hub_takes_it(machine: FakeMachine, source: Path) -> None:
    assert install(machine, source) == 0
    machine.answers = ["another-token"]
    assert main(["set", "COMPTOIR_ACCESS_TOKEN"], machine) == 0, machine.told
    path = machine.path("/etc/comptoir/secrets/comptoir_access_token")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("another-token\n", 0o600)
    assert machine.calls[-1] == "systemctl restart comptoir-hub.service"
    machine.answers = ["1,2"]
    assert main(["set", "comptoir_phone_number_id"], machine) == 0
    assert "COMPTOIR_PHONE_NUMBER_ID=1,2\n" in machine.text("/etc/comptoir/hub.env")
    for name in ("COMPTOIR_NONSENSE", "comptoir_data_key"):
        assert main(["set", name], machine) == 1
        assert "Nothing was changed" in machine.said[-1] or "Known are" in machine.said[-1]
    machine.is_superuser = False
    assert main(["set", "COMPTOIR_ACCESS_TOKEN"], machine) == 1


def test_what_is_taken_away_leaves_the_data(machine: FakeMachine, source: Path) -> None:
    assert install(machine, source) == 0
    assert main(["uninstall"], machine) == 0
    assert not list(machine.path("/etc/systemd/system").iterdir())
    assert "import" not in machine.text("/etc/caddy/Caddyfile").replace("import-free", "")
    assert machine.path("/var/lib/comptoir/hub.db").exists()
    assert machine.path("/etc/comptoir/secrets/comptoir_data_key").exists()
    assert "systemctl disable --now comptoir-hub.service" in machine.calls


def test_a_french_terminal_reads_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    machine = FakeMachine(tmp_path, is_superuser=False)
    assert main(["install", DOMAIN], machine) == 1
    assert machine.said[-1].startswith("Rien n’a été modifié")
    assert gettext("Service") == "Service"  # and not the word for it in appointments
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert gettext("does not run") == "does not run"


def test_the_lock_of_a_server_is_the_programs_without_the_windows() -> None:
    whole = (ROOT / "requirements" / "run.lock").read_text("utf-8")
    names = {line.partition("==")[0] for line in whole.splitlines() if line and not line[0].isspace()}
    kept = {
        line.partition("==")[0] for line in server_lock(whole).splitlines() if line and not line[0].isspace()
    }
    assert names - kept == WINDOW_ONLY
    assert set(server_lock(whole).splitlines()) < set(whole.splitlines())


def test_the_hub_needs_nothing_that_only_a_window_does() -> None:
    script = (
        "import sys\n"
        "for name in ('PySide6', 'shiboken6', 'qasync', 'chunspell'): sys.modules[name] = None\n"
        "import app.terminal.hub_command, app.hub.serve, app.terminal.safety_command, app.terminal.members_command\n"
        "import app.terminal.move_command, app.hub.moving\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed here")
def test_caddy_takes_the_file(machine: FakeMachine, source: Path) -> None:
    assert install(machine, source) == 0
    site = machine.path("/etc/caddy/comptoir.caddy")
    main_file = machine.fake / "Caddyfile"
    main_file.write_text(machine.text("/etc/caddy/Caddyfile").replace("/etc/caddy/comptoir.caddy", str(site)))
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(main_file)]
    home = {"HOME": str(machine.fake), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=home)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_reads_the_units() -> None:
    folder = ROOT / "packaging" / "server"
    for unit in ("comptoir-hub.service", "comptoir-backup.service", "comptoir-backup.timer"):
        command = ["systemd-analyze", "verify", "--man=no", str(folder / unit)]
        said = subprocess.run(command, capture_output=True, text=True).stderr.splitlines()
        assert [line for line in said if "is not executable" not in line] == []
