"""Where clips lie: the walk of the seeds, the walk to a new prompt, the mixer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.live.itinerary import (
    MAX_TEXTS,
    Place,
    Position,
    label,
    next_place,
    place_from_json,
    position_from_json,
)
from riffdemo.live.riff import Riff
from riffdemo.tasks.checks import MAX_SEED

SPEEDS = st.floats(0.05, 1)
TEXTS = st.sampled_from(["jazz", "techno", "bells", "waltz", "dub"])
BLENDS = st.dictionaries(TEXTS, st.floats(0.01, 1), min_size=1, max_size=4).map(lambda d: tuple(d.items()))
RIFFS = st.builds(
    Riff,
    blend=BLENDS,
    waiting=st.lists(TEXTS, max_size=2).map(tuple),
    speed=SPEEDS,
    seed=st.sampled_from([1, 2]),
)


def walk(riff: Riff, n_clips: int, place: Place | None = None) -> list[Place]:
    places = []
    for _ in range(n_clips):
        place, taken = next_place(place, riff)
        if taken:
            riff = replace(riff, blend=((riff.waiting[0], 1.0),), waiting=riff.waiting[1:])
        places.append(place)
    return places


def jazz(**options: Any) -> Riff:
    return Riff(**{"blend": (("jazz", 1.0),), **options})


def test_it_begins_where_the_riff_says() -> None:
    (place,) = walk(jazz(seed=7), 1)
    assert (place.seed, place.alpha, place.blend, place.label) == (7, 0.0, (("jazz", 1.0),), "jazz")


@given(speed=SPEEDS, n_clips=st.integers(2, 60))
def test_the_noise_walks_evenly_from_seed_to_seed(speed: float, n_clips: int) -> None:
    places = walk(jazz(seed=7, speed=speed), n_clips)
    for number, place in enumerate(places):
        assert place.seed + place.alpha == pytest.approx(7 + number * speed, abs=1e-6)
        assert 0 <= place.alpha < 1


def test_ten_tenths_are_the_next_seed() -> None:
    place = walk(jazz(seed=7, speed=0.1), 11)[-1]
    assert (place.seed, place.alpha) == (8, pytest.approx(0, abs=1e-9))


def test_after_the_last_seed_comes_the_first() -> None:
    first, second = walk(jazz(seed=MAX_SEED, speed=1), 2)
    assert (first.seed, first.end_seed, second.seed) == (MAX_SEED, 0, 0)


@given(speed=SPEEDS)
def test_a_new_prompt_is_walked_to_while_the_noise_stays(speed: float) -> None:
    before = walk(jazz(speed=speed), 3)[-1]
    places = walk(jazz(blend=(("techno", 1.0),), speed=speed), 25, before)
    shares = [dict(place.blend).get("techno", 0) for place in places]
    assert shares[0] == pytest.approx(speed)
    assert shares == sorted(shares)
    arrived = shares.index(1.0)
    assert arrived + 1 == pytest.approx(1 / speed, abs=1)
    assert {(place.seed, place.alpha) for place in places[: arrived + 1]} == {(before.seed, before.alpha)}
    assert (places[arrived + 1].seed, places[arrived + 1].alpha) != (before.seed, before.alpha)


@given(riffs=st.lists(RIFFS, min_size=2, max_size=12), n_clips=st.integers(1, 3))
def test_nothing_jumps_but_weights_and_seeds(riffs: list[Riff], n_clips: int) -> None:
    place: Place | None = None
    for riff in riffs:
        for _ in range(n_clips):
            before = place
            place, _ = next_place(before, riff)
            blend = dict(place.blend)
            assert sum(blend.values()) == pytest.approx(1)
            assert 1 <= len(blend) <= MAX_TEXTS
            assert place_from_json(json.loads(json.dumps(place.to_json()))) == place
            if before is None or before.origin != place.origin:
                assert (place.seed, place.alpha, place.share) == (riff.seed, 0, 1)
                continue
            earlier = dict(before.blend)
            if not {text for text, _ in riff.blend} <= {text for text, _ in before.target}:
                moved = sum(abs(blend.get(t, 0) - earlier.get(t, 0)) for t in {*blend, *earlier}) / 2
                assert moved <= riff.speed + 1e-9
                assert (place.seed, place.alpha) == (before.seed, before.alpha)


def test_other_weights_hold_at_once() -> None:
    mixed = jazz(blend=(("jazz", 1.0), ("techno", 1.0), ("bells", 0.0)))
    place = walk(mixed, 1)[0]
    assert place.blend == (("jazz", 0.5), ("techno", 0.5))
    moved, _ = next_place(place, replace(mixed, blend=(("jazz", 0.0), ("techno", 1.0), ("bells", 3.0))))
    assert dict(moved.blend) == {"techno": 0.25, "bells": 0.75}
    assert moved.alpha > 0  # and the noise walks on


def test_waiting_prompts_follow_one_another_each_on_arrival() -> None:
    places = walk(jazz(waiting=("techno", "bells"), speed=0.5), 7)
    assert [place.blend[0][0] for place in places] == [
        "jazz",
        "jazz",
        "techno",
        "techno",
        "bells",
        "bells",
        "bells",
    ]
    assert [place.share for place in places[:5]] == [1, 0.5, 1, 0.5, 1]
    assert [place.alpha for place in places] == [0, 0, 0, 0, 0, 0.5, 0]


def test_a_change_of_mind_on_the_way_starts_from_what_is_heard() -> None:
    half = walk(jazz(blend=(("techno", 1.0),), speed=0.5), 1, walk(jazz(), 1)[0])[0]
    turned, _ = next_place(half, jazz(blend=(("bells", 1.0),), speed=0.5))
    assert dict(turned.blend) == {"jazz": 0.25, "techno": 0.25, "bells": 0.5}


def test_another_seed_starts_anew() -> None:
    place = walk(jazz(seed=7), 5)[-1]
    fresh, _ = next_place(place, jazz(seed=100))
    assert (fresh.seed, fresh.alpha, fresh.origin) == (100, 0, 100)


def test_a_blend_is_named_by_its_shares() -> None:
    assert label((("jazz", 2.0),)) == "jazz"
    assert label((("jazz", 3.0), ("techno", 1.0), ("bells", 0.0))) == "75 % jazz, 25 % techno"


def test_a_position_survives_the_page() -> None:
    position = Position(walk(jazz(waiting=("techno",)), 2)[-1], -3.25, "token")
    assert position_from_json(json.loads(json.dumps(position.to_json()))) == position


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": -1},
        {"seed": "1"},
        {"alpha": 2},
        {"alpha": None},
        {"share": float("nan")},
        {"source": []},
        {"source": [["jazz", 0]]},
        {"target": "jazz"},
        {"target": [[1, 1]]},
        {"gain_db": 1e9},
        {"token": None},
    ],
)
def test_a_forged_position_is_refused(wrong: dict[str, Any]) -> None:
    position = Position(walk(jazz(), 1)[0], 0.0, "token").to_json()
    with pytest.raises(ParameterError):
        position_from_json({**position, **wrong})
    with pytest.raises(ParameterError):
        position_from_json({name: position[name] for name in position if name != next(iter(wrong))})
