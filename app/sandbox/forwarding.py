"""Which address a webhook post goes to, and whether the app takes it at all."""

import json

from app.sandbox.courier import Deliver
from app.sandbox.outside import Outside
from app.sandbox.world import World

# Only these follow an override; everything else goes to the app's own address.
OVERRIDABLE = frozenset(
    """
    messages message_echoes calls consumer_profile messaging_handovers group_lifecycle_update
    group_participants_update group_settings_update group_status_update smb_app_state_sync smb_message_echoes
    history account_settings_update
    """.split()
)
NOBODY = 200  # what nobody has subscribed to is done with


class Forwarding:
    """Stands between the courier and the addresses. `app` delivers to the address that the sandbox was given."""

    def __init__(self, world: World, app: Deliver, outside: Outside | None) -> None:
        self._world = world
        self._app = app
        self._outside = outside
        self._given_url = world.account.app_url

    async def deliver(self, body: bytes) -> int:
        """Post to the address that counts: the number's, the account's, the app's."""
        account, field = self._world.account, _field(body)
        if not account.is_published and field in OVERRIDABLE:
            return NOBODY
        if not account.is_subscribed or (account.app_fields is not None and field not in account.app_fields):
            return NOBODY
        override = account.number_override or account.override if field in OVERRIDABLE else {}
        url = override.get("url", account.app_url)
        if self._outside is None or url == self._given_url:
            return await self._app(body)
        return await self._outside.post(url, body)


def _field(body: bytes) -> str:
    """The field of the first change; "" when the post is none of Meta's."""
    try:
        field = json.loads(body)["entry"][0]["changes"][0]["field"]
    except (ValueError, LookupError, TypeError):
        return ""
    return field if isinstance(field, str) else ""
