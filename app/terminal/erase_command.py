"""`main.py erase --data DIR PERSON`: a person erased at the hub's own computer, also while the hub runs."""

import argparse
import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.clock import SystemClock
from app.domain.erasure import EraseWish, ErasurePlan
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.events import Actor
from app.domain.ids import ContactId
from app.hub import presence
from app.hub.config import HubConfig
from app.hub.erasing import Erasures
from app.hub.erasure_plan import look, name_of
from app.hub.erasures_api import rows
from app.hub.http import HttpRefusal
from app.hub.hub import no_crash
from app.hub.media_files import MediaFiles
from app.hub.parts import open_core
from app.hub.rebuild import is_due, rebuild
from app.terminal.contacts_erasing import add_choices, be_sure
from app.terminal.members_command import ask, data_key, printed
from app.words import gettext as _
from storage import view
from storage.hub import log, store
from storage.hub.tables import Connection
from storage.media import MediaStore

WORK_TIMEOUT_S = 120.0


def run(argv: Sequence[str]) -> int:
    """Asks for the name first, unless told not to."""
    parser = argparse.ArgumentParser(
        prog="main.py erase", description=_("Erase a person for good at the hub.")
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the hub"))
    parser.add_argument("person", metavar="PERSON", help=_("number, user id, name or contact id"))
    add_choices(parser)
    options = parser.parse_args(argv)
    return printed(lambda: [_erased(options)])


def _erased(options: argparse.Namespace) -> Mapping[str, Any]:
    config = HubConfig(options.data, data_key=data_key())
    with closing(store.open_reading(config.database, config.data_key)) as conn:
        plan = _plan(conn, options.person)
    be_sure(plan, is_sure=options.yes)
    request = {"contact_id": plan.contact_id, "confirm": plan.name, "is_kept_off": options.do_not_contact}
    address = presence.running_hub(options.data)
    if address is not None:
        token = presence.admin_token(options.data)
        return ask(address, token, "/admin/v1/erase", request, WORK_TIMEOUT_S)
    wish = EraseWish(plan.contact_id, plan.name, "request", options.do_not_contact)
    with presence.locked(options.data):
        return asyncio.run(_erase_alone(config, wish))


async def _erase_alone(config: HubConfig, wish: EraseWish) -> Mapping[str, Any]:
    clock = SystemClock()
    core = open_core(config, clock, os.urandom)
    files = MediaFiles(MediaStore(config.media_folder, config.data_key))
    try:
        if core.readers.quick(is_due):
            await rebuild(core.writer)
        erasure_id = await Erasures(config, core, files, clock, no_crash).erase(wish, Actor("hub"))
        return asdict(next(one for one in core.readers.quick(rows) if one.erasure_id == erasure_id))
    except HttpRefusal as refused:
        raise ComptoirError(refused.code, **refused.facts) from refused
    finally:
        files.close()
        core.close()


def _plan(conn: Connection, person: str) -> ErasurePlan:
    """Raises EnvironmentFailure: person_unknown, person_ambiguous, hub_not_ready."""
    if view.version(conn) != view.VIEW_VERSION:
        raise EnvironmentFailure("hub_not_ready")
    talks = [view.load_conversation(conn, one) for one in view.find_people(conn, person)]
    people = {one.contact_id for one in talks if one is not None}
    if view.load_contact(conn, ContactId(person)) is not None:
        people.add(ContactId(person))
    if len(people) != 1:
        raise EnvironmentFailure("person_ambiguous" if people else "person_unknown", person=person)
    contact_id = people.pop()
    seen, name = look(conn, log.head(conn).log_secret, contact_id), name_of(conn, contact_id)
    if seen is None or name is None:
        raise EnvironmentFailure("contact_unknown")
    return ErasurePlan(contact_id, name, seen.counts)
