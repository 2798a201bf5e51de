"""What is heard where the clips of an endless riff meet.

The columns around a seam beside all other columns of the same recording, in grey levels:

    painted      against the painted pictures, which no sound has exactly, here or elsewhere
    as a sound   what joining costs by itself, as in benchmarks.sound and benchmarks.interpolate: the recording's own
                 picture is cut at the seams, made a sound again stretch by stretch, and compared (bar 1.6)
    next column  each column of the recording against the one after it: a jump would stand out

And from sample to sample: the step at a seam, relative to the largest of the 400 around it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from statistics import mean, median

import numpy as np
import torch
from PIL import Image

from benchmarks.clips import CONVERT, PARAMS, column_errors, eight_bit
from benchmarks.interpolate import AROUND, around
from riffdemo.audio import Audio, concatenate
from riffdemo.image import mel_from_image
from riffdemo.live.join import joined
from riffdemo.measures import fitted_gain, grey_difference

FAR = 40  # columns from a seam to what counts as elsewhere
LAG = (
    CONVERT.stream().n_held_back + 1
)  # columns by which the sound of a clip begins before its own picture does


def print_seams(runs: list[list[tuple[Audio, Image.Image]]]) -> None:
    """The table.

    Args:
        runs: Sounds and heard columns of clips that follow one another to the sample.
    """
    measures = {"painted": painted, "as a sound": as_a_sound, "next column": next_column}
    at_seams: dict[str, list[float]] = {name: [] for name in measures}
    steps: list[float] = []
    elsewhere: dict[str, list[float]] = {name: [] for name in measures}
    for run in runs:
        recording, images = joined([(sound, 0.0) for sound, _ in run]), [image for _, image in run]
        seams = [end + LAG for end in accumulate(image.width for image in images[:-1])]
        steps += [step(before, after) for (before, _), (after, _) in pairwise(run)]
        for name, measure in measures.items():
            errors = measure(recording, images, seams)
            far = torch.ones(len(errors), dtype=torch.bool)
            for seam in seams:
                far[max(seam - FAR, 0) : seam + FAR] = False
            elsewhere[name].append(float(errors[far].mean()))
            at_seams[name] += [around(errors, seam) for seam in seams if seam + AROUND.stop <= len(errors)]
    if not at_seams["painted"]:
        print("no seams: no two clips followed one another to the sample")
        return
    print(f"{len(at_seams['painted'])} seams      at seams   worst   elsewhere   (grey levels)")
    for name, values in at_seams.items():
        bar = "   bar 1.6" if name == "as a sound" else ""
        print(f"{name:12} {mean(values):10.2f} {max(values):7.2f} {mean(elsewhere[name]):11.2f}{bar}")
    print(f"sample step  {median(steps):10.2f} {max(steps):7.2f}   of the largest around it")


def step(before: Audio, after: Audio) -> float:
    """The step from the last sample of one sound to the first of the next, relative to the largest around it."""
    steps = np.abs(np.diff(np.concatenate((before.samples[0, -200:], after.samples[0, :200]))))
    return float(steps[199] / max(steps[:199].max(), steps[200:].max(), 1e-9))


def painted(recording: Audio, images: list[Image.Image], _: list[int]) -> torch.Tensor:
    """Errors against the pictures; the gain, which moves, is fitted clip by clip."""
    found = CONVERT.mel_from_audio(recording)
    errors, at = [], 0
    loudest = max(float(mel_from_image(image).max()) for image in images)
    for image in images:
        mel = mel_from_image(image)
        part = found[..., at : at + image.width]
        scale = torch.full((*mel.shape[:-1], 1), loudest)
        part, mel = (torch.cat((m, scale), dim=-1) for m in (part * fitted_gain(part, mel), mel))
        errors.append(grey_difference(part, mel, PARAMS).abs().mean(dim=(0, 1))[:-1])
        at += image.width
    return torch.cat(errors)


def as_a_sound(recording: Audio, _: list[Image.Image], seams: list[int]) -> torch.Tensor:
    """Errors of the recording's own picture, cut at the seams and made a sound again, against that picture."""
    own = eight_bit(CONVERT.mel_from_audio(recording))
    stream = CONVERT.stream()
    stretches = pairwise([0, *seams, own.shape[-1]])
    pieces = [stream.push(own[..., start:stop]) for start, stop in stretches]
    return column_errors(concatenate([*pieces, stream.finish()]), own)


def next_column(recording: Audio, _: list[Image.Image], __: list[int]) -> torch.Tensor:
    """Differences of each column from the one after it."""
    mel = CONVERT.mel_from_audio(recording)
    return grey_difference(mel[..., 1:], mel[..., :-1], PARAMS).abs().mean(dim=(0, 1))
