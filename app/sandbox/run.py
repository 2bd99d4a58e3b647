"""Runs a sandbox as a process of its own: world from a file or a story, real HTTP, saved every second."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.clock import Clock, SystemClock
from app.net import Http
from app.sandbox.callback import Callback
from app.sandbox.media_shelf import MediaShelf
from app.sandbox.outside import Internet
from app.sandbox.people import Business
from app.sandbox.phrases import load_phrases
from app.sandbox.sandbox import Sandbox
from app.sandbox.server import bind, serve
from app.sandbox.state import dump, load, media_folder, save
from app.sandbox.stories.reader import load_story
from app.sandbox.world import World

log = logging.getLogger(__name__)

SAVE_EVERY_S = 1.0
LINGER_S = 0.05  # updates of the same moment share a post
PLAIN_BUSINESS, PLAIN_PHONE = "Practice", "33639981020"


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """What `main.py sandbox` is told."""

    port: int
    webhook: str | None  # None: nobody has named an address yet, as in a new app
    app_secret: str
    verify_token: str
    phone_number_id: str
    waba_id: str
    access_token: str | None = None
    story: str | None = None
    state: Path | None = None
    seed: int = 1


class OtherNumber(Exception):
    """The state file belongs to another business number or account than the one asked for."""


async def run_sandbox(
    settings: SandboxSettings,
    *,
    on_ready: Callable[[int], None],
    stop: asyncio.Event,
    clock: Clock | None = None,
) -> None:
    """Serve until `stop` is set; `on_ready` gets the port.

    Errors: OSError when the port is in use, ValueError for a broken state or story, OtherNumber,
    FileNotFoundError for an unknown story.
    """
    time = clock or SystemClock()
    world, pending = _world(settings, time)
    with bind(settings.port) as listening:
        port: int = listening.getsockname()[1]
        _save(settings.state, dump(world, pending))  # before anything is served: the boot number must last
        async with Http() as http:
            callback = Callback(
                http,
                settings.webhook or "",
                app_secret=settings.app_secret,
                verify_token=settings.verify_token,
            )
            world.account.is_subscribed = world.account.is_subscribed and settings.webhook is not None
            sandbox = Sandbox(
                world,
                callback.deliver if settings.webhook else _nobody,
                verify=callback.verify if settings.webhook else None,
                clock=time,
                access_token=settings.access_token,
                app_secret=settings.app_secret,
                outside=Internet(http, settings.app_secret),
                webhook_url=settings.webhook or "",
                phrases=load_phrases(),
                address=f"http://127.0.0.1:{port}",
                linger_s=LINGER_S,
            )
            async with sandbox, _saved(settings.state, sandbox):
                for body in pending:
                    sandbox.courier.send_raw(body)
                await serve(sandbox.app, listening, on_ready=lambda: on_ready(port), stop=stop)


async def _nobody(_body: bytes) -> int:
    """Where webhooks go before anybody has named an address: they are done with."""
    return 200


def _world(settings: SandboxSettings, clock: Clock) -> tuple[World, list[bytes]]:
    if settings.state is not None and settings.state.exists():
        world, pending = load(settings.state)
        ids = (world.business.waba_id, world.business.phone_number_id)
        if ids != (settings.waba_id, settings.phone_number_id):
            raise OtherNumber(settings.state)
        world.media.prune(clock.now())
        return world, pending
    media = MediaShelf(media_folder(settings.state) if settings.state else None)
    if settings.story is None:
        business = Business(PLAIN_BUSINESS, settings.waba_id, settings.phone_number_id, PLAIN_PHONE)
        return World(business, seed=settings.seed, media=media), []
    world = load_story(
        settings.story,
        now=clock.now(),
        waba_id=settings.waba_id,
        phone_number_id=settings.phone_number_id,
        seed=settings.seed,
        media=media,
    )
    return world, []


@contextlib.asynccontextmanager
async def _saved(path: Path | None, sandbox: Sandbox) -> AsyncIterator[None]:
    """Keeps the state file fresh, and writes it once more at the end."""

    async def keep() -> None:
        last = b""
        while True:
            await sandbox.clock.sleep(SAVE_EVERY_S)
            state = dump(sandbox.world, sandbox.courier.pending())
            if state != last:
                _save(path, state)
            last = state

    keeping = asyncio.create_task(keep()) if path else None
    try:
        yield
    finally:
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        _save(path, dump(sandbox.world, sandbox.courier.pending()))


def _save(path: Path | None, state: bytes) -> None:
    if path is None:
        return
    try:
        save(path, state)
    except OSError as error:  # practice goes on; the next second tries again
        log.warning("the practice state could not be saved: %s", type(error).__name__)
