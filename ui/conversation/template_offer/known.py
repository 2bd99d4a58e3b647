"""What is known where a template is filled in, read from the desk."""

from datetime import timedelta
from typing import Final

from app.domain.languages import language_of
from app.domain.rows import MessageRow, ThreadHeader
from app.domain.template_blanks import Blank
from app.domain.template_proposals import Known, meaning, mentioned
from app.domain.templates import Template
from app.words import gettext as _
from app.words.phones import phone
from app.words.templates import blank_words, day_words
from ui.kit import Kit
from ui.plain import isolated, shown_name

LOOKED_AT: Final = 40  # messages at the end of the conversation


def known_of(kit: Kit, header: ThreadHeader, template: Template) -> Known:
    """Names, days in the template's language, and what was just written about."""
    return known_in(kit, header, template.language)


def known_in(kit: Kit, header: ThreadHeader, language: str) -> Known:
    """The same in any language."""
    name = shown_name(header.name) if header.is_named else None
    me, now, zone = kit.desk.me().name, kit.clock.now(), kit.formats.zone
    rows = kit.desk.page(header.conversation_id, limit=LOOKED_AT)
    return Known(
        first_name=name.split()[0] if name else None,
        name=name,
        number=phone(f"+{header.number}") if header.number else None,
        member=shown_name(me).split()[0] if me else "",
        business=str(kit.desk.setting("business_name")),
        today=day_words(now, zone, language),
        tomorrow=day_words(now + timedelta(days=1), zone, language),
        talk=mentioned(row.text for row in reversed(rows)),
    )


def talk_language(kit: Kit, header: ThreadHeader) -> str:
    """The language of the conversation, as far as it shows; else this computer's."""
    rows = kit.desk.page(header.conversation_id, limit=LOOKED_AT)
    written = _of_templates(rows)
    theirs = language_of(row.text for row in rows if row.direction == "in")
    return theirs or written or language_of(row.text for row in rows) or kit.formats.language


def _of_templates(rows: list[MessageRow]) -> str | None:
    """Of the last template that was sent there."""
    for row in reversed(rows):
        if row.content is not None and row.content.template is not None:
            return row.content.template.language
    return None


def empty(blank: Blank) -> str:
    """What stands in the preview where nothing was given."""
    is_named = meaning(blank) is not None or not blank.name.isdigit()
    return f"[{blank_words(blank)}]" if is_named else "[…]"


def called(header: ThreadHeader) -> str:
    """Whose bubble it is, by their first name."""
    name = shown_name(header.name)
    return isolated(name.split()[0] if header.is_named else name)


def nothing_words(*, is_sought: bool, has_some: bool) -> str:
    """Why no template is offered."""
    if is_sought:
        return _("No template holds these words.")
    if has_some:
        return _("WhatsApp has accepted none of your templates yet.")
    return _("Your account has no template yet. The owner or a manager writes the first one in Settings.")
