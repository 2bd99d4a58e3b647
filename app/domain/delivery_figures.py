"""Reports about deliveries: what the channel took, what arrived, was read, was answered, failed, and why."""

from __future__ import annotations

from collections import Counter

from app.domain.report_cuts import cuts, places
from app.domain.report_facts import Facts, count_figure, share_figure
from app.domain.report_rows import BehindKey, Figure, Line, Point, Report, ReportAsk, Table, Trend
from app.domain.send_picks import SendPick
from app.domain.sorted_columns import count_of
from app.domain.spreads import Rate

SILENT = "silent"


def deliveries(facts: Facts, ask: ReportAsk, now_s: int) -> Report:
    """The whole page. Its `n`: messages that the channel took."""
    pick = SendPick(facts.sends, ask, now_s)
    figures = (accepted(pick), *delivery_figures(pick))
    _arrived, _failed, _silent, young = pick.delivery()
    return Report(
        "deliveries", ask, now_s, count_of(pick.kind("accepted")), count_of(young), figures, _trends(pick),
        (_failures(pick),),
    )  # fmt: skip


def accepted(pick: SendPick) -> Figure:
    """Of what the hub was asked to send."""
    asked, taken = count_of(pick.kind("asked")), count_of(pick.kind("accepted"))
    return share_figure("accepted", taken, asked, "messages")


def delivery_figures(pick: SendPick) -> tuple[Figure, ...]:
    """delivered, read, replied, failed, silent."""
    arrived, failed, silent, young = map(count_of, pick.delivery())
    reached, replied, later = pick.replies()
    return (
        share_figure("delivered", arrived, arrived + failed + silent, "messages", young),
        share_figure("read", count_of(pick.kind("read")), arrived, "messages"),
        share_figure("replied", replied, reached, "messages", later, arrived),
        count_figure("failed", failed, "messages"),
        count_figure(SILENT, silent, "messages"),
    )


def send_mask(pick: SendPick, key: BehindKey) -> bytes | None:
    """The messages behind a figure, a point, a cell of the table or of a heat map; None: of no such code."""
    code = key.code
    if code in ("writing", "answering"):
        mask = pick.kind(code)
        if not key.detail:
            return mask
        from app.domain.sorted_columns import both

        return both(mask, pick.hour(key.detail))
    if code == "count":
        return pick.delivery()[2] if key.row == SILENT else pick.failure(key.row)
    if code == "accepted":
        return pick.kind("asked")
    if code == "delivered":
        return pick.decided()
    if code in ("read", "replied"):
        return pick.kind("arrived")
    if code == "failed":
        return pick.kind("failed")
    return pick.delivery()[2] if code == SILENT else None


def _trends(pick: SendPick) -> tuple[Trend, ...]:
    ask = pick.ask
    borders = cuts(ask.from_s, ask.until_s, ask.zone, ask.step)
    arrived, decided, read = pick.delivery()[0], pick.decided(), pick.kind("read")
    delivered, seen = [], []
    steps = zip(borders, borders[1:], places(pick.cols.at, borders), strict=False)
    for start, end, (low, high) in steps:
        part = slice(low - pick.low, high - pick.low)
        came, whole, looked = (count_of(mask[part]) for mask in (arrived, decided, read))
        delivered.append(Point(start, end, Rate(came, whole).tenths, whole))
        seen.append(Point(start, end, Rate(looked, came).tenths, came))
    return (
        Trend("delivered", "share", tuple(delivered), opens="messages"),
        Trend("read", "share", tuple(seen), opens="messages"),
    )


def _failures(pick: SendPick) -> Table:
    """By reason, the most frequent first; the silent ones last."""
    words = pick.index.failures.words
    _arrived, failed, silent, _young = pick.delivery()
    counts = Counter(pick.values("failure", failed))
    order = sorted(counts, key=lambda no: (-counts[no], words[no]))
    found = [Line(words[no], (count_figure("count", counts[no], "messages"),)) for no in order]
    if count_of(silent):
        found.append(Line(SILENT, (count_figure("count", count_of(silent), "messages"),)))
    return Table("failures", ("count",), tuple(found))
