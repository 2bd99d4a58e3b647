"""50,000 people of a list: looked through, brought to a hub, shown, exported, taken back; webhooks meanwhile."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.people import Plan
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.exports.writing import ExportWatch
from app.desk.live import LiveDesk
from tests.perf.bench_import import _joined, _webhooks
from tests.perf.report import Row
from tests.perf.servers import hub

PEOPLE = 50_000
WHOLE_S = 20.0
WEBHOOK_S = 2.0
UNDO_S = 30.0


def rows() -> Iterator[Row]:
    """From the file to the hub, to the screen, and back again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "people.csv").write_text(people(PEOPLE), encoding="utf-8-sig")
        with hub(folder / "hub") as port:
            yield from asyncio.run(_measured(folder, port))


def people(count: int) -> str:
    """A list as a shop has it: names, numbers as they are written in the country, addresses, tags."""
    head = "Prénom;Nom;Téléphone;E-mail;Société;Étiquettes\r\n"
    lines = (
        f"Prénom{n};Nom {n % 977};06 {n // 10**6 % 100:02d} {n // 10**4 % 100:02d} {n // 100 % 100:02d} {n % 100:02d};"
        f"client{n}@example.org;{'Société ' + str(n % 499) if n % 3 else ''};{'fidèle' if n % 2 else 'nouveau'}\r\n"
        for n in range(count)
    )
    return head + "".join(lines)


async def _measured(folder: Path, port: int) -> list[Row]:
    desk = await _joined(folder, port)
    path = folder / "people.csv"
    try:
        with _webhooks(port) as slowest_s:
            began_s = time.monotonic()
            review = await desk.review_contacts(path, UNWATCHED)
            plan = Plan(guess_columns(review.table, review.fields, "FR"), "FR")
            preview = await asyncio.to_thread(review.preview, plan)
            previewed_s = time.monotonic() - began_s
            assert len(preview.people()) == PEOPLE
            progress = await desk.import_contacts(review, preview, told=lambda _: None)
            brought_s = time.monotonic() - began_s
            await _shown(desk, PEOPLE)
            shown_s = time.monotonic() - began_s
            bring_slowest_s, slowest_s.value = slowest_s.value, 0.0
            began_s = time.monotonic()
            out = await desk.export_contacts(folder / "out.csv", "csv", watch=ExportWatch())
            exported_s = time.monotonic() - began_s
            assert out.count > PEOPLE
            began_s = time.monotonic()
            undone = await desk.undo_contacts_import(progress.import_id)
            undone_s = time.monotonic() - began_s
            assert undone.removed == PEOPLE
            undo_slowest_s = slowest_s.value
    finally:
        await desk.stop()
    return [
        Row("50,000 people read and looked through", previewed_s, "s", "told", True),
        Row("… and brought to the hub", brought_s, "s", "< 20 s", brought_s < WHOLE_S),
        Row("… and shown by the desk", shown_s, "s", "told", True),
        Row("… slowest webhook meanwhile", bring_slowest_s, "s", "< 2 s", bring_slowest_s < WEBHOOK_S),
        Row("… exported as CSV", exported_s, "s", "told", True),
        Row("… undone and erased", undone_s, "s", "<= 30 s", undone_s <= UNDO_S),
        Row("… slowest webhook meanwhile", undo_slowest_s, "s", "< 2 s", undo_slowest_s < WEBHOOK_S),
    ]


async def _shown(desk: LiveDesk, count: int) -> None:
    """Wait until the desk's own view has everybody."""
    while sum(row.added for row in desk.contacts_imports() if row.state == "ended") != count:  # noqa: ASYNC110 - as a person looks
        await asyncio.sleep(0.05)
