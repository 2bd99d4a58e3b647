"""`main.py deals list` and `deals quiet`: one JSON object a deal."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.live import LiveDesk
from app.terminal.deals_naming import add_filters, all_deals, deal_line, filter_of
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_if_possible
from app.words import gettext as _

SORTS = ("made", "need", "amount", "stage_age", "name")
MOST_QUIET = 100_000


def run_list(argv: Sequence[str]) -> int:
    """Print the open deals, or those that a filter lets through."""
    parser = profile_parser("deals list", _("List deals."))
    add_filters(parser)
    parser.add_argument("--sort", choices=SORTS, default="made", help=_("the order; else the newest first"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        for row in all_deals(desk, filter_of(desk, options), options.sort):
            print_line(deal_line(desk, row))
        return 0

    return run_desk(options.profile, work)


def run_quiet(argv: Sequence[str]) -> int:
    """Print the deals that are going quiet, the longest first."""
    options = profile_parser("deals quiet", _("List the deals without news.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        for row in desk.quiet_deals(MOST_QUIET):
            print_line(deal_line(desk, row))
        return 0

    return run_desk(options.profile, work)
