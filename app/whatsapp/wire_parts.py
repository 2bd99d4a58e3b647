"""Graph's objects for a file, a place, contact cards."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.contents import Card, Media, Place
from app.domain.outgoing import Outgoing, header_kind

Json = dict[str, Any]
MediaIds = Mapping[Media, str]  # the channel's id of each file that was given to it


class Missing(KeyError):
    """A part that the kind of a message needs is not there."""


def message_file(outgoing: Outgoing, media_ids: MediaIds) -> Json:
    """A message's file: Graph's own name for its kind, then the object. Raises Missing without a file or its id."""
    kind, media = outgoing.kind, outgoing.parts.media
    if media is None:
        raise Missing("media")
    body: Json = {"id": media_ids[media]}
    if kind in ("image", "video", "document") and outgoing.text:
        body["caption"] = outgoing.text
    if kind == "document" and media.name:
        body["filename"] = media.name
    if kind == "voice":
        return {"type": "audio", "audio": body | {"voice": True}}
    return {"type": kind, kind: body}


def header_file(media: Media, media_ids: MediaIds) -> Json:
    """A file above buttons or a template."""
    kind = header_kind(media.mime)
    body = {"id": media_ids[media]}
    if kind == "document" and media.name:
        body["filename"] = media.name
    return {"type": kind, kind: body}


def location(place: Place | None) -> Json:
    """A point. Its address shows only beside a name, so the address stands for a missing one. Raises Missing."""
    if place is None:
        raise Missing("place")
    extra = {"name": place.name or place.address, "address": place.address if place.name else None}
    return {"latitude": place.latitude, "longitude": place.longitude} | _given(extra)


def card(one: Card) -> Json:
    """A contact card; Graph wants a part of the name beside the whole."""
    first = one.first_name or (None if one.last_name else one.name)
    name = _given({"formatted_name": one.name, "first_name": first, "last_name": one.last_name})
    lists = {
        "phones": [
            _given({"phone": phone.number, "type": phone.label, "wa_id": phone.chat_number})
            for phone in one.phones
        ],
        "emails": [{"email": email} for email in one.emails],
        "urls": [{"url": url} for url in one.urls],
        "addresses": [{"street": address} for address in one.addresses],
    }
    org = _given({"company": one.company, "title": one.title})
    return {"name": name} | _given(lists) | _given({"org": org, "birthday": one.birthday})


def _given(values: Mapping[str, Any]) -> Json:
    return dict(_filled(values))


def _filled(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Graph takes a missing key where it refuses an empty value."""
    return ((key, value) for key, value in values.items() if value)
