"""Notebook 06: guidance, and one step of DDIM."""

from __future__ import annotations

from collections.abc import Callable

import torch
from diffusers import DDIMScheduler

from riffdemo.training.diffusion import training_scheduler

Guided = Callable[[torch.Tensor, torch.Tensor, float], torch.Tensor | None]
Step = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor | None]

SCALES = (3.5, 0.0, 1.0, 7.0)
N_STEPS = 20


def check_guidance(guided: Guided) -> None:
    """Compare `guided` with Stable Diffusion's convention for several scales."""
    away, towards = _draws(2)
    for scale in SCALES:
        answer = guided(away, towards, scale)
        if answer is None:
            print("not attempted")
            return
        wanted = away + scale * (towards - away)
        if not _near(answer, wanted):
            print(f"Scale {scale:g}: {_guidance_misconception(answer, away, towards, scale)}")
            return
    length = float((guided(away, towards, 7.0) - towards).norm() / (towards - away).norm())  # type: ignore[operator]
    print(
        f"Right for {len(SCALES)} scales. Scale 7 goes {length:.1f} differences beyond the answer with the prompt."
    )


def _guidance_misconception(
    answer: torch.Tensor, away: torch.Tensor, towards: torch.Tensor, scale: float
) -> str:
    if _near(answer, towards + scale * (towards - away)):
        return (
            "this counts from the answer with the prompt; here scale 1 is that answer and 0 the one without."
        )
    if _near(answer, towards + scale * (away - towards)):
        return "the two are swapped: it leads away from the prompt."
    if _near(answer, away + scale * towards):
        return "the difference of the two answers is what is enlarged, not the answer with the prompt."
    if _near(answer, scale * (towards - away)):
        return "that is the direction alone: begin at the answer without the prompt."
    return "begin at the answer without the prompt, and go `scale` times the way to the answer with it."


def check_step(ddim_step: Step) -> None:
    """Walk from noise with `ddim_step` and with diffusers' scheduler, a random model answering both."""
    scheduler = DDIMScheduler.from_config(
        training_scheduler().config, clip_sample=False, set_alpha_to_one=False
    )
    scheduler.set_timesteps(N_STEPS)
    power = scheduler.alphas_cumprod
    largest = 0.0
    for number in (N_STEPS // 2, *range(N_STEPS - 1)):  # the first step, from pure noise, is a special case
        t, following = scheduler.timesteps[number : number + 2]
        noisy, velocity = _draws(2, seed=number)
        now, then = power[t], power[following]
        answer = ddim_step(noisy, velocity, now, then)
        if answer is None:
            print("not attempted")
            return
        wanted = scheduler.step(velocity, t, noisy).prev_sample
        largest = max(largest, float((answer - wanted).abs().max()))
        if not _near(answer, wanted):
            off = float((answer - wanted).norm() / wanted.norm())
            print(
                f"Step {number + 1}: {off:.0%} off. {_step_misconception(answer, noisy, velocity, now, then)}"
            )
            return
    print(f"Right: in {N_STEPS - 1} steps never more than {largest:.0e} from diffusers' scheduler.")


def _step_misconception(
    answer: torch.Tensor, noisy: torch.Tensor, velocity: torch.Tensor, now: torch.Tensor, then: torch.Tensor
) -> str:
    clean, noise = _clean_and_noise(noisy, velocity, now)
    if not torch.isfinite(answer).all():
        return "It holds NaN: at the first step the picture's amplitude is 0, so divide by nothing."
    if _near(answer, clean):
        return "That is the guess of the clean picture: step there at once, and 20 steps are one."
    if _near(answer, then**0.5 * clean):
        return "The noise that is left is missing: the next level has its share of it."
    if _near(answer, noisy - velocity):
        return "The answer is no noise to subtract: it is v = a noise - s clean."
    if _near(answer, solution_step(noisy, velocity, now**2, then**2)):
        return "alpha_cumprod is a power; amplitudes are its square roots."
    if _near(answer, then * clean + (1 - then) * noise):
        return "alpha_cumprod is a power: the next amplitudes are its square roots too."
    if _near(answer, now**0.5 * clean + (1 - now) ** 0.5 * noise):
        return "Nothing moves: mix them again with the amplitudes of the next level."
    if _near(answer, noisy):
        return "Nothing moves."
    return "First split noisy into clean = a noisy - s v and noise = s noisy + a v, then mix them as the next level does."


def _clean_and_noise(
    noisy: torch.Tensor, velocity: torch.Tensor, now: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    a, s = now**0.5, (1 - now) ** 0.5
    return a * noisy - s * velocity, s * noisy + a * velocity


def _draws(n: int, *, seed: int = 0) -> torch.Tensor:
    return torch.randn(n, 1, 32, 16, 16, generator=torch.Generator().manual_seed(seed))


def _near(a: torch.Tensor, b: torch.Tensor) -> bool:
    return bool((a - b).norm() < 1e-3 * b.norm())


def solution_guidance(away: torch.Tensor, towards: torch.Tensor, scale: float) -> torch.Tensor:
    """From the answer without the prompt, `scale` times the way to the one with it."""
    return away + scale * (towards - away)


def solution_step(
    noisy: torch.Tensor, velocity: torch.Tensor, now: torch.Tensor, then: torch.Tensor
) -> torch.Tensor:
    """Split what is there into picture and noise, mix them anew with less noise."""
    clean, noise = _clean_and_noise(noisy, velocity, now)
    return then**0.5 * clean + (1 - then) ** 0.5 * noise
