"""How long to wait before trying again: doubling, with chance in it, so that computers do not come all at once."""

from collections.abc import Callable

FIRST_S = 0.5
LONGEST_S = (
    8.0  # people see a hub that is back soon after it is; twenty desks asking so often cost it nothing
)


class Backoff:
    """`chance` gives numbers from 0 to 1; each wait lies between a half and the whole of its step."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._step_s = FIRST_S

    def next_s(self) -> float:
        """Seconds to wait now; the step doubles up to LONGEST_S."""
        wait_s = self._step_s * (0.5 + 0.5 * self._chance())
        self._step_s = min(self._step_s * 2, LONGEST_S)
        return wait_s

    def reset(self) -> None:
        """It worked: start small the next time."""
        self._step_s = FIRST_S
