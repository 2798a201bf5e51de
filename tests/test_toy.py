"""riffdemo.toy: the formula against draws, and walks that end where they must."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo import toy

POINTS = toy.two_moons()
RNG = np.random.default_rng(0)


def test_two_moons_are_centred_and_point_symmetric() -> None:
    assert POINTS.shape == (12, 2)
    np.testing.assert_allclose(POINTS.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(POINTS[:6], -POINTS[6:])


def test_the_guess_is_the_mean_of_the_clean_points_that_became_so_noisy() -> None:
    """Bayes by counting: of many noisy points keep those that fell near a place, and average where they came from."""
    signal, place = 0.6, np.array([0.5, 0.4])
    clean = POINTS[RNG.integers(0, 12, 2_000_000)]
    noisy = signal * clean + 0.8 * RNG.standard_normal(clean.shape)
    near = np.linalg.norm(noisy - place, axis=1) < 0.05
    np.testing.assert_allclose(
        toy.clean_guess(place[None], POINTS, signal)[0], clean[near].mean(0), atol=0.03
    )


def test_the_guess_from_noise_alone_is_the_middle_and_with_little_noise_the_nearest() -> None:
    places = RNG.standard_normal((20, 2))
    np.testing.assert_allclose(toy.clean_guess(places, POINTS, 0.0), 0, atol=1e-12)
    nearest = POINTS[np.linalg.norm(places[:, None] - POINTS, axis=2).argmin(axis=1)]
    np.testing.assert_allclose(toy.clean_guess(places, POINTS, 0.999_999), nearest, atol=0.05)


@pytest.mark.parametrize("n_steps", [1, 3, 20])
def test_with_one_point_every_way_ends_there(n_steps: int) -> None:
    point = np.array([[0.3, -0.8]])
    ways = toy.ways_from_noise(RNG.standard_normal((5, 2)), point, n_steps=n_steps)
    assert ways.shape == (n_steps + 1, 5, 2)
    np.testing.assert_allclose(ways[-1], np.repeat(point, 5, axis=0))


def test_many_steps_end_on_points_and_guidance_on_wanted_ones() -> None:
    noise = RNG.standard_normal((50, 2))
    wanted = POINTS[6:]

    def off(others: np.ndarray, **options: object) -> float:
        ends = toy.ways_from_noise(noise, POINTS, n_steps=60, **options)[-1]  # type: ignore[arg-type]
        return float(np.linalg.norm(ends[:, None] - others, axis=2).min(axis=1).max())

    assert off(POINTS) < 1e-3
    assert off(wanted) > 0.5
    assert off(wanted, wanted=wanted) < 1e-3
    assert off(POINTS, wanted=wanted, guidance_scale=0.0) < 1e-3
