"""`main.py hub`: the team's server as a process. Settings come from the environment, see docs/manual/hub.md."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.errors import EnvironmentFailure
from app.hub.config import HubConfig, from_environment, with_credentials
from app.hub.hub import Hub, no_crash
from app.hub.intake import Crash
from app.net import Http
from app.whatsapp.account_client import AccountClient
from app.whatsapp.client import GraphClient
from app.whatsapp.management import ManagementClient
from app.whatsapp.media_client import MediaClient
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.reach import Reach
from app.words import gettext as _
from app.words.sentences import refusal
from storage.engine import Durability

PREFIX = "COMPTOIR_"


def run(argv: Sequence[str], crash: Crash = no_crash, durability: Durability = "FULL") -> int:
    """Serve until stopped. 0 stopped cleanly, 1 could not start (one sentence on stderr), 2 wrong usage.

    `crash` and `durability` are for the tests that kill a hub at named points or prove what NORMAL would lose.
    """
    options = _parser().parse_args(argv)
    configure_logging()
    try:
        config = replace(_config(options), durability=durability)
        serve_hub(config, crash, until_stdin_closes=options.until_stdin_closes)
    except EnvironmentFailure as failure:
        print(refusal(failure.code, failure.facts), file=sys.stderr)
        return 1
    return 0


def serve_hub(config: HubConfig, crash: Crash, *, until_stdin_closes: bool) -> None:
    """One hub with the computer's own clock. Raises EnvironmentFailure when it cannot start."""
    from app.hub.serve import run as serve

    transport = Http(crash=crash)
    client = GraphClient(transport, config.graph_url, config.graph_version)
    files = MediaClient(transport, config.graph_url, config.graph_version)
    management = ManagementClient(transport, config.graph_url, config.graph_version)
    hub = Hub(
        config,
        SystemClock(),
        client,
        crash=crash,
        media_client=files,
        account_client=AccountClient(management),
        reach=Reach(transport),
        onboarding=OnboardingClient(management),
    )
    serve(hub, config, until_stdin_closes=until_stdin_closes, at_end=transport.close)


def configure_logging() -> None:
    """Lines of key=value on stderr: ids and counts, never names, numbers or texts."""
    logging.basicConfig(
        format="time=%(asctime)s level=%(levelname)s %(name)s: %(message)s", level=logging.INFO
    )
    for name in ("uvicorn.error", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py hub", description=_("The team's server."))
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help=_("folder that keeps everything")
    )
    parser.add_argument("--port", type=int, required=True, help=_("where to listen; 0 takes a free port"))
    parser.add_argument(
        "--public-port",
        type=int,
        help=_("a second port of this computer, for a tunnel: webhooks and calendars alone"),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument(
        "--behind-tls-proxy",
        action="store_true",
        help=_("allow an address other than this computer's, since a proxy in front speaks https"),
    )
    parser.add_argument(
        "--key-stdin", action="store_true", help=_("first line of standard input is the data key")
    )
    parser.add_argument(
        "--settings-stdin",
        action="store_true",
        help=_("the next line of standard input is a JSON object of COMPTOIR_… settings"),
    )
    parser.add_argument(
        "--own",
        action="store_true",
        help=_("this is one person’s own hub: its owner connects the number from the window"),
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help=_("stop when the standard input ends")
    )
    return parser


def _config(options: argparse.Namespace) -> HubConfig:
    key = sys.stdin.buffer.readline().decode("ascii", "replace").strip() if options.key_stdin else None
    if options.key_stdin and not key:
        raise EnvironmentFailure("data_key_malformed")
    given = _settings_line() if options.settings_stdin else {}
    config = from_environment(
        with_credentials(os.environ) | given,
        options.data,
        host=options.host,
        port=options.port,
        is_behind_tls_proxy=options.behind_tls_proxy,
        data_key=key,
    )
    return replace(config, is_own=options.own, public_port=options.public_port or None)


def _settings_line() -> dict[str, str]:
    """Settings that neither the command line nor the environment shows to anybody. Raises EnvironmentFailure."""
    line = sys.stdin.buffer.readline()
    try:
        given = json.loads(line)
    except ValueError as error:
        raise EnvironmentFailure("settings_line_malformed") from error
    is_good = isinstance(given, dict) and all(
        name.startswith(PREFIX) and isinstance(value, str) for name, value in given.items()
    )
    if not is_good:
        raise EnvironmentFailure("settings_line_malformed")
    return dict(given)
