"""Who may take people and conversations out of the team's hands, and the trace that it leaves."""

from app.domain.errors import Refused
from app.domain.exports import ExportMade, RecordExport
from app.hub.roles import needs
from app.hub.situation import Situation

FORMAT_MAX_CHARS = 20


def check_export(situation: Situation, body: RecordExport) -> Refused | None:
    """Owner and manager alone; a rep is refused before a file is written, and here once more."""
    refused = needs(situation, "export")
    if refused is not None:
        return refused
    if body.count < 0 or len(body.format) > FORMAT_MAX_CHARS:
        return Refused("export_nothing")
    return None


def export_made(situation: Situation, body: RecordExport) -> ExportMade:
    """The entry of the journal."""
    return ExportMade(body.export_id, body.what, body.format, body.count, situation.asker.member_id)
