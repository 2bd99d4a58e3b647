"""Templates with every part that can be filled in, and how Graph's documentation writes each down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.domain.contents import (
    Content,
    Product,
    SentCard,
    TemplateButtonValue,
)
from tests.unit.outgoing_bodies import JPEG, MP4, SHOP, button, sent, template, value

TEMPLATES: list[tuple[str, str, Content | None, dict[str, Any]]] = [
    ("template", "It is ready.", sent(), template()),
    (
        "template",
        "Hi Ana, it is ready.",
        sent(
            is_positional=False,
            body_values=(value("first_name", "Ana"),),
            header_values=(value("no", "8841"),),
        ),
        template(
            {"type": "header", "parameters": [{"type": "text", "parameter_name": "no", "text": "8841"}]},
            {"type": "body", "parameters": [{"type": "text", "parameter_name": "first_name", "text": "Ana"}]},
        ),
    ),
    (
        "template",
        "Hi Ana, order 8841 is ready.",
        sent(
            JPEG,
            body_values=(value("1", "Ana"), value("2", "8841")),
            button_values=(
                TemplateButtonValue(1, "url", "8841"),
                TemplateButtonValue(0, "quick_reply", "CONFIRM_8841"),
                TemplateButtonValue(2, "copy_code", "SPRING15"),
                TemplateButtonValue(3, "form", ""),
                TemplateButtonValue(4, "catalog", "SKU-7"),
            ),
        ),
        template(
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "71"}}]},
            {
                "type": "body",
                "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "8841"}],
            },
            button("quick_reply", 0, type="payload", payload="CONFIRM_8841"),
            button("url", 1, type="text", text="8841"),
            button("copy_code", 2, type="coupon_code", coupon_code="SPRING15"),
            button("flow", 3, type="action", action={"flow_token": "unused"}),
            button("catalog", 4, type="action", action={"thumbnail_product_retailer_id": "SKU-7"}),
        ),
    ),
    (
        "template",
        "We are here.",
        sent(place=SHOP),
        template(
            {
                "type": "header",
                "parameters": [
                    {
                        "type": "location",
                        "location": {
                            "latitude": 51.38,
                            "longitude": -2.36,
                            "name": "Field Teas",
                            "address": "1 High St",
                        },
                    }
                ],
            }
        ),
    ),
    (
        "template",
        "Your code is 123456.",
        sent(category="authentication", body_values=(value("1", "123456"),)),
        template(
            {"type": "body", "parameters": [{"type": "text", "text": "123456"}]},
            button("url", 0, type="text", text="123456"),
        ),
    ),
    (
        "template",
        "Spring sale",
        sent(category="marketing", offer_ends_at=datetime(2026, 12, 1, tzinfo=UTC)),
        template(
            {
                "type": "limited_time_offer",
                "parameters": [
                    {
                        "type": "limited_time_offer",
                        "limited_time_offer": {"expiration_time_ms": 1796083200000},
                    }
                ],
            }
        ),
    ),
    (
        "template",
        "Look",
        sent(
            category="marketing",
            cards=tuple(
                SentCard(
                    f"For {name}",
                    media,
                    body_values=(value("1", name),),
                    button_values=(TemplateButtonValue(0, "url", name),),
                )
                for name, media in (("Ana", JPEG), ("Bo", MP4))
            ),
        ),
        template(
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": index,
                        "components": [
                            {"type": "header", "parameters": [header]},
                            {"type": "body", "parameters": [{"type": "text", "text": name}]},
                            button("url", 0, type="text", text=name),
                        ],
                    }
                    for index, (name, header) in enumerate(
                        (
                            ("Ana", {"type": "image", "image": {"id": "71"}}),
                            ("Bo", {"type": "video", "video": {"id": "72"}}),
                        )
                    )
                ],
            }
        ),
    ),
    (
        "template",
        "Look",
        sent(cards=(SentCard(product=Product("SKU-7", "43")), SentCard(product=Product("SKU-8")))),
        template(
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": index,
                        "components": [
                            {"type": "header", "parameters": [{"type": "product", "product": product}]}
                        ],
                    }
                    for index, product in enumerate(
                        (
                            {"product_retailer_id": "SKU-7", "catalog_id": "43"},
                            {"product_retailer_id": "SKU-8"},
                        )
                    )
                ],
            }
        ),
    ),
]
