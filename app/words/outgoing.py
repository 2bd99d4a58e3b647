"""Why a message cannot go out as it is: one sentence for each code of app/domain's checks, with the limit said."""

from app.words import gettext as _


def about_outgoing() -> dict[str, str]:
    """The sentences by code."""
    return _about_files() | _about_asks() | _about_templates() | _about_targets() | _about_people()


def _about_files() -> dict[str, str]:
    return {
        "kind_unknown": _("This was not sent: Comptoir cannot send messages of this kind ({kind})."),
        "content_unfit": _(
            "This was not sent: a message of this kind cannot carry all that was put into it."
        ),
        "media_missing": _("This was not sent: its file is missing. Add the file again."),
        "media_empty": _("The file was not sent, since it is empty."),
        "media_type": _(
            "The file was not sent: WhatsApp does not take its type ({mime}) this way. Send it as a document."
        ),
        "media_too_large": _("The file was not sent: it has {size}, and WhatsApp takes {limit}."),
        "caption_not_allowed": _(
            "This was not sent: WhatsApp shows no text with this kind of file. Send the text by itself."
        ),
        "caption_too_long": _(
            "This was not sent: the text with the file has {length} characters, and WhatsApp takes {limit}."
        ),
        "place_missing": _("The location was not sent: it is not a point on the map."),
        "cards_missing": _("This was not sent, since it holds no contact."),
        "too_many_cards": _("The contacts were not sent: there are {count}, and one message takes {limit}."),
        "card_nameless": _("The contact was not sent, since it has no name."),
        "reaction_not_emoji": _("The reaction was not sent: it must be one emoji."),
    }


def _about_asks() -> dict[str, str]:
    return {
        "ask_missing": _("This was not sent: what the customer should choose from is missing."),
        "header_twice": _("This was not sent: above the text stands either words or one file, not both."),
        "header_missing": _("This was not sent: a list of products needs a heading."),
        "header_too_long": _(
            "This was not sent: the heading has {length} characters, and WhatsApp takes {limit}."
        ),
        "footer_too_long": _(
            "This was not sent: the line at the foot has {length} characters, and WhatsApp takes {limit}."
        ),
        "button_missing": _("This was not sent: the button has no label."),
        "button_too_long": _("This was not sent: “{title}” is too long. WhatsApp takes {limit} characters."),
        "link_bad": _("This was not sent: {url} is not a web address. It looks like https://example.com."),
        "options_missing": _("This was not sent: there is nothing to choose from."),
        "too_many_options": _("This was not sent: there are {count} choices, and WhatsApp takes {limit}."),
        "option_ids": _("This was not sent: two choices could not be told apart. Make them again."),
        "option_twice": _("This was not sent: two buttons say “{title}”. Give each its own label."),
        "option_untitled": _("This was not sent: one of the choices has no label."),
        "description_too_long": _(
            "This was not sent: the description of “{title}” is too long. WhatsApp takes {limit} characters."
        ),
        "section_missing": _("This was not sent: in a list with several parts, each part needs a heading."),
        "product_missing": _("This was not sent: no product was chosen."),
        "too_many_products": _("This was not sent: there are {count} products, and WhatsApp takes {limit}."),
        "catalog_missing": _("This was not sent: no catalogue is named for these products."),
    }


def _about_templates() -> dict[str, str]:
    return {
        "template_missing": _("This was not sent: no template was chosen."),
        "template_incomplete": _("The template was not sent: the blank “{name}” is not filled in."),
        "template_value_broken": _(
            "The template was not sent: the blank “{name}” may hold no line break, no tab "
            "and no more than four spaces in a row."
        ),
        "template_misnumbered": _("The template was not sent: its blanks do not fit. Choose it again."),
        "button_value_too_long": _(
            "The template was not sent: “{value}” is too long for its button. WhatsApp takes {limit} characters."
        ),
        "carousel_size": _("The template was not sent: it has {count} cards, and WhatsApp takes 2 to 10."),
        "carousel_uneven": _("The template was not sent: all its cards must be filled in the same way."),
        "offer_over": _("The template was not sent: its offer has already ended."),
    }


def _about_targets() -> dict[str, str]:
    return {
        "target_unknown": _("This was not sent: the message that it is about is not in this conversation."),
        "target_unfit": _("This was not sent: WhatsApp does not allow it for this message."),
        "target_not_sent": _(
            "This was not sent: the message that it is about has not reached WhatsApp. Try again when it has."
        ),
        "target_too_old": _(
            "This was not sent: the message that it is about is older than {days} days, and WhatsApp forgets those."
        ),
    }


def _about_people() -> dict[str, str]:
    return {
        "number_needed": _(
            "The template was not sent: a code needs the customer's phone number, which is not known. Ask them for it."
        ),
        "number_malformed": _(
            "No conversation was begun: {number} is not a whole number. Begin with + and the country, as in +33 6 12 …"
        ),
        "identity_malformed": _("No conversation was begun: nobody can be reached under this name."),
        "line_missing": _(
            "No conversation was begun: this team has no business number yet. The owner must connect one."
        ),
        "conversation_exists": _("There is a conversation with this person already; write there."),
    }
