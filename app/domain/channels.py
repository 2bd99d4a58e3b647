"""What differs between channels, as data: windows, limits. Only WhatsApp exists today."""

from collections.abc import Mapping
from datetime import timedelta

from app.domain.records import record

WHATSAPP = "whatsapp"


@record
class Channel:
    """Rules of one channel that other layers need without knowing the channel."""

    name: str
    window: timedelta  # how long after the customer's last message a free answer is allowed
    window_margin: timedelta  # we stop this much earlier, since two clocks never agree
    text_max_chars: int  # longest text that one message may carry
    line_rate_per_s: float  # sends a second and business number
    pair_burst: int  # messages in a row to one person before the pair rate counts
    pair_interval_s: float  # seconds until one more message to the same person is allowed


CHANNELS: Mapping[str, Channel] = {
    WHATSAPP: Channel(
        name=WHATSAPP,
        window=timedelta(hours=24),
        window_margin=timedelta(minutes=1),
        text_max_chars=4096,
        line_rate_per_s=80.0,
        pair_burst=45,
        pair_interval_s=6.0,
    )
}
