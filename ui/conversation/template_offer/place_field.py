"""The point on the map that heads a template: its name, its address, and where it is."""

import re
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contents import Place
from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph

_POINT: Final = re.compile(r"(-?\d{1,2}(?:[.,]\d+)?)\s*[,; /]\s*(-?\d{1,3}(?:[.,]\d+)?)")
_IN_LINK: Final = re.compile(r"(?:@|mlat=|q=|ll=|#map=\d+/)(-?\d{1,2}\.\d+)(?:,|/|&mlon=)(-?\d{1,3}\.\d+)")


class PlaceField(QWidget):
    """`place` is None until a point can be read. A link of a map may be pasted in place of the point."""

    changed = Signal()

    def __init__(
        self, theme: Theme, place: Place | None, address: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = Input(theme, _("Name of the place"), placeholder=_("Name of the place"))
        self.address = Input(theme, _("Address"), placeholder=_("Address"))
        self.point = Input(theme, _("Latitude and longitude"), placeholder="48.8566, 2.3522")
        self._help = Paragraph(
            theme,
            _("Latitude and longitude, or the link of a map."),
            role="small",
            ink="text_muted",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(theme, _("Place on the map"), role="small", weight="medium"))
        for part in (self.name, self.address, self.point, self._help):
            column.addWidget(part)
        self._show(place, address)
        for line in (self.name, self.address, self.point):
            line.textChanged.connect(self.changed)

    @property
    def places(self) -> tuple[QWidget, ...]:
        """Where Tab stops."""
        return self.name, self.address, self.point

    @property
    def place(self) -> Place | None:
        """What was written, once it is a point."""
        point = point_of(self.point.text())
        if point is None:
            return None
        name, address = self.name.text().strip(), self.address.text().strip()
        return Place(*point, name=name or address or None, address=address or None)

    def _show(self, place: Place | None, address: str) -> None:
        self.address.setText((place.address or "") if place else address)
        if place is not None:
            self.name.setText(place.name or "")
            self.point.setText(f"{place.latitude}, {place.longitude}")


def point_of(text: str) -> tuple[float, float] | None:
    """Degrees, from two numbers or from a map's link; None for anything else."""
    found = _IN_LINK.search(text) or _POINT.fullmatch(text.strip())
    if found is None:
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
    is_good = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_good else None
