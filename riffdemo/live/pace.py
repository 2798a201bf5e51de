"""How many steps there is time for: as many as are good, as few as the machine needs to stay ahead.

Explained in notebook 07.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

SHARE = 0.6
"""Part of a clip's duration that its making may take: the rest is for everything else on the machine."""

FIRST_SECONDS = 2.0
"""What the making may take while nothing is buffered."""

MIN_STEPS = 3
_MEMORY = 0.3  # weight of the newest measurement


@dataclass(frozen=True)
class Cost:
    """What the making of clips takes here.

    Attributes:
        step: One denoising step with guidance (s).
        rest: Everything else of a clip (s).
    """

    step: float
    rest: float

    def seconds(self, n_steps: float, *, guided: bool) -> float:
        """Of a clip with that many steps (s)."""
        return n_steps * self.step * (1 if guided else 0.5) + self.rest


class Pace:
    """What clips take here, measured with every one, and what follows for the next.

    Args:
        cost: As measured when the engine warmed up.
    """

    def __init__(self, cost: Cost) -> None:
        self._cost = cost
        self._lock = threading.Lock()

    @property
    def cost(self) -> Cost:
        """As measured lately."""
        return self._cost

    def steps(
        self,
        *,
        clip_seconds: float,
        ahead: float,
        most: int,
        strength: float = 1.0,
        guided: bool = True,
        listeners: int = 1,
    ) -> int:
        """Denoising steps of a full schedule that fit, `MIN_STEPS` to `most`.

        Args:
            clip_seconds: How long the clip plays (s).
            ahead: How much the listener still has to play (s).
            most: Steps beyond which nothing is gained.
            strength: Part of the schedule that is run.
            guided: Every step asks the model twice.
            listeners: How many share the machine.
        """
        budget = min(SHARE * clip_seconds / max(listeners, 1), FIRST_SECONDS + max(ahead, 0.0))
        step = self._cost.seconds(max(strength, 1 / most), guided=guided) - self._cost.rest
        return max(min(MIN_STEPS, most), min(most, int((budget - self._cost.rest) / step)))

    def note(self, *, n_steps: int, guided: bool, painting: float, rest: float) -> None:
        """Learn from a clip: seconds of its steps, and of everything else."""
        with self._lock:
            if n_steps:
                step = painting / n_steps * (1 if guided else 2)
                self._cost = Cost(_mean(self._cost.step, step), self._cost.rest)
            self._cost = Cost(self._cost.step, _mean(self._cost.rest, rest))


def _mean(before: float, now: float) -> float:
    return (1 - _MEMORY) * before + _MEMORY * now
