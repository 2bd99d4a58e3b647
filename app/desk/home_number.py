"""The country of the business's own number: where a number without a country belongs."""

from app.domain.calling_codes import BY_COUNTRY
from storage import view
from storage.engine import Connection


def calling_code(conn: Connection) -> str | None:
    """Of the first number that is known; None without one."""
    for line in sorted(view.lines(conn).values(), key=lambda one: one.line_id):
        digits = (line.display_number or "") if line.is_known else ""
        found = next((code for code in BY_COUNTRY.values() if digits.startswith(code)), None)
        if found is not None:
            return found
    return None
