"""What must hold whatever the bytes: the reader raises nothing but its own refusals, and no line is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.desk.imports.refusals import ExportRefused
from tests.unit.export_files import Read, read


def check(data: bytes, name: str = "chat.txt") -> Read | None:
    """Read the bytes as a file; None when they were refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            found = read(path)
        except ExportRefused:
            return None
    check_lines(found)
    return found


def check_lines(found: Read) -> None:
    """Messages follow each other without a gap, from the first line after those before the chat to the last."""
    preview = found.preview
    next_line = 1 + preview.not_understood.get("before_the_chat", 0)
    for message in found.messages:
        assert message.line == next_line and message.lines > 0, message
        next_line += message.lines
    assert next_line == preview.lines + 1
    assert preview.messages + preview.notices == len(found.messages)
    assert sum(preview.kinds.values()) == len(found.messages)
    assert preview.first_at <= preview.last_at
