"""What the list says of a template: its name, what it is for and in which language, how WhatsApp looks at it."""

from typing import Final

from app.domain.templates import Template
from app.words.templates import category_words, language_words, quality_words, status_words, title_words
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.widgets.paint_chip import Chip, Tone
from ui.widgets.two_line_list import TwoLineRow

_TONES: Final[dict[str, tuple[Tone, IconName]]] = {
    "approved": ("success", "circle-check"),
    "reinstated": ("success", "circle-check"),
    "flagged": ("warning", "triangle-alert"),
    "pending": ("info", "clock"),
    "in_appeal": ("info", "clock"),
    "rejected": ("danger", "circle-x"),
    "paused": ("warning", "pause"),
    "disabled": ("danger", "ban"),
}


def row_of(template: Template, shown_in: str) -> TwoLineRow:
    """What the list says of a template."""
    said = [category_words(template.category), language_words(template.language, shown_in)]
    if template.is_sendable and (quality := quality_words(template.quality)):
        said.append(quality)
    return TwoLineRow(
        template.key, shown_line(title_words(template)), " · ".join(said), status_chip(template)
    )


def status_chip(template: Template) -> Chip:
    """Its state."""
    tone, icon = _TONES.get(template.status, ("neutral", "info"))
    return Chip(status_words(template.status), tone, icon)
