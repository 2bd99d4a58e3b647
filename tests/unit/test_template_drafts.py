"""Templates that the team writes: what the channel would refuse is said before."""

from dataclasses import replace

import pytest

from app.domain.template_blanks import variables
from app.domain.template_drafts import TemplateDraft, draft_problems
from app.domain.templates import TemplateButton, TemplateHeader
from app.whatsapp.template_reading import template_of
from app.whatsapp.template_writing import create_body

GOOD = TemplateDraft(
    name="order_ready",
    language="en_GB",
    category="utility",
    body="Hi {{1}}, your order {{2}} is ready to be collected at our shop today.",
    samples=("Ana", "8841"),
    header=TemplateHeader("text", "Order {{1}}", "8841"),
    footer="Field Teas",
    buttons=(
        TemplateButton("quick_reply", "Confirm"),
        TemplateButton("url", "Track", "https://example.com/t/{{1}}", sample="https://example.com/t/8841"),
        TemplateButton("phone", "Call", number="+49 30 23125001"),
    ),
)


def codes(draft: TemplateDraft) -> list[str]:
    return [one.code for one in draft_problems(draft)]


def test_a_good_one_may_be_submitted() -> None:
    assert codes(GOOD) == []
    assert (
        codes(replace(GOOD, body="Bonjour {{prenom}}, votre rendez-vous est confirmé.", samples=("Ana",)))
        == []
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "Order ready"}, "template_name"),
        ({"name": ""}, "template_name"),
        ({"language": "english"}, "template_language"),
        ({"category": "authentication"}, "template_category"),
        ({"body": "  "}, "template_body"),
        ({"body": "x" * 1025}, "template_body"),
        ({"body": "Hello there my dear {{1}} and {{3}} of the shop."}, "template_variables"),
        ({"body": "Hello there my dear {{1}} and {{name}} of the shop."}, "template_variables"),
        ({"body": "Hello there my dear {{Prénom}} of the shop.", "samples": ("a",)}, "template_variables"),
        ({"body": "{{1}} hello there my dear {{2}} of the shop."}, "template_variable_at_end"),
        ({"body": "Hello there my dear {{1}} of the shop {{2}}."}, "template_variable_at_end"),
        ({"body": "Hello there my dear {{1}} {{2}} of the shop."}, "template_variables_together"),
        ({"body": "Hi {{1}} and {{2}} !!"}, "template_too_few_words"),
        ({"samples": ("Ana",)}, "template_samples"),
        ({"samples": ("Ana", " ")}, "template_samples"),
        ({"header": TemplateHeader("text", "x" * 61)}, "template_header"),
        ({"header": TemplateHeader("text", "Order {{1}}")}, "template_header_variable"),
        ({"header": TemplateHeader("image")}, "template_header_file"),
        ({"footer": "x" * 61}, "template_footer"),
        ({"footer": "Hi {{1}}"}, "template_footer"),
        ({"buttons": (TemplateButton("quick_reply", "a"),) * 11}, "template_buttons_many"),
        ({"buttons": (TemplateButton("url", "a", "https://a.b"),) * 3}, "template_buttons_of_kind"),
        (
            {"buttons": (TemplateButton("quick_reply", "a"), TemplateButton("phone", "b", number="+4930231250"),
                         TemplateButton("quick_reply", "c"))},
            "template_buttons_mixed",
        ),
        ({"buttons": (TemplateButton("quick_reply", "x" * 26),)}, "template_button_text"),
        ({"buttons": (TemplateButton("url", "a", "http://a.b"),)}, "template_button_url"),
        ({"buttons": (TemplateButton("url", "a", "https://a.b/{{1}}"),)}, "template_button_url"),
        ({"buttons": (TemplateButton("url", "a", "https://a.b/{{1}}/c", sample="x"),)}, "template_button_url"),
        ({"buttons": (TemplateButton("phone", "a", number="0612"),)}, "template_button_number"),
        ({"buttons": (TemplateButton("copy_code", "", sample="x" * 16),)}, "template_button_code"),
    ],
)  # fmt: skip
def test_what_the_channel_would_refuse_is_named(changes: dict[str, object], code: str) -> None:
    assert code in codes(replace(GOOD, **changes))  # type: ignore[arg-type]


def test_what_is_written_is_read_back_as_it_was_meant() -> None:
    body = create_body(GOOD)
    assert body["components"][1]["example"] == {"body_text": [["Ana", "8841"]]}
    read = template_of("waba", {**body, "id": "555", "status": "PENDING"})
    assert read is not None
    assert (read.name, read.language, read.category, read.status) == (
        "order_ready",
        "en_GB",
        "utility",
        "pending",
    )
    assert (read.header, read.body, read.footer, read.samples) == (
        GOOD.header,
        GOOD.body,
        GOOD.footer,
        GOOD.samples,
    )
    assert [button.kind for button in read.buttons] == ["quick_reply", "url", "phone"]
    assert read.unsupported is None and not read.is_sendable


def test_named_variables_keep_their_names() -> None:
    draft = replace(GOOD, body="Hi {{first_name}}, order {{order_no}} is ready for you.", header=None)
    body = create_body(draft)
    assert body["parameter_format"] == "NAMED"
    assert [one["param_name"] for one in body["components"][0]["example"]["body_text_named_params"]] == [
        "first_name",
        "order_no",
    ]
    read = template_of("waba", {**body, "status": "APPROVED"})
    assert (
        read is not None and not read.is_positional and read.samples == ("Ana", "8841") and read.is_sendable
    )


def test_variables_are_counted_once_in_their_order() -> None:
    assert variables("{{2}} and {{ 1 }} and {{2}}") == ("2", "1")


@pytest.mark.parametrize(
    "item",
    [
        {"name": "a", "language": "fr"},
        {"name": "a", "language": "fr", "components": None, "status": 3, "quality_score": "GREEN"},
        {
            "name": "a",
            "language": "fr",
            "components": [None, 3, {"type": "BODY", "text": {"x": 1}}, {"type": "NEW"}],
        },
        {
            "name": "a",
            "language": "en-US",
            "components": [{"type": "BUTTONS", "buttons": [{"type": "MPM"}, 4]}],
        },
    ],
)
def test_a_strange_definition_is_one_that_cannot_be_sent_or_has_no_body(item: dict[str, object]) -> None:
    read = template_of("waba", item)
    assert read is not None and "-" not in read.language and not read.is_sendable


def test_an_item_without_a_name_is_none() -> None:
    assert template_of("waba", {"language": "fr"}) is None and template_of("waba", {"name": "x"}) is None
