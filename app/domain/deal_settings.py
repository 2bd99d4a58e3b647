"""The team's settings of deals."""

from app.domain.setting_shape import Setting, msgid

DEAL_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "deals_incoming",
        "team",
        False,
        msgid("Show new requests on the board"),
        msgid("Whoever writes and has no deal stands there, to be taken up or put aside for good."),
        "deals",
    ),
    Setting(
        "deals_from_orders",
        "team",
        False,
        msgid("Orders make deals"),
        msgid("An order from your WhatsApp catalogue becomes a deal with its articles and its amount."),
        "deals",
    ),
    Setting(
        "deals_from_ads",
        "team",
        False,
        msgid("Advertisements bring deals"),
        msgid("Whoever writes after a tap on an advertisement gets a deal, where none is open yet."),
        "deals",
    ),
)
