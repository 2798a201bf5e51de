"""Notebook 08: what a denoiser is trained with, and a LoRA that has learned something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from riffdemo import synth, toy
from riffdemo.audio import Audio
from riffdemo.engine import Engine
from riffdemo.training import toy as toy_training
from riffdemo.training.lora import Lora, add_lora, latents_from_audio, prediction_loss, train_lora

Loss = Callable[..., torch.Tensor | None]
Learn = Callable[[Engine, torch.Tensor, Sequence[str]], Lora | None]

POINTS = toy.two_moons(1_000)
CAPTION = "plucked notes at random"
N_TAUGHT, N_NEW = 4, 2


class _Recorder(toy_training.Denoiser):
    """Notes what it was asked, and answers with a tenth of it."""

    asked: torch.Tensor | None = None

    def forward(self, noisy: torch.Tensor, signal: torch.Tensor) -> torch.Tensor:
        self.asked = noisy
        return 0.1 * noisy


def check_loss(loss: Loss) -> None:
    """Look at what `loss` asks the model and compares with, then train a toy with it."""
    clean, noise = torch.randn(2, 64, 2, generator=torch.Generator().manual_seed(0))
    a = torch.linspace(0.1, 0.9, 64)[:, None]
    s = (1 - a**2).sqrt()
    recorder = _Recorder()
    answer = loss(recorder, clean, noise, a)
    if answer is None:
        print("not attempted")
        return
    if recorder.asked is None:
        print("The model was never asked: call model(noisy, signal).")
        return
    if not _near(recorder.asked, a * clean + s * noise):
        print(_question_misconception(recorder.asked, clean, noise, a, s))
        return
    targets = {
        "": a * noise - s * clean,
        "It compares with the noise; this model answers with the velocity a noise - s clean.": noise,
        "It compares with the clean point; this model answers with the velocity a noise - s clean.": clean,
        "The velocity has the wrong sign: a noise - s clean.": s * clean - a * noise,
        "It compares with what the model was shown: it would learn to do nothing.": recorder.asked,
    }
    errors = {name: (0.1 * recorder.asked - target).square() for name, target in targets.items()}
    if answer.dim() or not _near(answer, errors[""].mean()):
        print(_answer_misconception(answer, errors))
        return
    learned = toy_training.train(POINTS, loss=loss, n_steps=800, show_at=(800,))  # type: ignore[arg-type]
    off = float(np.median(toy_training.distances(learned.results[800], POINTS)))
    print(f"Right. Trained with it for 800 steps, half of what the toy paints is within {off:.2f} of a moon.")


def _question_misconception(
    asked: torch.Tensor, clean: torch.Tensor, noise: torch.Tensor, a: torch.Tensor, s: torch.Tensor
) -> str:
    if _near(asked, a * clean + (1 - a) * noise):
        return "The noise has the amplitude root(1 - signal**2), so that powers add up to 1, not amplitudes."
    if _near(asked, s * clean + a * noise):
        return "The two amplitudes are swapped: signal belongs to the clean point."
    if _near(asked, clean + s * noise):
        return "The clean point must shrink as the noise grows, or the spread does not stay the same."
    if _near(asked, clean):
        return "The model is shown the clean point: nothing is left to learn."
    return "Show it signal * clean + root(1 - signal**2) * noise."


def _answer_misconception(answer: torch.Tensor, errors: dict[str, torch.Tensor]) -> str:
    if answer.dim():
        return f"A loss is one number, this has the shape {tuple(answer.shape)}: take the mean."
    if _near(answer, errors[""].sum()):
        return "The sum grows with the batch, and so would the steps: take the mean."
    if _near(answer, errors[""].mean().sqrt()):
        return "No root: its slope never gets smaller, however small the error."
    for name, error in errors.items():
        if _near(answer, error.mean()):
            return name
    return "The mean of (answer - (a noise - s clean)) squared."


def pieces(engine: Engine) -> list[Audio]:
    """Plucked notes at random, as long as the model's clips: those to be taught, then the new ones."""
    params = engine.params
    return [
        synth.music(seconds=params.loop_seconds, seed=seed, sample_rate=params.sample_rate)
        for seed in range(N_TAUGHT + N_NEW)
    ]


def check_lora(learn: Learn, engine: Engine) -> None:
    """Let `learn` train on four pieces, and measure on two others, with and without what it learned."""
    latents = torch.cat([latents_from_audio(engine, piece) for piece in pieces(engine)])
    taught, fresh = latents[:N_TAUGHT], latents[N_TAUGHT:]
    lora = learn(engine, taught, [CAPTION] * len(taught))
    if lora is None:
        print("not attempted")
        return
    if all(not weight.any() for name, weight in lora.items() if "lora_B" in name):
        print("B is still 0, so that nothing is added: train for some steps.")
        return
    before = [prediction_loss(engine, clips, [CAPTION] * len(clips)) for clips in (taught, fresh)]
    add_lora(engine, lora)
    after = [prediction_loss(engine, clips, [CAPTION] * len(clips)) for clips in (taught, fresh)]
    add_lora(engine, lora, scale=-1.0)
    change = [100 * (new / old - 1) for new, old in zip(after, before, strict=True)]
    measured = f"{change[0]:+.1f} % on the pieces it was taught, {change[1]:+.1f} % on new ones"
    if change[1] < -0.5:
        print(f"Right, it has learned: its loss changes by {measured}.")
    elif change[0] < -0.5:
        print(
            f"It has learned these pieces by heart: its loss changes by {measured}. Train less, or with a lower rank."
        )
    else:
        print(f"It has learned nothing of use: its loss changes by {measured}.")
        print(
            "Too high a learning rate makes it worse, and other captions or other latents teach something else."
        )


def _near(x: torch.Tensor, y: torch.Tensor) -> bool:
    return x.shape == y.shape and bool((x - y).norm() < 1e-4 * y.norm())


def solution_loss(
    model: toy_training.Denoiser, clean: torch.Tensor, noise: torch.Tensor, signal: torch.Tensor
) -> torch.Tensor:
    """Mix, ask, compare."""
    rest = (1 - signal**2).sqrt()
    answer = model(signal * clean + rest * noise, signal)
    return (answer - (signal * noise - rest * clean)).square().mean()


def solution_learn(engine: Engine, latents: torch.Tensor, captions: Sequence[str]) -> Lora:
    """A short training."""
    return train_lora(engine, latents, captions, n_steps=60)
