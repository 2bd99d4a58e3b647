"""`main.py search`: what was written, found without a window. One JSON object a line, the newest first."""

import sys
from collections.abc import Sequence

from app.desk.live import LiveDesk
from app.domain.search_rows import SearchHit
from app.terminal.desk_command import person_of, print_line, profile_parser, run_desk, sync_if_possible
from app.words import gettext as _
from app.words import search as words

PAGE = 200


def run(argv: Sequence[str]) -> int:
    """Print every message that fits."""
    parser = profile_parser("search", _("Find what was written, at any age."))
    parser.add_argument(
        "query", metavar="QUERY", nargs="+", help=_("words, and filters such as from:me or has:file")
    )
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        await desk.index_all()
        return await print_found(desk, " ".join(options.query))

    return run_desk(options.profile, work)


async def print_found(desk: LiveDesk, text: str) -> int:
    """All that fits; what was not understood, or names nobody, is said on stderr."""
    query, before = desk.read_query(text), None
    for unknown in query.unknown:
        _complain(words.not_understood(unknown))
    while True:
        page = await desk.search(query, limit=PAGE, before=before)
        if page is None:
            return 1
        for nobody in page.nobody if before is None else ():
            _complain(words.names_nobody(nobody))
        for hit in page.hits:
            _print_hit(desk, hit)
        if page.next_place is None:
            return 0
        before = page.next_place


def _print_hit(desk: LiveDesk, hit: SearchHit) -> None:
    header, row = desk.header(hit.conversation_id), desk.message(hit.message_id)
    print_line(
        {
            "message_id": hit.message_id,
            "person": person_of(header) if header else hit.conversation_id,
            "at": hit.at.isoformat(),
            "text": row.text if row and row.text is not None else hit.text or hit.file_name,
        }
    )


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
