"""Every type of message in both directions, as bubbles of one column: samples for eyes that judge the look."""

# ruff: noqa: E501 - a table of samples is read by columns

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.domain.contents import (
    Ad,
    Ask,
    AskOption,
    Call,
    Card,
    CardPhone,
    Choice,
    Content,
    FormAnswer,
    IdentityChange,
    Media,
    Order,
    OrderLine,
    Place,
    SentCard,
    SentTemplate,
    ShownButton,
    Trouble,
)
from app.domain.ids import ConversationId, MessageId
from app.domain.media import MediaState
from app.domain.rows import MessageRow, ReactionRow
from app.words.formats import Formats
from ui.conversation.blocks.base import NoSounds
from ui.conversation.bubble_face import Neighbours, bubble_face
from ui.conversation.bubble_layout import lay_out
from ui.conversation.bubble_paint import paint_bubble
from ui.theme.theme import Theme

WIDTH: Final = 560
NOW: Final = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
_HASH: Final = "ab" * 32
_BUTTONS: Final = (
    ShownButton("quick_reply", "Confirmer"),
    ShownButton("quick_reply", "Déplacer"),
    ShownButton("quick_reply", "Annuler"),
)


def _stored(mime: str, **facts: Any) -> MediaState:
    return MediaState("stored", _HASH, facts.pop("size_bytes", 151_552), mime, **facts)


class SamplePictures:
    """A drawn picture in place of a stranger's."""

    def __init__(self, theme: Theme) -> None:
        self._colors = theme.tokens.charts.series["light"][1:4]

    def pixmap(self, sha256: str, size: QSize, ratio: float) -> QPixmap | None:
        image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        shade = QLinearGradient(QPointF(0, 0), QPointF(image.width(), image.height()))
        for at, color in zip((0.0, 0.5, 1.0), self._colors, strict=True):
            shade.setColorAt(at, color)
        painter.fillRect(image.rect(), shade)
        painter.end()
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def progress(self, sha256: str) -> float | None:
        return None

    def is_broken(self, sha256: str) -> bool:
        return False


class HalfPlayed(NoSounds):
    """A voice that was heard in part."""

    def played(self, sha256: str) -> float:
        return 0.38


def _row(number: int, direction: str, text: str | None, kind: str = "text", **facts: Any) -> MessageRow:
    at = NOW - timedelta(hours=2) + timedelta(minutes=3 * number)
    is_in = direction == "in"
    row = MessageRow(
        message_id=MessageId(f"m{number}"),
        conversation_id=ConversationId("c"),
        pos=number,
        direction="in" if is_in else "out",
        author="customer" if is_in else "member",
        author_name=None if is_in else "Léa Fontaine",
        kind=kind,
        text=text,
        sort_at=at,
        state="received" if is_in else "read",
        state_at=at,
        failure_code=None,
        is_late=False,
        is_pending=False,
        hold_until_at=None,
    )
    return replace(row, **facts)


def samples() -> list[MessageRow]:
    """Rows of every type, in the order of the page."""
    wave = "".join(f"{(n * 37 % 200) + 20:02x}" for n in range(44))
    rows: list[tuple[str, str | None, str, dict[str, Any]]] = [
        ("in", "Bonjour, vous auriez une place *samedi* ?", "text", {}),
        ("in", "Plutôt le _matin_ si possible, ~avant 9 h~\n> comme la dernière fois\n- coupe\n- couleur\n`OUI`", "text", {}),
        ("out", "Bonjour Nadia, oui à 10 h avec Léa.", "text",
         {"reply_text": "Bonjour, vous auriez une place samedi ?", "reply_name": "Nadia Benali", "reply_kind": "text",
          "reactions": (ReactionRow("❤️"),)}),
        ("in", None, "voice", {"media": _stored("audio/ogg", duration_ms=21_000, waveform=wave)}),
        ("in", None, "image", {"media": _stored("image/jpeg", width_px=1600, height_px=620),
                               "reactions": (ReactionRow("👍", "Léa Fontaine"),)}),
        ("in", "11:00 is perfect 🙌 Like this?", "image", {"media": _stored("image/jpeg", width_px=900, height_px=1200)}),
        ("out", None, "video", {"media": _stored("video/mp4", width_px=1280, height_px=720, duration_ms=34_000)}),
        ("out", "Devis mariage Benali.pdf", "document",
         {"media": _stored("application/pdf"), "content": Content(media=Media("application/pdf", name="Devis mariage Benali.pdf"))}),
        ("in", "macro.docm", "document",
         {"media": _stored("application/zip"), "content": Content(media=Media(name="facture-très-longue-du-mois-de-novembre-2026.docm"))}),
        ("in", None, "audio", {"media": _stored("audio/mpeg", duration_ms=184_000), "content": Content(media=Media(name="Mémo.mp3"))}),
        ("in", None, "sticker", {"media": _stored("image/webp", width_px=512, height_px=512)}),
        ("in", None, "location", {"content": Content(place=Place(47.2184, -1.5536, "12 rue des Lilas, Nantes", "44000 Nantes"))}),
        ("in", "Sophie", "contacts", {"content": Content(cards=(Card("Sophie Marchand", phones=(CardPhone("+33639984412"),)),))}),
        ("in", "Livraison samedi svp", "order",
         {"content": Content(order=Order("4300", (OrderLine("Masque nourrissant", "1", "24", "EUR"),
                                                  OrderLine("Brosse démêlante", "2", "9.5", "EUR"))))}),
        ("in", "Confirmer", "answer", {"reply_text": "Votre rendez-vous est vendredi à 11:15 avec Léa", "reply_kind": "template",
                                       "content": Content(choice=Choice("c"))}),
        ("in", "Brushing, 42 €", "answer", {"content": Content(choice=Choice("b", "Avec Kim, 45 min"))}),
        ("in", "Envoyé", "form", {"content": Content(form=(FormAnswer("Date souhaitée", "samedi 28"), FormAnswer("service", "Balayage")))}),
        ("out", "Hello Ana, see you at Salon Camille on Friday 27 November at 2:30 pm with Léa. Can you make it?", "template",
         {"content": Content(template=SentTemplate("appointment", "fr", "utility", header="Rappel de demain",
                                                   footer="Salon Camille", buttons=_BUTTONS))}),
        ("out", "Nos offres de printemps", "template",
         {"content": Content(template=SentTemplate("spring", "fr", "marketing", cards=(
             SentCard("Balayage, 89 €", Media("image/jpeg", _HASH), buttons=(ShownButton("url", "Réserver"),)),
             SentCard("Soin, 35 €", Media("image/jpeg", _HASH), buttons=(ShownButton("url", "Réserver"),)))))}),
        ("out", "Quel jour vous convient ?", "buttons",
         {"content": Content(ask=Ask("buttons", (AskOption("1", "Jeudi"), AskOption("2", "Vendredi")), footer="Réponse en un geste"))}),
        ("out", "Choisissez votre horaire", "list",
         {"content": Content(ask=Ask("list", (AskOption("1", "9:00"),), button="Voir les horaires"))}),
        ("out", "Voici notre adresse", "link", {"content": Content(ask=Ask("link", button="Ouvrir le plan", url="https://example.com"))}),
        ("out", "Où êtes-vous ?", "location_request", {"content": Content(ask=Ask("location_request"))}),
        ("in", "Bonjour, l’offre est-elle encore valable ?", "text",
         {"content": Content(ad=Ad("ad", headline="Offre de printemps", body="Moins 20 % sur tous les soins", url="https://example.com"))}),
        ("in", "Regardez ça", "text", {"content": Content(is_often_forwarded=True)}),
        ("in", "Je voulais dire dimanche", "text", {"is_edited": True}),
        ("in", None, "text", {"is_revoked": True}),
        ("in", None, "image", {"media": MediaState("fetching")}),
        ("in", None, "video", {"media": MediaState("lost", code="expired")}),
        ("in", None, "unsupported", {"content": Content(trouble=Trouble("poll_creation"))}),
        ("in", "Désolée, je vois votre message seulement maintenant", "text", {"is_late": True}),
        ("in", "مرحبا، هل لديكم موعد يوم السبت صباحا؟", "text", {}),
        ("in", "👩‍👩‍👧‍👦🇫🇷👍🏽 日本語", "text", {}),
        ("out", "C’est noté, à demain !", "text", {"state": "queued"}),
        ("out", "Voici le lien pour l’acompte", "text", {"state": "failed", "failure_code": "undeliverable"}),
        ("in", None, "call", {"content": Content(call=Call(status="missed"))}),
        ("in", None, "system", {"content": Content(change=IdentityChange("number", "33639980001", "33639980002"))}),
    ]  # fmt: skip
    return [_row(number, side, text, kind, **facts) for number, (side, text, kind, facts) in enumerate(rows)]


class Bubbles(QWidget):
    """All samples below each other, on the ground of a conversation."""

    def __init__(self, theme: Theme, language: str, rows: Sequence[MessageRow]) -> None:
        super().__init__()
        self._theme = theme
        formats = Formats(language, "Europe/Paris")
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        padded = [None, *rows, None]
        self._items = []
        top = 8.0
        for number, row in enumerate(rows):
            face = bubble_face(row, Neighbours(padded[number], padded[number + 2]), NOW, formats)
            layout = lay_out(theme, face, WIDTH, 24, is_rtl=is_rtl)
            self._items.append((top, face, layout))
            top += layout.height
        self.setFixedSize(WIDTH, round(top) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each at its place."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), self._theme.colors.surface_sunken)
        pictures, sounds = SamplePictures(self._theme), HalfPlayed()
        for top, face, layout in self._items:
            paint_bubble(
                painter, QPointF(0, top), self._theme, face, layout, clip=QRectF(self.rect()),
                pictures=pictures, sounds=sounds,
            )  # fmt: skip
