"""Which Comptoir this is: the same for desk and hub, as they come in one package."""

from typing import Final

VERSION: Final = "0.1.0"
