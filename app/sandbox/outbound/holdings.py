"""What the business holds at Meta and messages may name: files, templates, the catalogue."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.sandbox.media_shelf import MediaShelf
from app.sandbox.world import Json

CATALOG_ID = "430000000000012"
PRODUCTS: dict[str, Json] = {  # by product_retailer_id; prices as an order tells them
    "SKU-7": {"name": "Huile de finition, 30 ml", "item_price": 18.5, "currency": "EUR"},
    "SKU-8": {"name": "Masque réparateur", "item_price": 24, "currency": "EUR"},
    "SKU-9": {"name": "Cire mate", "item_price": 16, "currency": "EUR"},
}


class Templates(Protocol):
    """Where definitions of templates are looked up."""

    def find(self, waba_id: str, name: str, language: str) -> Json | None:
        """The definition as `GET /<WABA>/message_templates` lists it, None when there is none."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that a message may name."""

    waba_id: str
    media: MediaShelf
    templates: Templates
    catalog_id: str = CATALOG_ID
    products: dict[str, Json] = field(default_factory=lambda: PRODUCTS)


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A file that a message carries: by id or by link, and what for."""

    kind: str
    media_id: str | None
    link: str | None
    is_voice: bool = False


@dataclass(slots=True)
class Draft:
    """What has been found out about a message while its object was read."""

    holdings: Holdings
    now: datetime
    uses: list[MediaUse] = field(default_factory=list)
    shown: str | None = None  # the text that the reader sees
    category: str = "service"
    is_authentication: bool = False
    message_status: str | None = None  # templates only
