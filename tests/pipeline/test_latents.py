"""Noise, ways between latents, and windows fused into one."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from diffusers.utils.torch_utils import randn_tensor
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.pipeline.latents import (
    LIKENESS,
    clean_latents,
    columns_at,
    drawn_noise,
    fuse,
    lerp,
    seeded,
    slerp,
)
from riffdemo.plan import Canvas, Window

ALPHAS = st.floats(0, 1)


def noise(seed: int) -> torch.Tensor:
    return torch.randn(4, 8, 8, generator=torch.Generator().manual_seed(seed))


def test_noise_is_what_diffusers_draws() -> None:
    theirs = randn_tensor((1, 4, 8, 8), generator=torch.Generator().manual_seed(7))[0]
    assert torch.equal(drawn_noise(seeded(7), (4, 8, 8)), theirs)


def test_a_wide_piece_begins_with_the_noise_of_a_narrow_one() -> None:
    wide = drawn_noise(seeded(7), (4, 8, 20), period=8)
    assert wide.shape == (4, 8, 20)
    assert torch.equal(wide[..., :8], drawn_noise(seeded(7), (4, 8, 8)))
    assert torch.equal(wide[..., :12], drawn_noise(seeded(7), (4, 8, 12), period=8))


def test_noise_is_standard_normal_everywhere() -> None:
    wide = drawn_noise(seeded(7), (16, 32, 64), period=16)
    for block in wide.split(16, dim=-1):  # type: ignore[no-untyped-call]
        assert abs(float(block.mean())) < 0.04
        assert abs(float(block.std()) - 1) < 0.04


def test_clips_of_a_longer_piece_are_as_alike_as_stated() -> None:
    blocks = (
        drawn_noise(seeded(7), (32, 64, 48), period=16).reshape(32, 64, 3, 16).permute(2, 0, 1, 3).flatten(1)
    )
    correlation = torch.corrcoef(blocks)
    assert float(correlation[0, 1]) == pytest.approx(LIKENESS**0.5, abs=0.02)
    assert float(correlation[0, 2]) == pytest.approx(LIKENESS**0.5, abs=0.02)
    assert float(correlation[1, 2]) == pytest.approx(LIKENESS, abs=0.02)


def test_another_seed_is_other_noise() -> None:
    assert not torch.equal(drawn_noise(seeded(1), (4, 8, 8)), drawn_noise(seeded(2), (4, 8, 8)))


@given(alpha=ALPHAS, angle=st.floats(0.01, math.pi - 0.01))
def test_slerp_turns_by_a_share_of_the_angle(alpha: float, angle: float) -> None:
    start, end = torch.tensor([1.0, 0.0]), torch.tensor([math.cos(angle), math.sin(angle)])
    expected = torch.tensor([math.cos(alpha * angle), math.sin(alpha * angle)])
    torch.testing.assert_close(slerp(start, end, alpha), expected, atol=1e-5, rtol=0)


@given(alpha=ALPHAS, seed=st.integers(0, 1_000))
def test_slerp_keeps_the_norm(alpha: float, seed: int) -> None:
    start, end = noise(seed), noise(seed + 1)
    end = end * (start.norm() / end.norm())
    torch.testing.assert_close(slerp(start, end, alpha).norm(), start.norm(), rtol=1e-4, atol=0)


@given(alpha=ALPHAS)
def test_slerp_between_equal_or_opposite_tensors_is_finite(alpha: float) -> None:
    torch.testing.assert_close(slerp(noise(1), noise(1), alpha), noise(1))
    assert torch.isfinite(slerp(noise(1), -noise(1), alpha)).all()


@pytest.mark.parametrize("way", [slerp, lerp])
def test_both_ways_reach_both_ends(way: object) -> None:
    assert callable(way)
    torch.testing.assert_close(way(noise(1), noise(2), 0.0), noise(1))
    torch.testing.assert_close(way(noise(1), noise(2), 1.0), noise(2))


def test_lerp_goes_straight() -> None:
    torch.testing.assert_close(
        lerp(torch.tensor([0.0, 4.0]), torch.tensor([8.0, 0.0]), 0.25), torch.tensor([2.0, 3.0])
    )


@pytest.mark.parametrize("alpha_cumprod", [0.99, 0.5, 0.01])
@pytest.mark.parametrize("prediction_type", ["epsilon", "v_prediction", "sample"])
def test_clean_latents_are_recovered_from_a_perfect_answer(
    prediction_type: str, alpha_cumprod: float
) -> None:
    clean, eps = noise(1), noise(2)
    a, s = math.sqrt(alpha_cumprod), math.sqrt(1 - alpha_cumprod)
    answer = {"epsilon": eps, "v_prediction": a * eps - s * clean, "sample": clean}[prediction_type]
    got = clean_latents(answer, a * clean + s * eps, torch.tensor(alpha_cumprod), prediction_type)
    torch.testing.assert_close(got, clean, atol=1e-4, rtol=1e-4)


def test_clean_latents_are_finite_where_no_signal_is_left() -> None:
    assert torch.isfinite(clean_latents(noise(1), noise(2), torch.tensor(0.0), "epsilon")).all()


def test_columns_beyond_the_end_are_those_of_the_beginning() -> None:
    assert columns_at(torch.arange(8), Window(2, 4)).tolist() == [2, 3, 4, 5]
    assert columns_at(torch.arange(8), Window(6, 4)).tolist() == [6, 7, 0, 1]


@given(n_halves=st.integers(2, 9), loop=st.booleans())
def test_windows_of_one_tensor_fuse_to_that_tensor(n_halves: int, loop: bool) -> None:
    canvas = Canvas(n_halves * 4, 8, loop)
    whole = torch.randn(2, 3, canvas.width, generator=torch.Generator().manual_seed(n_halves))
    pieces = [columns_at(whole, window) for window in canvas.windows]
    torch.testing.assert_close(fuse(pieces, canvas), whole)


def test_fused_windows_that_differ_are_weighted_by_a_triangle() -> None:
    canvas = Canvas(12, 8)
    fused = fuse([torch.zeros(8), torch.ones(8)], canvas).numpy()
    rise, fall = np.arange(4) + 0.5, 4 - (np.arange(4) + 0.5)
    np.testing.assert_allclose(
        fused, np.concatenate((np.zeros(4), rise / (rise + fall), np.ones(4))), atol=1e-6
    )
