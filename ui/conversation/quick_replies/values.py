"""What stands in the blanks of a quick reply in one conversation."""

from collections.abc import Mapping

from app.domain.quick_blanks import Source
from app.domain.rows import ThreadHeader
from app.words.phones import phone
from ui.conversation.template_offer.known import known_in
from ui.kit import Kit


def values_of(kit: Kit, header: ThreadHeader, language: str) -> Mapping[Source, str]:
    """By what a blank asks for; "" for what is not known. Days are written in the given language."""
    known = known_in(kit, header, language)
    line = kit.desk.lines().get(header.line_id)
    digits = (line.display_number or "").lstrip("+") if line is not None else ""
    return {
        "first_name": known.first_name or "",
        "name": known.name or "",
        "number": known.number or "",
        "our_number": phone(f"+{digits}") if digits.isdigit() else "",
        "member": known.member,
        "business": known.business,
        "today": known.today,
        "tomorrow": known.tomorrow,
    }
