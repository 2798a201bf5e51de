"""Speed and memory of text to audio, and of the pipeline against what lies below it.

    python -m benchmarks.generate [--checkpoint FOLDER] [--threads 2 4] [--rounds 7] [--stable-diffusion] [--compile]

Times are medians of rounds in which the things compared take turns; ratios are medians of the ratios within a
round, so that a busy machine shifts both sides. The best round is printed beside the median. --stable-diffusion
compares one model of Stable Diffusion 1.5's size, with random weights, against diffusers' own pipeline in float32;
it needs 12 GB of memory and a few minutes. --compile says what torch.compile costs and gains.
"""

from __future__ import annotations

import argparse
import copy
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import numba
import torch

from riffdemo.engine import Engine, load_engine
from riffdemo.image import mel_from_image
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.pipeline.recipe import Recipe
from riffdemo.pipeline.schedulers import scheduler_from_name
from riffdemo.tasks import text_to_audio

PROMPT = "funk bassline with a jazzy saxophone"
SECONDS = {2: 1.2, 4: 0.7}  # bars by number of threads
MIB = 2**10  # ru_maxrss is in KiB


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoint")
    parser.add_argument("--threads", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--stable-diffusion", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--peak-memory", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peak_memory:
        text_to_audio(load_engine(arguments.checkpoint), PROMPT)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB)
        return
    if arguments.stable_diffusion:
        torch.set_num_threads(max(arguments.threads))
        print_stable_diffusion(arguments.rounds)
        return
    if arguments.compile:
        torch.set_num_threads(max(arguments.threads))
        print_compilation(arguments.checkpoint, arguments.rounds)
        return
    print_first_clip(arguments.checkpoint)
    engine = load_engine(arguments.checkpoint)
    print(f"{engine.checkpoint} in {engine.dtype} on {engine.device}")
    for n_threads in arguments.threads:
        if n_threads <= (os.cpu_count() or 1):
            torch.set_num_threads(n_threads)
            numba.set_num_threads(min(n_threads, numba.config.NUMBA_NUM_THREADS))
            print_speed(engine, n_threads, arguments.rounds)
    print_memory(arguments.checkpoint)


def print_first_clip(checkpoint: str | None) -> None:
    """A fresh process: what a first click and a second one with another prompt take."""
    started = time.perf_counter()
    engine = load_engine(checkpoint)
    loaded = time.perf_counter()
    text_to_audio(engine, PROMPT)
    first = time.perf_counter()
    text_to_audio(engine, "church bells", seed=1)
    second = time.perf_counter()
    print(
        f"load {loaded - started:.2f} s, first clip {first - loaded:.2f} s, second clip {second - first:.2f} s"
    )


def print_speed(engine: Engine, n_threads: int, rounds: int) -> None:
    image = text_to_audio(engine, PROMPT)[0].image
    mel = mel_from_image(image)
    recipe = [Recipe(prompt=PROMPT)]
    steps, guidance = engine.default_steps, engine.default_guidance
    options: dict[str, Any] = {"num_inference_steps": steps, "guidance_scale": guidance}
    bare = bare_call(engine.pipeline, steps, guidance)
    times = interleaved(
        {
            "clip": lambda: text_to_audio(engine, PROMPT),
            "four": lambda: text_to_audio(engine, PROMPT, num_variations=4),
            "inversion": lambda: engine.converter.audio_from_mel(mel),
            "paint": lambda: engine.pipeline.paint(recipe, **options),
            "bare": bare,
            "loop": lambda: engine.pipeline.paint(recipe, loop=True, **options),
        },
        rounds,
    )
    clip, bar = times["clip"], SECONDS.get(n_threads)
    print(f"{n_threads} threads, {engine.default_steps} steps")
    print(
        f"  one clip of {engine.params.clip_seconds:.2f} s      {spread(clip)}{f'   bar {bar} s' if bar else ''}"
    )
    print(f"  real time factor         {engine.params.clip_seconds / median(clip):.1f}")
    print(f"  inversion                {100 * ratio(times['inversion'], clip):.0f} % of it   bar 20 %")
    print(
        f"  batch of 4               {4 * ratio(clip, times['four']):.2f} x the throughput of one   bar 1.3"
    )
    print(f"  overhead over bare calls {100 * (ratio(times['paint'], times['bare']) - 1):.1f} %   bar 3 %")
    print(f"  painting a loop          {ratio(times['loop'], times['paint']):.2f} x the time of a clip")


def bare_call(pipeline: RiffPipeline, steps: int, guidance: float) -> Callable[[], object]:
    """The same text encoder, UNet, scheduler and VAE without a pipeline around them; the texts are encoded once."""
    guides = torch.stack((pipeline.prompts.embed(""), pipeline.prompts.embed(PROMPT)))
    unet, vae = pipeline.unet, pipeline.vae
    size = (1, unet.config.in_channels, pipeline.window, pipeline.window)

    @torch.inference_mode()
    def call() -> object:
        scheduler = scheduler_from_name("DPM++ 2M", pipeline.scheduler.config)
        scheduler.set_timesteps(steps)
        x = torch.randn(size, generator=torch.Generator().manual_seed(0)) * scheduler.init_noise_sigma
        for t in scheduler.timesteps:
            away, towards = unet(x.repeat(2, 1, 1, 1).to(unet.dtype), t, guides).sample.float().chunk(2)
            x = scheduler.step(away + guidance * (towards - away), t, x).prev_sample
        return vae.decode((x / vae.config.scaling_factor).to(vae.dtype)).sample.float()

    return call


def print_memory(checkpoint: str | None) -> None:
    command = [sys.executable, "-m", "benchmarks.generate", "--peak-memory"]
    command += ["--checkpoint", checkpoint] if checkpoint else []
    peak = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])
    print(f"peak memory of a process that makes one clip: {peak:.0f} MiB   bar 1,500")


def print_compilation(checkpoint: str | None, rounds: int) -> None:
    """A denoising step, eager and compiled, in seconds of CPU time, which a busy machine does not stretch."""
    pipeline = load_engine(checkpoint).pipeline
    recipe = [Recipe(prompt=PROMPT)]
    inputs: dict[str, Any] = {"num_inference_steps": 2, "guidance_scale": 3.5}
    unets = {"eager": pipeline.unet, "compiled": torch.compile(pipeline.unet)}

    def paint(unet: Any) -> object:
        pipeline.unet = unet
        return pipeline.paint(recipe, **inputs)

    paint(unets["eager"])
    before = cpu_seconds()
    paint(unets["compiled"])
    compilation = cpu_seconds() - before
    times = interleaved({name: partial(paint, unet) for name, unet in unets.items()}, rounds, cpu_seconds)
    gain = (median(times["eager"]) - median(times["compiled"])) / inputs["num_inference_steps"]
    print(f"torch.compile, {torch.get_num_threads()} threads, CPU time")
    print(f"  compilation              {compilation:.0f} s, for each shape anew")
    print(f"  two steps, eager         {spread(times['eager'])}")
    print(f"  two steps, compiled      {spread(times['compiled'])}")
    print(f"  pays after               {compilation / gain:.0f} steps" if gain > 0 else "  never pays")


def cpu_seconds() -> float:
    """CPU time of this process and of the compilers that it ran."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def print_stable_diffusion(rounds: int) -> None:
    """A step of 512 x 512 with guidance, and the decoding, ours against diffusers' pipeline in float32."""
    from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel

    from riffdemo.engine.hardware import fastest_dtype
    from riffdemo.testing import random_pipeline

    models: Any = (UNet2DConditionModel, AutoencoderKL)
    small = random_pipeline("stable-diffusion-1")
    unet = models[0](sample_size=64, cross_attention_dim=small.text_encoder.config.hidden_size)
    vae = models[1](
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
    )
    parts = {
        "text_encoder": small.text_encoder,
        "tokenizer": small.tokenizer,
        "scheduler": small.scheduler,
        "safety_checker": None,
        "feature_extractor": None,
        "requires_safety_checker": False,
    }
    stock: Any = StableDiffusionPipeline(unet=unet.eval(), vae=vae.eval(), **parts)
    stock.set_progress_bar_config(disable=True)
    half = [copy.deepcopy(part).to(dtype=fastest_dtype()) for part in (unet, vae, small.text_encoder)]
    for part in half[:2]:
        part.to(memory_format=torch.channels_last)
    ours: Any = RiffPipeline(unet=half[0], vae=half[1], **{**parts, "text_encoder": half[2]})
    times = interleaved(
        {
            "stock": lambda: stock("a", num_inference_steps=2, guidance_scale=7.0),
            "ours": lambda: ours.paint([Recipe(prompt="a")], num_inference_steps=2, guidance_scale=7.0),
        },
        rounds,
    )
    print(f"Stable Diffusion 1.5's size, random weights, 2 steps, {torch.get_num_threads()} threads")
    print(f"  diffusers, float32        {spread(times['stock'])}")
    print(f"  riffdemo, {half[0].dtype}  {spread(times['ours'])}")
    print(f"  {ratio(times['stock'], times['ours']):.1f} times faster   bar 4")


def interleaved(
    actions: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each action in each round; one more round before the first is not counted."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            started = clock()
            action()
            if number:
                times[name].append(clock() - started)
    return times


def ratio(a: list[float], b: list[float]) -> float:
    return median(x / y for x, y in zip(a, b, strict=True))


def spread(times: list[float]) -> str:
    return f"{median(times):.3f} s (best {min(times):.3f})"


if __name__ == "__main__":
    main()
