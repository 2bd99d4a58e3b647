"""10,000 deals of a table: looked through, brought, shown, exported, taken back; and 100,000 looked through."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.desk.contact_imports.watching import UNWATCHED
from app.desk.live import LiveDesk
from tests.perf.bench_import import _joined, _webhooks
from tests.perf.report import Row
from tests.perf.servers import hub

DEALS = 10_000
MANY = 100_000
WHOLE_S = 20.0
LOOKED_S = 30.0
WEBHOOK_S = 2.0
UNDO_S = 30.0


def rows() -> Iterator[Row]:
    """From the file to the hub, to the screen, and back again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deals.csv").write_text(deals(DEALS), encoding="utf-8-sig")
        (folder / "many.csv").write_text(deals(MANY), encoding="utf-8-sig")
        with hub(folder / "hub") as port:
            yield from asyncio.run(_measured(folder, port))


def deals(count: int) -> str:
    """A table as a program exports it: amounts as written in France, stages, people with numbers and without."""
    head = "Identifiant;Intitulé;Montant;Étape;Contact;Téléphone;E-mail;Date de création;Étiquettes\r\n"
    stages = ("Demande", "Devis envoyé", "Décision", "Acompte versé", "Gagnée", "Perdue")
    lines = (
        f"{n};Affaire {n};{n % 9_000 + 1} {n % 1_000:03d},50 €;{stages[n % 6]};Client {n};"
        f"{'06 39 98 ' + f'{n // 100 % 100:02d} {n % 100:02d}' if n % 2 else ''};client{n}@example.org;"
        f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025;{'fidèle' if n % 3 else ''}\r\n"
        for n in range(count)
    )
    return head + "".join(lines)


async def _looked(desk: LiveDesk, path: Path) -> tuple[object, ...]:
    from dataclasses import replace

    from app.desk.deal_imports.stages import Goal, StageValue

    review = await desk.review_deals(path, UNWATCHED)
    plan = await desk.first_deal_plan(review)
    stages = [one for one in review.values(plan.targets) if isinstance(one, StageValue)]
    goals = {one.key: plan.goals.get(one.key) or Goal("stage", "main", "quote") for one in stages}
    plan = replace(plan, goals=goals)
    return review, plan, await asyncio.to_thread(review.preview, plan)


async def _measured(folder: Path, port: int) -> list[Row]:
    desk = await _joined(folder, port)
    try:
        began_s = time.monotonic()
        _review, _plan, many = await _looked(desk, folder / "many.csv")
        looked_s = time.monotonic() - began_s
        assert len(many.deals()) == MANY  # type: ignore[attr-defined]
        with _webhooks(port) as slowest_s:
            began_s = time.monotonic()
            review, plan, preview = await _looked(desk, folder / "deals.csv")
            previewed_s = time.monotonic() - began_s
            progress = await desk.import_deals(review, plan, preview, told=lambda _: None)  # type: ignore[arg-type]
            brought_s = time.monotonic() - began_s
            assert progress.added == DEALS
            await _shown(desk)
            shown_s = time.monotonic() - began_s
            bring_slowest_s, slowest_s.value = slowest_s.value, 0.0
            began_s = time.monotonic()
            out = await desk.export_deals(folder / "out.csv", "csv")
            exported_s = time.monotonic() - began_s
            assert out.count == DEALS
            began_s = time.monotonic()
            undone = await desk.undo_deals_import(progress.import_id)
            undone_s = time.monotonic() - began_s
            assert undone.removed == DEALS
            undo_slowest_s = slowest_s.value
    finally:
        await desk.stop()
    return [
        Row("100,000 deals read and looked through", looked_s, "s", "< 30 s", looked_s < LOOKED_S),
        Row("10,000 deals read and looked through", previewed_s, "s", "told", True),
        Row("… and brought to the hub", brought_s, "s", "< 20 s", brought_s < WHOLE_S),
        Row("… and shown by the desk", shown_s, "s", "told", True),
        Row("… slowest webhook meanwhile", bring_slowest_s, "s", "< 2 s", bring_slowest_s < WEBHOOK_S),
        Row("… exported as CSV", exported_s, "s", "told", True),
        Row("… undone", undone_s, "s", "<= 30 s", undone_s <= UNDO_S),
        Row("… slowest webhook meanwhile", undo_slowest_s, "s", "< 2 s", undo_slowest_s < WEBHOOK_S),
    ]


async def _shown(desk: LiveDesk) -> None:
    """Wait until the desk's own view has all of them."""
    while not any(row.state == "ended" for row in desk.deals_imports()):  # noqa: ASYNC110 - as a person looks
        await asyncio.sleep(0.05)
