"""What somebody says in WhatsApp's own terms: Meta's type, its object, and what else stands in the element."""

import base64
import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.sandbox.media_shelf import FILES, Media
from app.sandbox.outbound.holdings import CATALOG_ID, PRODUCTS
from app.sandbox.world import Json, World

DEFAULT_FILES = {
    "image": "photo-balayage.jpg",
    "video": "video-chair.mp4",
    "audio": "voice-outside.ogg",
    "sticker": "sticker-scissors.webp",
    "document": "idees-de-coupe.pdf",
}
ANIMATED = frozenset({"sticker-snip.webp"})
PLACES: dict[
    str, tuple[float, float, str]
] = {  # name in a story to latitude, longitude, address; all invented
    "Résidence des Tilleuls": (48.9601, 2.8788, "12 allée des Tilleuls, 77100 Meaux"),
    "Salon Camille": (48.9589, 2.8826, "18 rue de la Cordonnerie, 77100 Meaux"),
    "Gare de Meaux": (48.9566, 2.8738, "Place de l’Europe, 77100 Meaux"),
    "Salle des fêtes": (48.9412, 2.9021, "3 chemin du Moulin, 77100 Meaux"),
}
SOMEWHERE = (48.9580, 2.8770, "4 rue du Marché, 77100 Meaux")


@dataclass(frozen=True, slots=True)
class Said:
    """One message before it has an author and a time."""

    kind: str
    content: Any = None
    context: str | None = None  # wamid that it quotes
    extra: Json = field(default_factory=dict)
    error_code: int | None = None

    def but(self, **changes: Any) -> "Said":
        """The same with changes; `extra` is added to."""
        return dataclasses.replace(self, **changes | {"extra": self.extra | changes.get("extra", {})})

    def details(self) -> Json:
        """As keywords for `World.wrote` and `World.answered`."""
        return {"context": self.context, "extra": self.extra, "error_code": self.error_code}


def text(body: str) -> Said:
    """A text."""
    return Said("text", {"body": body})


def media(kind: str, file: Media, caption: str | None = None, filename: str | None = None) -> Said:
    """A file as a webhook tells it: the digest in base64, and what belongs to the kind."""
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    content: Json = {"id": file.id, "mime_type": file.mime_type, "sha256": digest}
    if kind == "audio":
        content["voice"] = file.mime_type.startswith("audio/ogg")
    if kind == "sticker":
        content["animated"] = file.story_file in ANIMATED
    if kind == "document" and filename:
        content["filename"] = filename
    if caption:
        content["caption"] = caption
    return Said(kind, content)


def story_file(world: World, kind: str, name: str, at: datetime, *purpose: object) -> tuple[Media, str]:
    """One of the stories' files and the name to show; a paper that we do not have gets another's content."""
    names = {path.stem: path.name for path in FILES.iterdir()} | {
        path.name: path.name for path in FILES.iterdir()
    }
    found = names.get(name, DEFAULT_FILES[kind])
    shown = name if Path(name).suffix else found
    return world.media.put_story_file(world.new_media_id(*purpose), found, at), shown


def too_large(kind: str) -> Said:
    """A file of more than 100 MB: Meta tells that it came and could not be fetched."""
    return Said("unsupported", {"type": kind}, error_code=131052)


def unsupported(kind: str | None, error_code: int = 131051) -> Said:
    """What Meta does not pass on; the object with its type may be missing."""
    return Said("unsupported", {"type": kind} if kind else None, error_code=error_code)


def location(name: str | None = None) -> Said:
    """A place on the map: a known one with its address, or somewhere without a name."""
    latitude, longitude, address = PLACES.get(name or "", SOMEWHERE)
    place: Json = {"latitude": latitude, "longitude": longitude}
    return Said("location", place | ({"name": name, "address": address} if name else {}))


def card(name: str, phone: str, *, origin: str | None = None, is_on_whatsapp: bool = True) -> Said:
    """A contact card. `origin` is contact_request when somebody shares their own number as asked."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    first, _, last = name.partition(" ")
    names = {"formatted_name": name, "first_name": first} | ({"last_name": last} if last else {})
    number: Json = {"phone": phone if phone.startswith("+") else f"+{phone}", "type": "MOBILE"}
    if is_on_whatsapp:
        number["wa_id"] = digits
    made: Json = {"name": names, "phones": [number]}
    return Said("contacts", [made | ({"origin": origin} if origin else {})])


def order(items: dict[str, int], note: str | None = None) -> Said:
    """An order of products by their retailer ids. Raises ValueError for one that is not in the catalogue."""
    if unknown := items.keys() - PRODUCTS.keys():
        raise ValueError(f"not in the catalogue: {', '.join(sorted(unknown))}")
    lines = [
        {"product_retailer_id": product_id, "quantity": quantity}
        | {name: PRODUCTS[product_id][name] for name in ("item_price", "currency")}
        for product_id, quantity in items.items()
    ]
    content: Json = {"catalog_id": CATALOG_ID, "product_items": lines}
    return Said("order", content | ({"text": note} if note else {}))


def reaction(target: str, emoji: str) -> Said:
    """A reaction; an empty emoji takes it back, and the key is then missing, as with many clients."""
    return Said("reaction", {"message_id": target} | ({"emoji": emoji} if emoji else {}))


def edit(target: str, said: Said) -> Said:
    """Another wording of an earlier message."""
    return Said(
        "edit", {"original_message_id": target, "message": {"type": said.kind, said.kind: said.content}}
    )


def revoke(target: str) -> Said:
    """An earlier message is deleted for everyone."""
    return Said("revoke", {"original_message_id": target})


def forwarded(said: Said, *, is_frequent: bool = False) -> Said:
    """The same, passed on from another chat."""
    key = "frequently_forwarded" if is_frequent else "forwarded"
    return said.but(extra={"context": {key: True}})


def by_ad(said: Said, headline: str, **details: Any) -> Said:
    """The first message after a tap on an ad."""
    ad: Json = {"source_url": "https://fb.me/x1", "source_type": "ad", "source_id": "6100000001"}
    ad |= {"headline": headline, "body": "Prenez rendez-vous en deux messages.", "media_type": "image"}
    ad |= {
        "image_url": "https://example.com/ad.jpg",
        "ctwa_clid": "ARAkLkA8rmlFeiCktEJQ-QTwRiyYHAFDLMNDBH0CD3qpjd0",
    }
    return said.but(extra={"referral": ad | details})


def about_product(said: Said, product_id: str, phone: str) -> Said:
    """A question about one product of the catalogue."""
    product = {"catalog_id": CATALOG_ID, "product_retailer_id": product_id}
    return said.but(extra={"context": {"from": phone, "referred_product": product}})
