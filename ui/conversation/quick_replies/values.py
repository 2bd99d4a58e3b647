"""What stands in the blanks of a quick reply in one conversation."""

from collections.abc import Mapping
from datetime import timedelta

from app.domain.quick_blanks import Source
from app.domain.rows import ThreadHeader
from app.words.phones import phone
from app.words.templates import day_words
from ui.conversation.template_offer.known import known_in
from ui.kit import Kit
from ui.plain import shown_name


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


def sample_values(kit: Kit, language: str) -> Mapping[Source, str]:
    """What a preview shows where no customer is at hand: an invented one, and the true business, person and days."""
    now, zone = kit.clock.now(), kit.formats.zone
    lines = [line.display_number or "" for line in kit.desk.lines().values() if line.is_known]
    digits = next((number.lstrip("+") for number in lines if number), "")
    return {
        "first_name": "Camille",
        "name": "Camille Martin",
        "number": phone("+33612345678"),
        "our_number": phone(f"+{digits}") if digits.isdigit() else "",
        "member": shown_name(kit.desk.me().name).split()[0] if kit.desk.me().name else "",
        "business": str(kit.desk.setting("business_name")),
        "today": day_words(now, zone, language),
        "tomorrow": day_words(now + timedelta(days=1), zone, language),
    }
