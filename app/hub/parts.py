"""The parts of one hub, made and joined; nothing runs yet."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.calendar_feeds import FEED_PATH
from app.domain.clock import Clock
from app.domain.ids import IdMaker, LogId
from app.hub import presence
from app.hub.access import Access
from app.hub.account_api import AccountApi
from app.hub.account_sync import AccountSync
from app.hub.api import Api
from app.hub.appender import Appender
from app.hub.appointment_imports import AppointmentImports
from app.hub.appointment_imports_api import APPOINTMENT_IMPORTS_PATH, AppointmentImportsApi
from app.hub.appointment_replies import AppointmentReplies
from app.hub.arrival import Arrival
from app.hub.asgi import App, noting, public_door, route
from app.hub.auto_replies import AutoReplies
from app.hub.backups import Backups
from app.hub.calendar_feeds import CalendarFeeds
from app.hub.colleagues import Colleagues
from app.hub.commands import Commands
from app.hub.config import HubConfig
from app.hub.contact_imports import ContactImports
from app.hub.contact_imports_api import CONTACT_IMPORTS_PATH, ContactImportsApi
from app.hub.core import Core as Core
from app.hub.deal_imports import DealImports
from app.hub.deal_imports_api import DEAL_IMPORTS_PATH, DealImportsApi
from app.hub.doctor import Doctor
from app.hub.doctor_address import reached_of
from app.hub.doctor_api import DoctorApi, looks_of
from app.hub.episode_schedule import Silence
from app.hub.erasing import Erasures
from app.hub.erasures_api import ErasuresApi
from app.hub.followers import Followers
from app.hub.imports import Imports
from app.hub.imports_api import ImportsApi
from app.hub.intake import Crash, Intake
from app.hub.ladder_schedule import Laddering
from app.hub.log_api import LogApi
from app.hub.mailing import Mailing
from app.hub.media import MediaFetcher
from app.hub.media_api import MediaApi
from app.hub.media_files import MediaFiles
from app.hub.offer_schedule import OffersEnding
from app.hub.outside import Outside
from app.hub.outside_api import OutsideApi
from app.hub.presence_api import PresenceApi
from app.hub.pulse import Pulse
from app.hub.readers import Readers
from app.hub.receipts import Receipts
from app.hub.reconciling import Reconciler
from app.hub.reminder_schedule import Reminding
from app.hub.restoring import finish
from app.hub.retention import Retention
from app.hub.safety_api import SafetyApi
from app.hub.salvage import Salvage
from app.hub.samples import SampleUploads
from app.hub.scheduler import Scheduler
from app.hub.send_schedule import Planned
from app.hub.sender import Sender
from app.hub.sequencer import Sequencer
from app.hub.setup_api import SetupApi
from app.hub.shelf import RawShelf
from app.hub.snapshot_api import SnapshotApi
from app.hub.team import TeamChanges
from app.hub.team_api import TeamApi
from app.hub.team_schedule import LeftAlone, TakingBack, Waking
from app.hub.typing import Typing
from app.hub.uploading import Uploader
from app.hub.uploads import GraphUploads
from app.whatsapp.account_client import AccountClient
from app.whatsapp.client import GraphClient
from app.whatsapp.media_client import MediaClient
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.reach import Reach
from storage import moved
from storage.hub import log, store
from storage.media import MediaStore
from storage.writer import Writer

LOG_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a hub that serves."""

    core: Core
    log_api: LogApi
    sequencer: Sequencer
    reconciler: Reconciler
    sender: Sender | None
    receipts: Receipts | None
    typing: Typing | None
    auto_replies: AutoReplies | None
    appointment_replies: AppointmentReplies | None
    files: MediaFiles
    media_api: MediaApi
    fetcher: MediaFetcher | None
    uploader: Uploader | None
    account: AccountSync | None
    imports: Imports
    lists: ContactImports
    deal_tables: DealImports
    agendas: AppointmentImports
    backups: Backups
    scheduler: Scheduler
    erasures: Erasures
    retention: Retention
    arrival: Arrival
    pulse: Pulse
    mailing: Mailing
    doctor: Doctor
    asgi: App
    public_asgi: App
    outside: Outside


def open_core(config: HubConfig, clock: Clock, random: Callable[[int], bytes]) -> Core:
    """Open the files. Raises EnvironmentFailure when key, file or disk is not right, or the hub has moved away."""
    moved.check_here(config.data_dir)
    finish(config.data_dir)
    new_id = IdMaker(clock, random).new

    def new_log() -> tuple[LogId, bytes]:
        return LogId(new_id()), random(LOG_SECRET_BYTES)

    path, key = config.database, config.data_key
    writer = Writer(lambda: store.open_writing(path, key, new_log, config.durability), "hub", path)
    readers = Readers(lambda: store.open_reading(path, key))
    appender = Appender(clock, random)
    writer.after_commit = appender.committed
    access = Access(writer, readers, appender, clock, new_id)
    return Core(writer, readers, appender, access, new_id)


def assemble(
    config: HubConfig,
    clock: Clock,
    core: Core,
    client: GraphClient | None,
    media_client: MediaClient | None,
    crash: Crash,
    is_ready: Callable[[], bool],
    uploader: Uploader | None = None,
    account_client: AccountClient | None = None,
    reach: Reach | None = None,
    random: Callable[[int], bytes] = os.urandom,
    onboarding: OnboardingClient | None = None,
) -> Parts:
    """Join the parts. Call it on the event loop that will serve. Without a `client` nothing is sent, without a
    `media_client` no file comes from the channel, without an `account_client` nothing is known of templates and
    profiles, without an `onboarding` client no number is connected here. `uploader` gives it our files in the place of
    the usual one.
    """
    core.appender.listen_on(asyncio.get_running_loop())
    lines = {line.external_id: line.line_id for line in config.lines}
    sequencer = Sequencer(
        core.writer, core.readers, core.appender, lines, clock, core.new_id, crash, is_practice=config.is_practice
    )  # fmt: skip
    shelf = RawShelf(core.writer, config.data_dir, clock)
    reconciler = Reconciler(core.writer, core.readers, core.appender, sequencer, clock)

    def stored() -> None:
        sequencer.wake()
        reconciler.stir()

    intake = Intake(config, shelf, clock, stored, crash)
    files = MediaFiles(MediaStore(config.media_folder, config.data_key, crash))
    files.store.sweep()
    fetcher: MediaFetcher | None = None
    if media_client is not None:
        fetcher = MediaFetcher(
            core.writer, core.appender, media_client, files, config.lines, config.data_dir, clock, crash
        )
        graph_uploads = GraphUploads(core.writer, core.readers, media_client, files, config.lines, clock)
        uploader = uploader or graph_uploads
    colleagues = Colleagues(clock)
    sender, receipts, typing, auto_replies, appointment_replies = None, None, None, None, None
    if client is not None:
        sender = Sender(
            core.writer, core.appender, client, config.lines, clock, intake.was_up, crash, uploader=uploader
        )
        receipts = Receipts(core.readers, core.appender, client, config.lines, clock)
        typing = Typing(core.readers, client, config.lines, clock)
        auto_replies = AutoReplies(
            core.writer, core.appender, frozenset(lines.values()), colleagues, clock, crash
        )
        appointment_replies = AppointmentReplies(
            core.writer, core.appender, frozenset(lines.values()), clock, crash, auto_replies.look_at
        )
    followers = Followers(clock)
    log_api = LogApi(core.readers, core.access, clock, colleagues, followers)
    log_api.begin(core.readers.quick(log.head_pos))
    core.appender.subscribe(log_api.tell)
    reminding = Reminding(frozenset(lines.values()))
    core.appender.subscribe(reminding.hear)
    commands = Commands(config, core.writer, core.appender, core.access, clock, crash, core.readers)
    token = presence.admin_token(config.data_dir)
    presence_api = PresenceApi(core.access, clock, typing, colleagues)
    media_api = MediaApi(core.access, files, config.data_dir, clock, fetcher.retry if fetcher else None)
    sync: AccountSync | None = None
    if account_client is not None:
        sync = AccountSync(config, core.writer, core.appender, account_client, clock)
    samples = SampleUploads(account_client, files) if account_client is not None else None
    account = AccountApi(config, core, sync, account_client, samples, clock, is_ready)
    imports = Imports(
        core.writer, core.appender, tuple(line.line_id for line in config.lines), clock, core.new_id, crash
    )
    imports_api = ImportsApi(core.access, imports, files)
    lists = ContactImports(core.writer, core.appender, clock, core.new_id, crash)
    lists_api = ContactImportsApi(core.access, lists, core.readers)
    deal_tables = DealImports(core.writer, core.appender, clock, core.new_id, crash)
    deal_tables_api = DealImportsApi(core.access, deal_tables, core.readers)
    agendas = AppointmentImports(core.writer, core.appender, clock, core.new_id, crash)
    agendas_api = AppointmentImportsApi(core.access, agendas, core.readers, clock)
    backups = Backups(config, core.readers, clock, crash)
    work = Erasures(config, core, files, clock, crash)
    retention = Retention(core, work, clock)
    erasures = ErasuresApi(core.access, core.readers, core.writer, work, retention, clock, is_ready)
    outside = Outside(config, core.writer, core.readers, core.appender, clock, reach, random)
    mailing = Mailing(config, core.writer, core.readers, followers, clock, outside.lost_at)
    core.appender.subscribe(mailing.hear)
    checking = account_client.checking() if account_client is not None else None
    looks = looks_of(
        config, core.readers, checking, reconciler, followers, backups, mailing,
        lambda: reached_of(outside.state()), clock,
    )  # fmt: skip
    doctor = Doctor(looks, clock)
    doctor_api = DoctorApi(core.access, core.readers, doctor, mailing, clock)
    salvage = Salvage(
        core.writer, core.appender, files, clock, crash, _both(imports.erase_undone, work.resume)
    )
    safety = SafetyApi(core.access, core.readers, backups, salvage, clock, is_ready)
    team = TeamChanges(core, clock)
    team_api = TeamApi(core.access, team, clock, is_ready)
    noted = noting(intake, outside.heard)
    calendars = CalendarFeeds(core.access, core.readers, core.writer, clock, core.new_id, is_ready)
    snapshot = SnapshotApi(core.access, core.readers, clock, is_ready)
    setup = SetupApi(
        config, core.access, core.readers, clock, onboarding, reach, intake.expect, random
    )  # fmt: skip
    arrival = Arrival(config.data_dir, core.access)
    pulse = Pulse(core.writer, shelf, intake, is_ready, lambda: arrival.is_waiting)
    api = Api(
        core.access,
        log_api,
        commands,
        presence_api,
        media_api,
        imports_api,
        core.readers,
        team,
        token,
        is_ready,
        {
            **account.routes(),
            **team_api.routes(),
            **safety.routes(),
            **snapshot.routes(),
            **presence_api.routes(),
            **erasures.routes(),
            **calendars.routes(),
            **setup.routes(),
            **OutsideApi(config, core.access, outside).routes(),
            **arrival.routes(),
            **pulse.routes(),
            **doctor_api.routes(),
        },
        {
            CONTACT_IMPORTS_PATH: lists_api.answer,
            DEAL_IMPORTS_PATH: deal_tables_api.answer,
            APPOINTMENT_IMPORTS_PATH: agendas_api.answer,
            FEED_PATH: calendars.read,
        },
    )
    return Parts(
        core,
        log_api,
        sequencer,
        reconciler,
        sender,
        receipts,
        typing,
        auto_replies,
        appointment_replies,
        files,
        media_api,
        fetcher,
        uploader,
        sync,
        imports,
        lists,
        deal_tables,
        agendas,
        backups,
        Scheduler(
            core.writer,
            core.appender,
            clock,
            (
                Waking(),
                LeftAlone(),
                TakingBack(),
                Planned(frozenset(lines.values())),
                Laddering(frozenset(lines.values())),
                reminding,
                OffersEnding(),
                Silence(),
            ),
            crash,
        ),
        work,
        retention,
        arrival,
        pulse,
        mailing,
        doctor,
        route(noted if config.public_port is None else intake, api),
        public_door(noted, api),
        outside,
    )


def _both(
    one: Callable[[], Awaitable[object]], other: Callable[[], Awaitable[object]]
) -> Callable[[], Awaitable[None]]:
    """What is left to erase after a salvage: of undone imports, and of people."""

    async def run() -> None:
        await one()
        await other()

    return run
