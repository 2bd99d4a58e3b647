"""The app's own calls: what a token is worth, and the app's token."""

from app.domain.clock import Clock
from app.sandbox.account import PORTFOLIO_ID
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, invalid
from app.sandbox.graph_errors import Refusal
from app.sandbox.tokens import Tokens, described, worth_of
from app.sandbox.world import Json, World

OPEN_NODES = frozenset({"oauth"})  # what gives tokens asks for none


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
        if not worth_of(token).is_told:
            raise Refusal(100, "This token may not be looked at.")
        return Reply(200, {"data": self._described(token)})

    def _described(self, token: str) -> Json:
        app_id, waba_id = self._world.account.app_id, self._world.business.waba_id
        if self._tokens.is_app_token(token):
            return {
                "app_id": app_id,
                "application": "Practice",
                "is_valid": True,
                "type": "APP",
                "scopes": [],
            }
        return described(token, app_id, waba_id, PORTFOLIO_ID, self._started_at)

    async def access_token(self, call: EdgeCall) -> Reply:
        """The app's own token, for its id and secret."""
        if call.query.get("grant_type") != "client_credentials":
            raise invalid("Param grant_type must be one of {client_credentials}.")
        token = self._tokens.app_token(call.query.get("client_id", ""), call.query.get("client_secret", ""))
        if token is None:
            raise invalid("Error validating client secret.")
        return Reply(200, {"access_token": token, "token_type": "bearer"})
