"""Where the next clip lies: numbers only.

There are two ways to walk, one at a time. While a listener waits for nothing, the noise goes from seed to seed + 1,
then to seed + 2, and so on. A new prompt is walked to from whatever is heard then, while the noise stays.

    clip      0     1     2     3     4     5     6     7        speed 0.5
    noise    7.0   7.5   8.0   8.0   8.0   8.5   9.0   9.5
    prompt    A     A     A   A+B/2   B     B     B     B         B arrives after clip 2

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.live.riff import Blend, Riff, checked_blend
from riffdemo.tasks.checks import MAX_SEED, number, whole

MAX_TEXTS = 8
_TINY = 1e-9
_GAINS_DB = (-60.0, 60.0)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a clip lies.

    Attributes:
        origin: Seed from which the walk of the noise began.
        seed: Seed of the noise at `alpha` 0; at 1 it would be that of seed + 1.
        alpha: Position between the two, 0 up to 1.
        source: Blend from which the walk of the prompt began.
        target: Blend that it leads to.
        share: How far it is, 0 to 1; 1 is there.
    """

    origin: int
    seed: int
    alpha: float
    source: Blend
    target: Blend
    share: float

    def __post_init__(self) -> None:
        whole("origin", self.origin, 0, MAX_SEED)
        whole("seed", self.seed, 0, MAX_SEED)
        number("alpha", self.alpha, 0, 1)
        number("share", self.share, 0, 1)
        checked_blend(self.source, longest=MAX_TEXTS)
        checked_blend(self.target, longest=MAX_TEXTS)

    @property
    def end_seed(self) -> int:
        """The seed that the noise walks to."""
        return (self.seed + 1) % (MAX_SEED + 1)

    @property
    def blend(self) -> Blend:
        """What is heard here: weights that add up to 1, all above 0."""
        weights: dict[str, float] = {}
        for blend, part in ((self.source, 1 - self.share), (self.target, self.share)):
            total = sum(weight for _, weight in blend)
            for text, weight in blend:
                weights[text] = weights.get(text, 0.0) + part * weight / total
        loudest = sorted(weights.items(), key=lambda item: -item[1])[:MAX_TEXTS]
        total = sum(weight for _, weight in loudest)
        return tuple((text, weight / total) for text, weight in loudest if weight > 0)

    @property
    def label(self) -> str:
        """What is heard here, in words."""
        return label(self.source if self.share < 0.5 else self.target)

    def to_json(self) -> dict[str, Any]:
        """JSON types; `place_from_json` gives back an equal value."""
        return {**vars(self), "source": list(map(list, self.source)), "target": list(map(list, self.target))}


def place_from_json(value: Mapping[str, Any]) -> Place:
    """The place that `to_json` came from; names that are none of its own are ignored.

    Raises:
        ParameterError: It has another form or a value out of range.
    """
    try:
        source, target = (
            tuple((text, weight) for text, weight in value[name]) for name in ("source", "target")
        )
        numbers = {name: value[name] for name in ("origin", "seed", "alpha", "share")}
    except (TypeError, KeyError, ValueError) as exc:
        raise ParameterError("The position has another form than this version knows: start anew.") from exc
    return Place(**numbers, source=source, target=target)


@dataclass(frozen=True)
class Position:
    """Where the last clip ended.

    Attributes:
        place: On the itinerary.
        gain_db: Gain of its last sample (dB).
        token: Name of its tail.
    """

    place: Place
    gain_db: float
    token: str

    def to_json(self) -> dict[str, Any]:
        """JSON types; `position_from_json` gives back an equal value."""
        return {**self.place.to_json(), "gain_db": self.gain_db, "token": self.token}


def position_from_json(value: Mapping[str, Any]) -> Position:
    """The position that `to_json` came from.

    Raises:
        ParameterError: It has another form or a value out of range.
    """
    place = place_from_json(value)
    gain_db, token = value.get("gain_db"), value.get("token")
    if not isinstance(token, str):
        raise ParameterError(f"token is {token!r}: give the one of the last clip.")
    return Position(place, number("gain_db", gain_db, *_GAINS_DB), token)


def next_place(place: Place | None, riff: Riff) -> tuple[Place, int]:
    """The place after `place`, and how many waiting prompts were taken for it (0 or 1).

    Other weights of the same texts hold at once. New texts are walked to, from what is heard at `place`. The next
    waiting prompt is taken on arrival. Another seed starts the walk anew.

    Args:
        place: Of the last clip; None at the start.
        riff: What is wished for now.
    """
    if place is None or riff.seed != place.origin:
        start = Place(
            origin=riff.seed, seed=riff.seed, alpha=0.0, source=riff.blend, target=riff.blend, share=1.0
        )
        return start, 0
    if not _texts(riff.blend) <= {text for text, _ in place.target}:
        return _walked(replace(place, source=place.blend, target=riff.blend, share=0.0), riff.speed), 0
    place = replace(place, target=riff.blend)
    if place.share < 1:
        return _walked(place, riff.speed), 0
    if riff.waiting:
        target = ((riff.waiting[0], 1.0),)
        return _walked(replace(place, source=place.blend, target=target, share=0.0), riff.speed), 1
    alpha, seed = place.alpha + riff.speed, place.seed
    if alpha > 1 - _TINY:
        alpha, seed = max(alpha - 1, 0.0), place.end_seed
    return replace(place, source=riff.blend, seed=seed, alpha=alpha), 0


def label(blend: Blend) -> str:
    """A blend in words: "jazz", or "60 % jazz, 40 % techno"."""
    total = sum(weight for _, weight in blend)
    parts = [(text, weight / total) for text, weight in blend if weight > 0]
    if len(parts) == 1:
        return parts[0][0]
    return ", ".join(f"{100 * weight:.0f} % {text}" for text, weight in parts)


def _walked(place: Place, speed: float) -> Place:
    share = place.share + speed
    return replace(place, share=1.0 if share > 1 - _TINY else share)


def _texts(blend: Blend) -> set[str]:
    return {text for text, weight in blend if weight > 0}
