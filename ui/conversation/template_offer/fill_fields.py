"""All that a template needs before it can be sent, as fields from top to bottom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contents import Media
from app.domain.template_blanks import FileBlank, blanks, files, needs_place
from app.domain.template_filling import Filling
from app.domain.template_proposals import Known, guess, proposals
from app.domain.templates import Template
from ui.conversation.template_offer.blank_field import BlankField
from ui.conversation.template_offer.end_field import EndField
from ui.conversation.template_offer.place_field import PlaceField
from ui.theme.theme import Theme

GAP: Final = 12
MakeFile = Callable[[FileBlank, Media | None], "FilePart"]


class FilePart(QWidget):
    """A field for a file: `changed` when `media` is another one."""

    changed = Signal()
    key: str
    media: Media | None
    places: tuple[QWidget, ...]  # where Tab stops


class FillFields(QWidget):
    """`changed` at each change. `make_file` makes the field of a header's file; `address` is the business's own."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        zone: str,
        now: Callable[[], datetime],
        make_file: MakeFile,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._zone, self._now, self._make_file = theme, zone, now, make_file
        self.blanks: dict[str, BlankField] = {}
        self.files: dict[str, FilePart] = {}
        self.place: PlaceField | None = None
        self.end: EndField | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_template(self, template: Template, filling: Filling, known: Known, address: str = "") -> None:
        """The fields of a template with what was given so far."""
        self.clear()
        for one in files(template):
            self.files[one.key] = self._make_file(one, filling.files.get(one.key))
            self._add(self.files[one.key])
        if needs_place(template):
            self.place = PlaceField(self._theme, filling.place, address)
            self._add(self.place)
        if template.is_limited_offer:
            self.end = EndField(self._theme, self._zone, self._now, filling.offer_ends_at)
            self._add(self.end)
        offered = proposals(known)
        for blank in blanks(template):
            own = offered if blank.where in ("header", "body", "card") else ()
            value, fallback = filling.values.get(blank.key, ""), filling.fallbacks.get(blank.key, "")
            self.blanks[blank.key] = BlankField(self._theme, blank, own, value, fallback)
            self._add(self.blanks[blank.key])

    def clear(self) -> None:
        """Nothing to fill in."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.blanks, self.files, self.place, self.end = {}, {}, None, None
        self.updateGeometry()

    @property
    def filling(self) -> Filling:
        """What is given now."""
        return Filling(
            {key: field.value for key, field in self.blanks.items()},
            {key: field.fallback for key, field in self.blanks.items() if field.fallback},
            {key: part.media for key, part in self.files.items() if part.media is not None},
            self.place.place if self.place else None,
            self.end.ends_at if self.end else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether the template needs nothing."""
        return not (self.blanks or self.files or self.place or self.end)

    def order_after(self, before: QWidget) -> QWidget:
        """Tab goes from `before` through all that must be filled in, then what helps; gives the last place back."""
        items = [self._column.itemAt(number) for number in range(self._column.count())]
        fields = [item.widget() for item in items if item is not None]
        places = [place for field in fields for place in getattr(field, "places", ())]
        places += [place for field in self.blanks.values() for place in field.helping_places]
        last = before
        for place in places:
            QWidget.setTabOrder(last, place)
            last = place
        return last

    def focus_first_missing(self, missing: Sequence[str]) -> bool:
        """Where to write first, which may lie out of view; whether anything is missing at all."""
        for key in missing:
            field = self.blanks.get(key)
            if field is not None:
                field.input.setFocus()
                break
        return bool(missing)

    def _add(self, field: QWidget) -> None:
        field.changed.connect(self.changed)  # type: ignore[attr-defined]
        self._column.addWidget(field)
        field.show()
        self.updateGeometry()


def begun(
    template: Template,
    known: Known,
    kept: Mapping[str, str],
    earlier: Mapping[str, str],
    fallbacks: Mapping[str, str],
) -> Filling:
    """How a template begins: what was written for it before, what the same blank of another held, what is known.

    `kept`: by key. `earlier`: by a blank's name or the words before it, of templates filled in before.
    """
    values = {}
    for blank in blanks(template):
        name = likeness(blank.name, blank.before)
        values[blank.key] = (
            kept.get(blank.key) or (earlier.get(name, "") if name else "") or guess(blank, known)
        )
    return Filling(values, dict(fallbacks))


def likeness(name: str, before: str) -> str:
    """What makes blanks of two templates the same: their name, or where they are counted the words before them."""
    return before.lower() if name.isdigit() else name
