"""What came with 0.2: every kind of message with all of its parts, and the events that go with them. It is for ever."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.domain import contacts, conversations, lines, media, sends, templates
from app.domain.contacts import Identity
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
    Product,
    SentCard,
    SentTemplate,
    ShownButton,
    TemplateButtonValue,
    TemplateValue,
    Trouble,
)
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId, MessageId
from tests.storage.golden_people import ANA, CHANNEL, HUB, LEA, MEMBER, WITH_ANA, WITH_BO, received
from tests.storage.view_log import LINE, START

ZOE, ZOE_AGAIN, CARL = (ContactId(f"01930000-0000-7000-8000-0000000000a{n}") for n in (3, 4, 5))
WITH_ZOE, WITH_ZOE_AGAIN, WITH_CARL = (
    ConversationId(f"01930000-0000-7000-8000-0000000000c{n}") for n in (3, 4, 5)
)
SHA = "5e" * 32
PHOTO = Media("image/jpeg", SHA, None, 48_213, "430000000000077", 1_280, 960)
VOICE = Media(
    "audio/ogg; codecs=opus", SHA, None, 9_000, "430000000000078", duration_ms=4_200, waveform="0aff" * 22
)
Body = tuple[Actor, Any, bytes | None]


def rich_bodies() -> Sequence[Body]:
    """Who, what, and the channel's own element."""
    return [*_arrivals(), *_amendments(), *_sends(), *_people(), *_account()]


def _in(number: int, kind: str, text: str | None, content: Content | None = None, **more: object) -> Body:
    return CHANNEL, received(number, WITH_ANA, text, kind=kind, content=content, **more), b"{}"


def _message(number: int) -> MessageId:
    return MessageId(f"01930000-0000-7000-a000-000000000{number:03d}")


def _arrivals() -> list[Body]:
    phones = (CardPhone("+33 6 39 98 00 09", "CELL", "33639980009"),)
    card = Card(
        "Kim", "Kim", "Lee", phones, ("kim@example.com",), ("https://kim.example",), ("1 rue X",), "K", "Dr",
        "1990-01-02",
    )  # fmt: skip
    voice = media.MediaStored(
        _message(102), WITH_ANA, SHA, 9_000, "audio/ogg", None, None, 4_200, "0aff" * 22
    )
    order = Order("430000000000012", (OrderLine("SKU-7", "2", "4.5", "GBP"),))
    return [
        _in(101, "image", "Comme ça ?", Content(media=PHOTO, is_forwarded=True)),
        (HUB, media.MediaStored(_message(101), WITH_ANA, SHA, 48_213, "image/jpeg", 1_280, 960), None),
        _in(102, "voice", None, Content(media=VOICE)),
        (HUB, voice, None),
        _in(103, "document", "devis.pdf", Content(media=Media("application/pdf", SHA, "devis.pdf", external_id="431"))),
        (HUB, media.MediaLost(_message(103), WITH_ANA, "expired"), None),
        _in(104, "sticker", None, Content(media=Media("image/webp", is_animated=True, external_id="432"))),
        _in(105, "video", None, Content(media=Media("video/mp4"))),
        _in(106, "location", "Salon", Content(place=Place(48.85, 2.35, "Salon", "1 rue X", "https://x.example"))),
        _in(107, "contacts", "Kim", Content(cards=(card,))),
        _in(108, "order", "Pour samedi", Content(order=order)),
        _in(109, "answer", "9:00", Content(choice=Choice("s1", "Avec Kim")), reply_to="wamid.out1"),
        _in(110, "form", "Sent", Content(form=(FormAnswer("day", "samedi"),))),
        _in(111, "text", "Bonjour", Content(ad=Ad("ad", "610", "Printemps", "-20 %", "https://fb.example", "ARAk"))),
        _in(112, "text", "Ceci ?", Content(product=Product("SKU-7", "430000000000012"), is_often_forwarded=True)),
        _in(113, "call", None, Content(call=Call(status="completed", duration_s=61))),
        _in(114, "system", None, Content(change=IdentityChange("number", "33639980001", "33639980011"))),
        _in(115, "unsupported", None, Content(trouble=Trouble("poll_creation", "type_unsupported", 131051))),
        _in(116, "text", "Voir https://salon.example"),
        _in(117, "image", None, Content(media=PHOTO), direction="out", author="phone"),
        _in(118, "media", None, is_history=True, external_id="wamid.old1", sent_at=START - timedelta(days=9)),
        _in(
            119, "image", "Avant", Content(media=PHOTO), is_history=True, external_id="wamid.old1",
            sent_at=START - timedelta(days=9), author_name="Ana F.",
        ),
    ]  # fmt: skip


def _amendments() -> list[Body]:
    return [
        _in(121, "reaction", "❤️", reply_to="wamid.in101"),
        _in(122, "reaction", None, reply_to="wamid.out1"),  # the 👍 of before is taken back
        _in(123, "edit", "Comme ceci ?", reply_to="wamid.in101", content=Content(media=PHOTO)),
        _in(124, "revoke", None, reply_to="wamid.in102"),
        _in(125, "reaction", "😮", reply_to="wamid.in127"),
        _in(126, "edit", "?", reply_to="wamid.never"),
        _in(127, "text", "Reçue après sa réaction"),
        _in(
            128,
            "call_ended",
            None,
            Content(call=Call(status="completed", duration_s=75)),
            reply_to="wamid.in113",
        ),
    ]


def _out(number: int) -> MessageId:
    return MessageId(f"01930000-0000-7000-b000-000000000{number:03d}")


def _asked(
    number: int, kind: str, text: str, content: Content | None = None, reply_to: str | None = None
) -> Body:
    body = sends.SendRequested(
        _out(number), WITH_ANA, ANA, LINE, LEA, kind, text, reply_to=reply_to, content=content
    )
    return MEMBER, body, None


def _sends() -> list[Body]:
    options = (AskOption("a", "9:00", "Avec Kim", "Matin"), AskOption("b", "10:00"))
    ask = Ask(
        "list", options, "Horaires", "Salon", "Choisir", "https://x.example", "430000000000012", ("SKU-7",)
    )
    card = SentCard(
        "Coupe", PHOTO, Product("SKU-7"), (TemplateValue("1", "Ana"),), (TemplateButtonValue(0, "url", "7"),),
        (ShownButton("url", "Voir", "https://x.example/7"),),
    )  # fmt: skip
    template = SentTemplate(
        "ready", "fr", "utility", False, "Prêt", "Salon", (ShownButton("quick_reply", "OK"),),
        (TemplateValue("who", "Ana"),), (TemplateValue("day", "samedi"),), (TemplateButtonValue(0, "copy_code", "X7"),),
        (card,), START + timedelta(days=1),
    )  # fmt: skip
    return [
        _asked(11, "image", "Voici", Content(media=PHOTO)),
        (HUB, sends.SendAccepted(_out(11), WITH_ANA, "wamid.out11"), None),
        _asked(12, "text", "Oui", None, "wamid.in127"),
        _asked(13, "reaction", "🙏", None, "wamid.in127"),
        (HUB, sends.SendAccepted(_out(13), WITH_ANA, "wamid.out13"), None),
        _asked(14, "reaction", "😂", None, "wamid.in127"),
        (HUB, sends.SendFailed(_out(14), WITH_ANA, "undeliverable", 131026), None),
        _asked(15, "list", "Quelle heure ?", Content(ask=ask)),
        _asked(16, "template", "Bonjour Ana, samedi ?", Content(template=template, media=PHOTO)),
        _asked(17, "text", "Voir https://x.example", Content(has_preview=True)),
    ]


def _people() -> list[Body]:
    zoe = Identity(number="33639980005", name="Zoé")
    again = Identity(user_id="FR.5", username="zoe.z")
    carl = Identity(number="33639980006")
    begun = conversations.ConversationStarted(WITH_CARL, CARL, LINE, "whatsapp", carl, LEA)
    return [
        (CHANNEL, received(141, WITH_ZOE, "Bonjour", contact_id=ZOE, identity=zoe), b"{}"),
        (CHANNEL, received(142, WITH_ZOE_AGAIN, "C’est moi", contact_id=ZOE_AGAIN, identity=again), b"{}"),
        (MEMBER, contacts.ContactBlocked(ZOE_AGAIN, LINE, LEA), None),
        (HUB, contacts.ContactMerged(ZOE, ZOE_AGAIN, "same_message"), None),
        (CHANNEL, received(143, WITH_ZOE, "Encore moi", contact_id=ZOE, identity=again), b"{}"),
        (MEMBER, begun, None),
        (MEMBER, contacts.ContactBlocked(CARL, LINE, LEA), None),
        (MEMBER, contacts.ContactUnblocked(CARL, LINE, LEA), None),
        (CHANNEL, received(144, WITH_BO, "Ancien", is_history=True, contact_id=None), b"{}"),
    ]


def _account() -> list[Body]:
    button = templates.TemplateButton("url", "Voir", "https://x.example/{{1}}", "+33 1", "7")
    card = templates.TemplateCard("image", "Coupe {{1}}", (button,), ("courte",))
    template = templates.Template(
        "430000000000001", "ready", "fr", "approved", "utility", "Bonjour {{who}}", "555", False,
        templates.TemplateHeader("text", "Prêt {{1}}", "Ana"), "Salon", (button,), (card,), ("Ana",), "green", None,
        "marketing", True, "carousel",
    )  # fmt: skip
    gone = templates.Template(
        "430000000000001", "old", "en", "rejected", "marketing", "Sale", rejected_reason="abusive"
    )
    profile = lines.LineProfile(
        "Salon",
        "1 rue X",
        "Coiffure",
        "a@x.example",
        ("https://x.example",),
        "beauty",
        "Rivage",
        "green",
        "connected",
    )
    return [
        (HUB, templates.TemplateChanged(template), None),
        (HUB, templates.TemplateChanged(gone), None),
        (HUB, templates.TemplateRemoved("430000000000001", "old", "en"), None),
        (HUB, templates.TemplatesCompared("430000000000001", START, 1), None),
        (HUB, lines.LineProfileChanged(LINE, profile, "430000000000001"), None),
    ]
