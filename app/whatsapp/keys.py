"""What makes an element unique, where its own words say so: the same however often and however late it comes."""

PLACEHOLDER = "media"  # the kind of what history brings first for each file


def message_key(line_external_id: str | None, external_id: str, kind: str) -> str:
    """Of a message. History later brings the message itself under its placeholder's id, so both have a key."""
    letter = "p" if kind == PLACEHOLDER else "m"
    return f"{letter}:{line_external_id or ''}:{external_id}"


def status_key(external_id: str, status: str, participant: str | None) -> str:
    """Of a status."""
    return f"s:{external_id}:{status}:{participant or ''}"
