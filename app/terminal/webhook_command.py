"""`main.py webhook`: let WhatsApp deliver to this hub's public address, where its tokens allow that."""

import argparse
import asyncio
import os
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from app.domain.errors import EnvironmentFailure
from app.hub.asgi import WEBHOOK_PATH
from app.hub.config import GRAPH_URL, GRAPH_VERSION, with_credentials
from app.net import Http
from app.terminal.printing import json_line
from app.whatsapp.leading import LedElsewhere, lead_here
from app.whatsapp.management import GraphRefused, GraphUnreachable, ManagementClient
from app.words import gettext as _

NEEDED = (
    "COMPTOIR_APP_ID",
    "COMPTOIR_APP_SECRET",
    "COMPTOIR_WABA_ID",
    "COMPTOIR_ACCESS_TOKEN",
    "COMPTOIR_VERIFY_TOKEN",
    "COMPTOIR_PUBLIC_URL",
)


def run(argv: Sequence[str]) -> int:
    """Set it, and print where webhooks go now. Raises ComptoirError."""
    argparse.ArgumentParser(
        prog="main.py webhook", description=_("Let WhatsApp deliver to this hub’s public address.")
    ).parse_args(argv)
    print(json_line({"callback_url": asyncio.run(_led_once())}))
    return 0


async def _led_once() -> str:
    async with Http() as http:
        return await led(with_credentials(os.environ), http)


async def led(settings: Mapping[str, str], http: Http) -> str:
    """The address of the webhook, once it is set. Raises EnvironmentFailure."""
    missing = [name for name in NEEDED if not settings.get(name)]
    if missing:
        raise EnvironmentFailure("webhook_settings_missing", names=", ".join(missing))
    app_id, secrets, account_id, tokens, verify_token, public_url = (settings[name] for name in NEEDED)
    url = public_url.rstrip("/") + WEBHOOK_PATH
    version = settings.get("COMPTOIR_GRAPH_VERSION") or GRAPH_VERSION
    graph = ManagementClient(http, settings.get("COMPTOIR_GRAPH_URL") or GRAPH_URL, version)
    secret, token = (text.partition(",")[0].strip() for text in (secrets, tokens))
    try:
        await lead_here(graph, app_id, secret, account_id, token, url, verify_token)
    except LedElsewhere as other:
        raise EnvironmentFailure("webhook_elsewhere", other=urlsplit(other.address).netloc) from other
    except GraphRefused as refused:
        raise EnvironmentFailure("webhook_refused", said=refused.said or refused.code) from refused
    except GraphUnreachable as error:
        raise EnvironmentFailure("channel_unreachable") from error
    return url
