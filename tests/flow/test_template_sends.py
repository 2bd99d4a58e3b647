"""What was filled in and previewed is what the pretend WhatsApp delivers: every template of the practice business."""

from __future__ import annotations

import pytest

from app.domain.contacts import Identity
from app.domain.outgoing import Outgoing, problems
from app.domain.template_filling import filled, missing
from app.domain.templates import Template
from app.whatsapp.account_client import AccountClient
from app.whatsapp.client import Accepted, GraphClient, Refusal
from app.whatsapp.management import ManagementClient
from tests.flow.test_client_at_sandbox import give_files
from tests.unit.sandbox_rig import BUSINESS, Rig, rig
from tests.unit.test_template_filling import filled_with_samples, practice

SENDABLE = [one for one in practice() if one.is_sendable and one.name != "hello_world"]


async def listed(it: Rig) -> list[Template]:
    client = AccountClient(ManagementClient(it.http, "http://graph", "v24.0"))
    return await client.templates(BUSINESS.waba_id, "any")


@pytest.mark.parametrize("stored", SENDABLE, ids=lambda one: f"{one.name}-{one.language}")
async def test_a_filled_template_is_taken_without_an_open_window(stored: Template) -> None:
    async with rig(has_written=False) as it:
        [template] = [
            one for one in await listed(it) if (one.name, one.language) == (stored.name, stored.language)
        ]
        filling = filled_with_samples(template)
        assert missing(template, filling) == []
        made = filled(template, filling)
        assert problems("whatsapp", "template", made.text, made.content) is None
        outgoing = Outgoing("template", made.text, made.content)
        ids = await give_files(it, outgoing)
        client = GraphClient(it.http, "http://graph", "v24.0")
        to = Identity(number="447700900123")
        outcome = await client.send(BUSINESS.phone_number_id, "any", to, outgoing, "c1:m-1", ids)
        assert isinstance(outcome, Accepted), outcome.said if isinstance(outcome, Refusal) else outcome
        [sent] = await it.accepted()
        assert sent["type"] == "template"
        assert made.text in (sent["text"] or "")
