"""One hub: all its parts put together, started and stopped in the right order."""

import asyncio
import logging
import os
import secrets
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.domain.channels import WHATSAPP
from app.domain.clock import Clock
from app.domain.events import Actor
from app.domain.health import HubStarted, HubStopped
from app.domain.ids import IdMaker, LogId
from app.domain.lines import LineAdded
from app.hub import HUB_VERSION, presence
from app.hub.access import Access
from app.hub.api import Api
from app.hub.appender import Appender, Draft
from app.hub.asgi import App, route
from app.hub.commands import Commands
from app.hub.config import HubConfig
from app.hub.intake import Crash, Intake, RawShelf
from app.hub.log_api import LogApi
from app.hub.readers import Readers
from app.hub.rebuild import is_due, rebuild
from app.hub.sequencer import Sequencer
from storage.hub import commands, log, raw, store
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

HOUSEKEEPING_S = 24 * 3600.0
KEEP_RAW = timedelta(days=30)
KEEP_REJECTED = timedelta(days=30)
RESTART_S = 5.0  # a part that failed by a bug of ours is started again after so long
HUB = Actor("hub")

_LOG = logging.getLogger(__name__)


def no_crash(point: str) -> None:
    """The crash points of a hub that is not being tested."""
