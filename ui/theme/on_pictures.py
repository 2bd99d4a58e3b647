"""Colours for what lies on a picture: the same in every theme, since the picture is."""

from typing import Final

from PySide6.QtGui import QColor

SHADE: Final = QColor(20, 20, 20, 200)  # under words and signs on a picture of any colour
LIGHT: Final = QColor(255, 255, 255)
HOVER: Final = QColor(255, 255, 255, 48)  # the ground of a sign below the pointer
DARKROOM: Final = QColor(20, 20, 20)  # around a picture that is shown whole
