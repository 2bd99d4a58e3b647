"""The part of `tests.fake_desk.FakeDesk` that is about the hub's copies and what a restore left out."""

from dataclasses import replace

from app.domain.errors import ComptoirError
from app.domain.rows import ConnectionState
from app.domain.safety import BackupState, SafetyState, Salvaged


class FakeSafety:
    """`safety_asked` holds what was asked; `safety_refuses` is raised in the place of an answer."""

    state: ConnectionState

    def __init__(self) -> None:
        super().__init__()
        self.safety_asked: list[str] = []
        self.safety_refuses: ComptoirError | None = None
        self.key_of_copies: str | None = None
        self.salvaged = Salvaged(12, 0)

    def copies_key(self) -> str | None:
        """What the test says."""
        return self.key_of_copies

    async def look_at_safety(self) -> SafetyState:
        """What the test put into the connection's state."""
        self._heed("look")
        return self.state.safety or SafetyState(BackupState())

    async def back_up(self) -> SafetyState:
        """Noted."""
        self._heed("back_up")
        return await self.look_at_safety()

    async def decide_salvage(self, *, is_taken: bool) -> Salvaged:
        """Noted; nothing is offered any more."""
        self._heed("take" if is_taken else "let_go")
        safety = replace(self.state.safety, offer=None) if self.state.safety else None
        self.state = replace(self.state, safety=safety, kept_apart=0)
        return self.salvaged

    def _heed(self, what: str) -> None:
        self.safety_asked.append(what)
        if self.safety_refuses is not None:
            raise self.safety_refuses
