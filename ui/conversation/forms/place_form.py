"""A place: coordinates or the link of a map, pasted; a name and an address of one's own."""

from typing import Final

from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed
from app.domain.contents import EMPTY, Content, Place
from app.domain.place_reading import is_short_link, read_point
from app.words import gettext as _
from ui.conversation.forms.form import Form
from ui.kit import Kit

NAME_MAX: Final = 1000  # of ours: the channel names no limit
POINT_MAX: Final = 2000


class PlaceForm(Form):
    """The point is read here; no map is fetched."""

    def __init__(self, kit: Kit, customer: str, parent: QWidget) -> None:
        super().__init__(kit, _("Location"), customer, parent)
        self.point = self.add_field(
            _("Coordinates, or a link copied from a map"), POINT_MAX, placeholder="47.2184, -1.5536"
        )
        self.name = self.add_field(_("Name (optional)"), NAME_MAX)
        self.address = self.add_field(_("Address (optional)"), NAME_MAX)

    def composed(self) -> Composed:
        """The message; without a point it is none."""
        point = read_point(self.point.text)
        place = None
        if point is not None:
            place = Place(*point, self.name.text or None, self.address.text or None)
        return Composed("location", "", Content(place=place))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        place = (composed.content or EMPTY).place
        if place is not None:
            self.point.set_text(f"{place.latitude}, {place.longitude}")
            self.name.set_text(place.name or "")
            self.address.set_text(place.address or "")

    def refresh(self) -> None:
        """Say at once when what was pasted is no point."""
        text = self.point.text
        sentence = ""
        if text and read_point(text) is None:
            sentence = _("No point is in it. Copy the coordinates from the map: 47.2184, -1.5536.")
            if is_short_link(text):
                sentence = _("Short links do not say where they lead. Open it and copy the long link.")
        self.point.set_error(sentence)
        super().refresh()
