"""Teach the shipped model a sound of your own: a LoRA, a small file of what to add to the big weights.

    python -m riffdemo.training.lora --audio folder --caption "my kitchen drums" --out kitchen.safetensors

Every stretch of 5.12 s of every sound in the folder is a picture to learn from. Then, in Python:

    add_lora(engine, load_lora("kitchen.safetensors"))
    riff.text_to_audio(engine, "my kitchen drums")

diffusers' own `engine.pipeline.load_lora_weights("kitchen.safetensors")` reads the file as well; it needs peft.

Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021, arXiv:2106.09685.

Explained in notebook 08.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from diffusers import DDPMScheduler
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion_img2img import retrieve_latents
from safetensors.torch import load_file, save_file
from torch import nn

from riffdemo.audio import Audio, load_audio
from riffdemo.audio.files import SOUND_SUFFIXES
from riffdemo.errors import ParameterError
from riffdemo.tasks.inits import picture_from_init
from riffdemo.training.config import step_generator
from riffdemo.training.diffusion import stratified_timesteps, velocity_loss

if TYPE_CHECKING:
    from riffdemo.engine import Engine

Lora = Mapping[str, torch.Tensor]
"""Two thin matrices, A and B, for each layer that is changed, by the names that diffusers gives such files."""

CAPTION_DROPOUT = 0.1
_LAYERS = ("to_q", "to_k", "to_v", "to_out.0")
_PREFIX, _DOWN, _UP = "unet.", ".lora_A.weight", ".lora_B.weight"


class LowRank(nn.Module):
    """A frozen layer W x plus B A x: A has `rank` rows, B as many columns and starts at 0, so nothing changes."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Linear(layer.in_features, rank, bias=False)
        self.up = nn.Linear(rank, layer.out_features, bias=False)
        nn.init.normal_(self.down.weight, std=1 / rank)
        nn.init.zeros_(self.up.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """W x + B A x."""
        out: torch.Tensor = self.layer(x) + self.up(self.down(x))
        return out


def latents_from_audio(engine: Engine, audio: Audio) -> torch.Tensor:
    """The clips that a sound is cut into, as the model sees them: (clips, channels, height, width), unit spread."""
    pipeline = engine.pipeline
    length = round(engine.params.loop_seconds * audio.sample_rate)
    size = pipeline.window * pipeline.vae_scale_factor
    starts = range(0, max(1, audio.n_samples - length // 2), length)
    clips = [Audio(audio.samples[:, start : start + length], audio.sample_rate) for start in starts]
    pictures = [picture_from_init(engine, clip) for clip in clips]
    pixels = pipeline.image_processor.preprocess(pictures, size, size).to(pipeline.device, pipeline.vae.dtype)
    with torch.no_grad():
        latents = retrieve_latents(pipeline.vae.encode(pixels), sample_mode="argmax")
    scaled: torch.Tensor = latents.float() * pipeline.vae.config.scaling_factor
    return scaled


def train_lora(
    engine: Engine,
    latents: torch.Tensor,
    captions: Sequence[str],
    *,
    n_steps: int = 200,
    rank: int = 4,
    batch_size: int = 4,
    learning_rate: float = 2e-3,
    seed: int = 0,
    on_step: Callable[[int, float], None] = lambda step, loss: None,
) -> Lora:
    """What to add to the model, so that it paints more like `latents`; the engine itself is left as it was.

    Args:
        engine: The model, in float32.
        latents: See `latents_from_audio`.
        captions: What each of them is.
        n_steps, batch_size, learning_rate, seed: As everywhere.
        rank: Columns of the thin matrices: what can be learned, and the size of the file.
        on_step: Told the number of every step and its loss.

    Raises:
        ParameterError: Captions are missing, or the model is not one that can be trained here.
    """
    _check_trainable(engine, latents, captions)
    unet = engine.pipeline.unet
    scheduler = DDPMScheduler.from_config(engine.pipeline.scheduler.config)
    words = {caption: engine.pipeline.prompts.embed(caption).clone() for caption in ("", *captions)}
    unet.requires_grad_(False)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = {
            name: LowRank(layer, rank).to(unet.device) for name, layer in _attention_layers(unet).items()
        }
    for name, layer in layers.items():
        unet.set_submodule(name, layer)
    learned = [weight for layer in layers.values() for weight in (layer.down.weight, layer.up.weight)]
    optimizer = torch.optim.AdamW(learned, lr=learning_rate, weight_decay=0.0)
    try:
        for step in range(n_steps):
            draw = step_generator(torch.device("cpu"), seed, step)
            rows = torch.randint(len(latents), (batch_size,), generator=draw).tolist()
            dropped = (torch.rand(batch_size, generator=draw) < CAPTION_DROPOUT).tolist()
            texts = ["" if drop else captions[row] for row, drop in zip(rows, dropped, strict=True)]
            loss = velocity_loss(
                unet,
                scheduler,
                latents[rows],
                torch.stack([words[text] for text in texts]),
                noise=torch.randn(latents[rows].shape, generator=draw).to(latents),
                timesteps=stratified_timesteps(batch_size, draw).to(latents.device),
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            on_step(step + 1, float(loss.detach()))
    finally:
        for name, layer in layers.items():
            unet.set_submodule(name, layer.layer)
    return {
        f"{_PREFIX}{name}{end}": part.weight.detach().cpu()
        for name, layer in layers.items()
        for end, part in ((_DOWN, layer.down), (_UP, layer.up))
    }


def add_lora(engine: Engine, lora: Lora, *, scale: float = 1.0) -> None:
    """Add `scale` times a LoRA to the model; a negative scale takes it away again, up to rounding.

    Raises:
        ParameterError: The LoRA is made for another model.
    """
    names = [name.removeprefix(_PREFIX).removesuffix(_DOWN) for name in lora if name.endswith(_DOWN)]
    layers = _attention_layers(engine.pipeline.unet)
    shapes = {
        name: (lora[f"{_PREFIX}{name}{_UP}"].shape[0], lora[f"{_PREFIX}{name}{_DOWN}"].shape[1])
        for name in names
    }
    strangers = [name for name in names if name not in layers or layers[name].weight.shape != shapes[name]]
    if strangers or not names:
        raise ParameterError(
            f"The LoRA does not fit {engine.info.name} ({(strangers or ['it is empty'])[0]}): give one made with it."
        )
    with torch.no_grad():
        for name in names:
            change = lora[f"{_PREFIX}{name}{_UP}"] @ lora[f"{_PREFIX}{name}{_DOWN}"]
            layers[name].weight += scale * change.to(layers[name].weight)


@torch.no_grad()
def prediction_loss(
    engine: Engine, latents: torch.Tensor, captions: Sequence[str], *, n_draws: int = 4, seed: int = 0
) -> float:
    """The model's mean loss on clips, with the same noises and timesteps at every call: compare before and after."""
    pipeline = engine.pipeline
    words = torch.stack([pipeline.prompts.embed(caption) for caption in captions])
    scheduler = DDPMScheduler.from_config(pipeline.scheduler.config)
    losses = []
    for number in range(n_draws):
        draw = step_generator(torch.device("cpu"), seed, number)
        noise = torch.randn(latents.shape, generator=draw).to(latents)
        timesteps = stratified_timesteps(len(latents), draw, power=1.0).to(latents.device)
        losses.append(
            float(velocity_loss(pipeline.unet, scheduler, latents, words, noise=noise, timesteps=timesteps))
        )
    return sum(losses) / n_draws


def save_lora(lora: Lora, path: str | Path) -> Path:
    """Write a LoRA as safetensors."""
    save_file({name: weight.contiguous() for name, weight in lora.items()}, path)
    return Path(path)


def load_lora(path: str | Path) -> Lora:
    """Read what `save_lora` wrote."""
    lora: Lora = load_file(path)
    return lora


def _attention_layers(unet: nn.Module) -> dict[str, nn.Linear]:
    return {
        name: layer
        for name, layer in unet.named_modules()
        if isinstance(layer, nn.Linear) and name.endswith(_LAYERS) and ".attn" in name
    }


def _check_trainable(engine: Engine, latents: torch.Tensor, captions: Sequence[str]) -> None:
    if len(captions) != len(latents) or not captions:
        raise ParameterError(
            f"There are {len(latents)} clips and {len(captions)} captions: give one for each clip."
        )
    if engine.pipeline.scheduler.config.prediction_type != "v_prediction":
        raise ParameterError(
            f"{engine.info.name} does not predict velocity: train it with diffusers' own scripts."
        )
    if engine.dtype != "float32":
        raise ParameterError(f"The model is loaded in {engine.dtype}: load it with dtype='float32' to train.")


def main(argv: list[str] | None = None) -> None:
    """Command line: a folder of sounds in, a LoRA out."""
    from riffdemo.engine import load_engine

    parser = argparse.ArgumentParser(description="Teach the model a sound of your own.")
    parser.add_argument("--audio", type=Path, required=True, help="folder of sounds")
    parser.add_argument("--caption", required=True, help="what is heard in all of them")
    parser.add_argument("--out", type=Path, required=True, help="the file to write, .safetensors")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--rank", type=int, default=4)
    options = parser.parse_args(argv)
    paths = sorted(path for path in options.audio.glob("*") if path.suffix.lower() in SOUND_SUFFIXES)
    if not paths:
        parser.error(f"{options.audio} holds no sound")
    engine = load_engine(dtype="float32")
    latents = torch.cat([latents_from_audio(engine, load_audio(path)) for path in paths])

    def report(step: int, loss: float) -> None:
        if step % 20 == 0:
            sys.stderr.write(f"step {step} of {options.steps}: loss {loss:.3f}\n")

    captions = [options.caption] * len(latents)
    lora = train_lora(engine, latents, captions, n_steps=options.steps, rank=options.rank, on_step=report)
    sys.stdout.write(f"{len(captions)} clips learned: {save_lora(lora, options.out)}\n")


if __name__ == "__main__":
    main()
