"""The app's own calls: what a token is worth, and the app's token."""

from app.domain.clock import Clock
from app.sandbox.account import PORTFOLIO_ID
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, invalid
from app.sandbox.world import Json, World

SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management", "business_management")
USER_ID = "6600001"
OPEN_NODES = frozenset({"oauth"})  # what gives tokens asks for none


class Tokens:
    """Which tokens are taken: the given one and the app's own; any when none was given."""

    def __init__(self, app_id: str, access_token: str | None, app_secret: str | None) -> None:
        self._app_id = app_id
        self._access_token = access_token
        self._app_secret = app_secret

    def is_good(self, token: str) -> bool:
        """Whether Graph takes this token."""
        if not token:
            return False
        return self._access_token is None or token == self._access_token or self.is_app_token(token)

    def is_app_token(self, token: str) -> bool:
        """Whether this is `<APP_ID>|<APP_SECRET>`."""
        app_id, found, secret = token.partition("|")
        return bool(found) and app_id == self._app_id and self._is_secret(secret)

    def _is_secret(self, secret: str) -> bool:
        return bool(secret) and (self._app_secret is None or secret == self._app_secret)

    def app_token(self, app_id: str, secret: str) -> str | None:
        """The app's own token, None when the secret is not the app's."""
        return f"{app_id}|{secret}" if app_id == self._app_id and self._is_secret(secret) else None


class AppApi:
    """`/debug_token` and `/oauth/access_token`."""

    def __init__(self, world: World, tokens: Tokens, clock: Clock) -> None:
        self._world = world
        self._tokens = tokens
        self._started_at = int(clock.now().timestamp())

    async def debug_token(self, call: EdgeCall) -> Reply:
        """What the token in the query is worth."""
        token = call.query.get("input_token", "")
        if not token:
            raise invalid("The parameter input_token is required.")
        if not self._tokens.is_good(token):
            error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
            return Reply(200, {"data": {"error": error, "is_valid": False, "scopes": []}})
        return Reply(200, {"data": self._described(token)})

    def _described(self, token: str) -> Json:
        app: Json = {"app_id": self._world.account.app_id, "application": "Practice", "is_valid": True}
        if self._tokens.is_app_token(token):
            return app | {"type": "APP", "scopes": []}
        waba = [self._world.business.waba_id]
        targets = {SCOPES[2]: [PORTFOLIO_ID]}
        granular = [{"scope": scope, "target_ids": targets.get(scope, waba)} for scope in SCOPES]
        lasting = {"expires_at": 0, "data_access_expires_at": 0, "issued_at": self._started_at}
        described = {"type": "SYSTEM_USER", "user_id": USER_ID, "scopes": list(SCOPES)}
        return app | lasting | described | {"granular_scopes": granular}

    async def access_token(self, call: EdgeCall) -> Reply:
        """The app's own token, for its id and secret."""
        if call.query.get("grant_type") != "client_credentials":
            raise invalid("Param grant_type must be one of {client_credentials}.")
        token = self._tokens.app_token(call.query.get("client_id", ""), call.query.get("client_secret", ""))
        if token is None:
            raise invalid("Error validating client secret.")
        return Reply(200, {"access_token": token, "token_type": "bearer"})
