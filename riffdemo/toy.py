"""Diffusion in the plane: the best denoiser that a few points can have is a formula, so nothing need be trained.

Explained in notebooks 06, 07 and 08.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def two_moons(n: int = 6) -> FloatArray:
    """Points on two half circles that reach into each other, first one, then the other, (2 n, 2)."""
    angles = np.linspace(0, np.pi, n)
    upper = np.stack([np.cos(angles) - 0.5, np.sin(angles) - 0.25], axis=1)
    return np.concatenate([upper, -upper])


def clean_guess(noisy: FloatArray, points: FloatArray, signal: float) -> FloatArray:
    """The expected clean point: the mean of `points`, each weighted by how likely it became `noisy`.

    With noisy = a point + s noise, a**2 + s**2 = 1, the weights are softmax(-|noisy - a point|**2 / (2 s**2)).

    Args:
        noisy: (n, 2).
        points: All that there is, equally likely, (m, 2).
        signal: a, 0 (pure noise) to below 1.

    Returns:
        (n, 2).
    """
    squares = np.square(noisy[:, None] - signal * points[None]).sum(axis=2)
    scores = -squares / (2 * (1 - signal**2))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True) @ points)


def ways_from_noise(
    noise: FloatArray,
    points: FloatArray,
    *,
    n_steps: int,
    wanted: FloatArray | None = None,
    guidance_scale: float = 1.0,
    strength: float = 1.0,
) -> FloatArray:
    """Where `noise` is after each of `n_steps` DDIM steps, (n_steps + 1, n, 2), equal steps of the noise's angle.

    Args:
        noise: Standard normal, or points with the noise of `strength` over them, (n, 2).
        points: What an unguided denoiser knows, (m, 2).
        n_steps: 1 or more.
        wanted: Those of `points` that a prompt asks for; None asks for nothing.
        guidance_scale: How far to go from the unguided guess towards the guess of the wanted ones, and beyond.
        strength: Share of the angle that is still to go: the signal is sin(pi / 2 (1 - strength)) at first.
    """
    angles = np.pi / 2 * np.linspace(1 - strength, 1, n_steps + 1)
    x = noise
    ways = [x]
    for now, then in pairwise(angles):
        guess = clean_guess(x, points, np.sin(now))
        if wanted is not None:
            guess = guess + guidance_scale * (clean_guess(x, wanted, np.sin(now)) - guess)
        direction = (x - np.sin(now) * guess) / np.cos(now)
        x = np.sin(then) * guess + np.cos(then) * direction
        ways.append(x)
    return np.stack(ways)
