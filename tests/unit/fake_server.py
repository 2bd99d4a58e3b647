"""A machine for comptoir-server that is a folder: programs that note their calls, a release that plays the hub."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from server_machine import Machine

DOMAIN = "hub.example.com"
ADDRESS = "203.0.113.7"
PROGRAMS = ("systemctl caddy apt-get dpkg id useradd timedatectl hostname chown rclone rsync python3").split()
SERVER_FILES = Path(__file__).resolve().parents[2] / "packaging" / "server"

_NOTE = """#!/bin/sh
name=$(basename "$0"); echo "$name $*" >> "$FAKE/calls"
[ -f "$FAKE/says/$name" ] && . "$FAKE/says/$name"
exit 0
"""
# The service manager starts what is linked, as the unit says, and the hub then says how it is.
_SYSTEMCTL = """
case "$1 $2" in
"restart comptoir-hub.service")
  if "$ROOT/opt/comptoir/current/run" hub --data "$ROOT/var/lib/comptoir" --port 8080 > "$FAKE/started" 2>&1
  then grep -o 'well .*' "$FAKE/started" | cut -d' ' -f2 > "$FAKE/health"; else : > "$FAKE/health"; fi;;
"stop comptoir-hub.service") : > "$FAKE/health";;
"is-active --quiet") [ -f "$FAKE/active-$3" ] || exit 3;;
esac
"""
_PYTHON = """
case "$1 $2" in
"-c import"*) echo 3 11;;
"-m venv") mkdir -p "$4/bin"; printf '#!/bin/sh\\n[ "$1" = -m ] && { echo "pip $*" >> "$FAKE/calls"; exit 0; }\\n\
exec "%s" -S -E "$@"\\n' "$REAL_PYTHON" > "$4/bin/python"; chmod +x "$4/bin/python";;
esac
"""
# What the hub's commands do with a file that is JSON: {"schema": …, "entries": […]}.
_HUB = """
import json, os, pathlib, sys
here = pathlib.Path(__file__).parent
rules = json.loads((here / "rules.json").read_text())
command, words = sys.argv[1], sys.argv[2:]
given = dict(zip(words, words[1:]))
data = pathlib.Path(given.get("--data", "nowhere"))
database = data / "hub.db"
key = os.environ.get("COMPTOIR_DATA_KEY", "")

def fail(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(1)

def read(path):
    found = json.loads(path.read_text())
    if found["schema"] > rules["schema"]:
        fail("written by a newer Comptoir")
    return found

if command == "hub":
    if not rules["opens"] and given["--port"] == "0":
        fail("does not open")
    hub = read(database) if database.exists() else {"schema": rules["schema"], "entries": []}
    hub["schema"] = rules["schema"]
    data.mkdir(exist_ok=True)
    database.write_text(json.dumps(hub))
    print("well", "waiting" if (data / "hub.arriving.json").exists() else rules["word"])
elif command == "backup":
    hub = read(database)
    folder = pathlib.Path(given["--to"]) if "--to" in given else data / "backups"
    folder.mkdir(exist_ok=True)
    (folder / "media" / "ab").mkdir(parents=True, exist_ok=True)
    (folder / "media" / "ab" / ("ab" * 32)).write_text("a file")
    copy = folder / f"hub-20261126T0130{len(list(folder.glob('*.db'))):02}Z.db"
    copy.write_text(json.dumps(hub))
    print(json.dumps({"file": str(copy), "events": len(hub["entries"])}))
elif command == "restore":
    hub = read(pathlib.Path(given["--from"]))
    aside = data / "hub-set-aside-1.db"
    if database.exists():
        database.rename(aside)
    database.write_text(json.dumps(hub))
    print(json.dumps({"pos": len(hub["entries"]), "set_aside": str(aside) if aside.exists() else None}))
elif command == "webhook":
    if os.environ["COMPTOIR_ACCESS_TOKEN"] == "weak":
        fail("WhatsApp does not deliver here yet.")
    print(json.dumps({"callback_url": os.environ["COMPTOIR_PUBLIC_URL"] + "/webhooks/whatsapp"}))
elif command == "members":
    if read(database)["entries"]:
        print(json.dumps({"role": "owner"}))
elif command == "invite":
    print(json.dumps({"code": "c0de" * 8, "role": "owner"}))
elif command == "move-in":
    if key != "cd" * 32:
        fail("The key does not open this copy.")
    database.write_bytes(pathlib.Path(given["--from"]).read_bytes())
    (data / "hub.arriving.json").write_text("{}")
    print(json.dumps({"events": 7}))
"""


class FakeMachine(Machine):
    """`answers` are typed in order; `said` is what stood on the screen."""

    def __init__(self, folder: Path, **differently: Any) -> None:
        self.fake = folder / "fake"
        root = folder / "root"
        _lay_out(self.fake, root)
        path = f"{self.fake / 'bin'}:/usr/bin:/bin"
        super().__init__(
            root, {"PATH": path, "FAKE": str(self.fake), "ROOT": str(root), "REAL_PYTHON": sys.executable}
        )
        self.is_superuser = True
        self.taken: set[int] = set()
        self.found = {ADDRESS}
        self.answers: list[str] = []
        self.said: list[str] = []
        self.room = 1 << 40
        self.has_certificate = True
        self._now_s = 0.0
        for name, value in differently.items():
            setattr(self, name, value)

    def is_root(self) -> bool:
        return self.is_superuser

    def is_port_free(self, port: int) -> bool:
        return port not in self.taken

    def addresses_of(self, domain: str) -> set[str]:
        return self.found

    def own_addresses(self) -> set[str]:
        return {ADDRESS}

    def free_bytes(self, path: Path) -> int:
        return self.room

    def health(self) -> str:
        return (self.fake / "health").read_text().strip()

    def is_served(self, domain: str) -> bool:
        return self.has_certificate

    def monotonic_s(self) -> float:
        return self._now_s

    def pause(self, seconds: float) -> None:
        self._now_s += seconds

    def stamp(self) -> str:
        return "2026-11-26T01:30:00Z"

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def ask(self, question: str) -> str:
        self.said.append(question)
        return self.answers.pop(0) if self.answers else ""

    def ask_secret(self, question: str) -> str:
        return self.ask(question)

    # --- what a test looks at ---

    @property
    def calls(self) -> list[str]:
        return (self.fake / "calls").read_text().splitlines()

    @property
    def told(self) -> str:
        return "\n".join(self.said)

    def says(self, program: str, script: str) -> None:
        """What a program does from now on."""
        (self.fake / "says" / program).write_text(script)

    def text(self, path: str) -> str:
        return self.path(path).read_text("utf-8")

    def hub(self) -> dict[str, Any]:
        return dict(json.loads(self.text("/var/lib/comptoir/hub.db")))

    def write_entries(self, *entries: str) -> None:
        """The hub took these."""
        hub = self.hub()
        self.path("/var/lib/comptoir/hub.db").write_text(json.dumps(hub | {"entries": list(entries)}))


def release(folder: Path, version: str, *, schema: int = 1, opens: bool = True, word: str = "ok") -> Path:
    """The source of a version, as it is unpacked."""
    tree = folder / f"comptoir-{version}"
    (tree / "requirements").mkdir(parents=True)
    (tree / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (tree / "main.py").write_text(_HUB)
    (tree / "rules.json").write_text(json.dumps({"schema": schema, "opens": opens, "word": word}))
    (tree / "requirements" / "run.lock").write_text(
        "msgspec==0.22.0 \\\n    --hash=sha256:aa\npyside6-essentials==6.11.3 \\\n    --hash=sha256:bb\n"
    )
    (tree / "packaging").mkdir()
    (tree / "packaging" / "server").symlink_to(SERVER_FILES)
    return tree


def _lay_out(fake: Path, root: Path) -> None:
    (fake / "bin").mkdir(parents=True)
    (fake / "says").mkdir()
    (fake / "calls").touch()
    (fake / "health").touch()
    (fake / "says" / "systemctl").write_text(_SYSTEMCTL)
    (fake / "says" / "python3").write_text(_PYTHON)
    (fake / "says" / "timedatectl").write_text("echo yes\n")
    for name in PROGRAMS:
        program = fake / "bin" / name
        program.write_text(_NOTE)
        program.chmod(0o755)
    for folder in (
        "etc/caddy",
        "etc/systemd/system",
        "run/systemd/system",
        "opt",
        "var/lib",
        "usr/local/sbin",
    ):
        (root / folder).mkdir(parents=True)
    (root / "etc" / "os-release").write_text('NAME="Debian GNU/Linux"\nID=debian\n')
    (root / "etc" / "caddy" / "Caddyfile").write_text(":80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n")
    os.chmod(fake, 0o755)
