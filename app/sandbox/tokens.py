"""Which tokens the pretend Meta takes, and what the way a token begins says of its worth.

Where no token was given every one is taken, and these are practice for what goes wrong at the real Meta:

    refused-…        Meta does not take it           no-messaging-…    lacks whatsapp_business_messaging
    personal-…       a person's, ends in two hours   no-management-…   lacks whatsapp_business_management
    sixty-days-…     a system user's, ends then      other-app-…       made for another app
    mute-…           Meta tells nothing about it     no-account-…      opens no WhatsApp account
"""

from dataclasses import dataclass

from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json

MESSAGING, MANAGEMENT, BUSINESS = (
    "whatsapp_business_messaging",
    "whatsapp_business_management",
    "business_management",
)
SCOPES = (MESSAGING, MANAGEMENT, BUSINESS)
OTHER_APP_ID = "990011223344"
PERSONAL_S, SIXTY_DAYS_S = 7200, 60 * 86_400
SENDS = frozenset({"messages", "marketing_messages", "media"})


@dataclass(frozen=True, slots=True)
class Worth:
    """What a token may do, and for how long from the start (0: for ever)."""

    scopes: tuple[str, ...] = SCOPES
    kind: str = "SYSTEM_USER"
    lasts_s: int = 0
    is_of_other_app: bool = False
    is_told: bool = True
    has_account: bool = True


KINDS = {
    "personal-": Worth(kind="USER", lasts_s=PERSONAL_S),
    "sixty-days-": Worth(lasts_s=SIXTY_DAYS_S),
    "no-messaging-": Worth(scopes=(MANAGEMENT, BUSINESS)),
    "no-management-": Worth(scopes=(MESSAGING,)),
    "other-app-": Worth(is_of_other_app=True),
    "mute-": Worth(is_told=False),
    "no-account-": Worth(has_account=False),
}
REFUSED = "refused-"


class Tokens:
    """Which tokens are taken: the given one and the app's own; any when none was given."""

    def __init__(self, app_id: str, access_token: str | None, app_secret: str | None) -> None:
        self._app_id = app_id
        self._access_token = access_token
        self._app_secret = app_secret

    def is_good(self, token: str) -> bool:
        """Whether Graph takes this token."""
        if "|" in token:
            return self.is_app_token(token)
        if not token or token.startswith(REFUSED):
            return False
        return self._access_token is None or token == self._access_token

    def is_app_token(self, token: str) -> bool:
        """Whether this is `<APP_ID>|<APP_SECRET>`."""
        app_id, found, secret = token.partition("|")
        return bool(found) and app_id == self._app_id and self._is_secret(secret)

    def app_token(self, app_id: str, secret: str) -> str | None:
        """The app's own token, None when the secret is not the app's."""
        return f"{app_id}|{secret}" if app_id == self._app_id and self._is_secret(secret) else None

    def check_right(self, token: str, edge: str | None, *, is_ours: bool) -> None:
        """Raise Refusal where the token may not do this. `is_ours`: the node is the account's, the number's, a file."""
        worth = worth_of(token)
        if not is_ours or self.is_app_token(token):
            return
        if not worth.has_account:
            raise Refusal(10)
        needed = MESSAGING if edge in SENDS else MANAGEMENT
        if needed not in worth.scopes:
            raise Refusal(10 if needed == MESSAGING else 200)

    def _is_secret(self, secret: str) -> bool:
        return bool(secret) and (self._app_secret is None or secret == self._app_secret)


def worth_of(token: str) -> Worth:
    """What a token that is taken may do."""
    return next((worth for start, worth in KINDS.items() if token.startswith(start)), Worth())


def described(token: str, app_id: str, waba_id: str, portfolio_id: str, started_at: int) -> Json:
    """The token as `debug_token` shows it, the app's own aside."""
    worth = worth_of(token)
    targets = {BUSINESS: [portfolio_id]}
    accounts = [waba_id] if worth.has_account else []
    granular = [{"scope": one, "target_ids": targets.get(one, accounts)} for one in worth.scopes]
    ends_at = started_at + worth.lasts_s if worth.lasts_s else 0
    return {
        "app_id": OTHER_APP_ID if worth.is_of_other_app else app_id,
        "application": "Another app" if worth.is_of_other_app else "Practice",
        "is_valid": True,
        "type": worth.kind,
        "user_id": "6600001",
        "issued_at": started_at,
        "expires_at": ends_at,
        "data_access_expires_at": 0,
        "scopes": list(worth.scopes),
        "granular_scopes": granular,
    }
