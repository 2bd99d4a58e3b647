"""`main.py doctor`: what the connection stands on, asked of the running hub, or read from its file where none runs."""

import argparse
import http.client
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.domain.clock import Clock, SystemClock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.findings import Finding
from app.domain.safety import BackupState
from app.domain.settings import BY_NAME
from app.hub import backup_files, presence
from app.hub.config import HubConfig, backup_dir
from app.hub.doctor import in_order
from app.hub.doctor_api import ToldHere
from app.hub.doctor_inside import FileLooks, copies, disk, encryption
from app.terminal.members_command import data_key
from app.terminal.printing import json_line
from app.words import findings as words
from app.words import gettext as _
from app.words import language
from app.words.formats import Formats
from app.words.sentences import refusal
from storage import view
from storage.codec import read_json
from storage.engine import SqlError, failure_of
from storage.hub import store

ASK_TIMEOUT_S = 60.0
SIGNS = {"good": "✓", "notice": "·", "warning": "!", "bad": "✗", "unknown": "?"}


def run(argv: Sequence[str]) -> int:
    """Print what is found. 0 nothing is bad, 1 something is or nothing could be looked at, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="main.py doctor", description=_("How the connection stands."))
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help=_("folder of the hub"))
    where.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("profile of one computer with its own hub")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    options = parser.parse_args(argv)
    try:
        told = examined(options.data, options.profile, SystemClock())
    except ComptoirError as error:
        print(refusal(error.code, error.facts), file=sys.stderr)
        return 1
    _show(told, is_json=options.json)
    return 1 if any(one.state == "bad" for one in told.findings) else 0


def examined(data: Path | None, profile: Path | None, clock: Clock) -> ToldHere:
    """What is found, beside a running hub or without one. Raises EnvironmentFailure."""
    folder = data if data is not None else _profile(profile) / "hub"
    address = presence.running_hub(folder)
    if address is not None:
        return _asked(address, presence.admin_token(folder))
    if not (folder / "hub.db").exists():
        raise EnvironmentFailure("no_hub_here", folder=str(folder))
    config = HubConfig(folder, data_key=_key(data, profile), backup_dir=backup_dir(os.environ))
    return _alone(config, clock)


def _profile(named: Path | None) -> Path:
    from app.desk.config import main_profile

    return main_profile(named).folder


def _key(data: Path | None, profile: Path | None) -> str | None:
    if data is not None:
        return data_key()
    from app.terminal.safety_command import key_of

    return key_of(_profile(profile))


def _asked(address: presence.Address, token: str) -> ToldHere:
    """The running hub's own look. Raises EnvironmentFailure."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=ASK_TIMEOUT_S)
    try:
        connection.request("POST", "/admin/v1/doctor", b"{}", {"authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise EnvironmentFailure("hub_unreachable") from error
    finally:
        connection.close()
    if answer.status != 200:
        told = json.loads(body)
        raise EnvironmentFailure(str(told.get("code")), **told.get("facts", {}))
    return read_json(body, ToldHere)


def _alone(config: HubConfig, clock: Clock) -> ToldHere:
    """What can be seen without a hub; that none runs is the first thing to know."""
    now = clock.now()
    found = [Finding("received", "bad", "hub_not_running")]
    zone = str(BY_NAME["time_zone"].default)
    with closing(store.open_reading(config.database, config.data_key)) as conn:
        for checks, reading in FileLooks(clock, lambda: None, None).readings():
            if checks == ("received",):
                continue
            try:
                found += reading(conn)
            except SqlError as error:  # a file that is damaged in one place is whole in others
                facts = {"what": failure_of(error).code}
                found += [Finding(check, "unknown", "look_failed", facts) for check in checks]
        if view.version(conn) == view.VIEW_VERSION:
            zone = str(view.settings(conn).get("time_zone", zone))
    last = backup_files.copies(config.backup_folder)
    state = BackupState(last_at=last[0][0] if last else None, count=len(last))
    found += [*disk(config), copies(state, now), encryption(config)]
    return ToldHere(now, in_order(found), zone)


def _show(told: ToldHere, *, is_json: bool) -> None:
    formats = Formats(language(), told.zone)
    for one in told.findings:
        sentence = words.sentence(one, formats, told.at)
        advice = words.advice(one, formats, told.at)
        if is_json:
            print(json_line({
                "check": one.check, "state": one.state, "code": one.code, "facts": dict(one.facts), "about": one.about,
                "sentence": sentence, "advice": advice,
            }))  # fmt: skip
            continue
        about = f" ({one.about})" if one.about and one.about not in sentence else ""
        said = _("{title}: {sentence}").format(title=words.title(one.check) + about, sentence=sentence)
        print(f"{SIGNS[one.state]} {said}")
        if advice:
            print(f"  → {advice}")
