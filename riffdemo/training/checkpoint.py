"""From trained parts to a folder that diffusers loads: `StableDiffusionPipeline.from_pretrained(folder)`.

    python -m riffdemo.training.checkpoint --run runs/unet/pipeline --out riffdemo/checkpoints/riffdemo-small

Weights are stored in half precision and computed with in float32, or in whatever `dtype` asks for.

Explained in notebook 08.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import BertModel, BertTokenizerFast

import riffdemo.text_encoder  # noqa: F401  diffusers finds its class by name
from riffdemo.training.diffusion import painting_scheduler
from riffdemo.vae import PatchAutoencoder

UNET_FILE = "unet/diffusion_pytorch_model.safetensors"
DEFAULT_STEPS = 8
DEFAULT_GUIDANCE = 5.0


def new_pipeline(
    vae: PatchAutoencoder, encoder: BertModel, tokenizer: BertTokenizerFast, unet: UNet2DConditionModel
) -> StableDiffusionPipeline:
    """Stable Diffusion's pipeline around the trained parts."""
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=painting_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def save_pipeline(pipeline: StableDiffusionPipeline, folder: Path) -> None:
    """Write `pipeline` in diffusers' layout, weights as float16."""
    shutil.rmtree(folder, ignore_errors=True)
    pipeline.save_pretrained(folder)
    for path in folder.rglob("*.safetensors"):
        halved = {name: _halved(weight).contiguous() for name, weight in load_file(path).items()}
        save_file(halved, path, metadata={"format": "pt"})
        path.chmod(0o644)
    _drop_machine_paths(folder)


def _halved(weight: torch.Tensor) -> torch.Tensor:
    return weight.half() if weight.is_floating_point() else weight


def _drop_machine_paths(folder: Path) -> None:
    for path in folder.rglob("*.json"):
        if path.name == "tokenizer.json":
            continue
        values = json.loads(path.read_text(encoding="utf-8"))
        for key in ("_name_or_path", "is_local", "local_files_only", "name_or_path"):
            values.pop(key, None)
        path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


@torch.no_grad()
def painted(
    pipeline: StableDiffusionPipeline,
    prompts: Sequence[str],
    *,
    seed: int = 0,
    batch_size: int = 16,
    **options: Any,
) -> np.ndarray:
    """Pictures (n, 256, 256), uint8, of prompts; each starts from its own noise, drawn from `seed` and its place.

    Args:
        pipeline: The model.
        prompts: One picture each.
        seed: Fixes all of them.
        batch_size: How many are painted at once.
        options: For the pipeline: num_inference_steps, guidance_scale, ...
    """
    settings = {"num_inference_steps": DEFAULT_STEPS, "guidance_scale": DEFAULT_GUIDANCE, **options}
    batches = []
    for start in range(0, len(prompts), batch_size):
        batch = list(prompts[start : start + batch_size])
        generators = [torch.Generator().manual_seed(seed + start + i) for i in range(len(batch))]
        images = pipeline(batch, generator=generators, output_type="np", **settings).images
        batches.append(np.round(images[..., 0] * 255).astype(np.uint8))
    return np.concatenate(batches)


def mix_weights(path: Path, other: Path, share: float) -> None:
    """Replace the weights in the file `path` by (1 - share) of them and `share` of those in `other`.

    Between a tuned model and the one that it was tuned from lie models that have most of what both can do: Wortsman
    and others 2022, "Robust Fine-Tuning of Zero-Shot Models".
    """
    ours, theirs = load_file(path), load_file(other)
    mixed = {name: torch.lerp(w.float(), theirs[name].float(), share).to(w.dtype) for name, w in ours.items()}
    save_file(mixed, path, metadata={"format": "pt"})
    path.chmod(0o644)


def main(argv: list[str] | None = None) -> None:
    """Copy a trained pipeline to where the package looks for it; model card and licences stay what they are there."""
    parser = argparse.ArgumentParser(description="Ship a trained pipeline.")
    parser.add_argument("--run", type=Path, default=Path("runs/unet/pipeline"))
    parser.add_argument("--out", type=Path, default=Path("riffdemo/checkpoints/riffdemo-small"))
    parser.add_argument("--mixed-with", type=Path, help="a pipeline that --run was tuned from")
    parser.add_argument("--share", type=float, default=0.5, help="how much of its UNet comes in")
    options = parser.parse_args(argv)
    shutil.copytree(options.run, options.out, dirs_exist_ok=True)
    if options.mixed_with:
        mix_weights(options.out / UNET_FILE, options.mixed_with / UNET_FILE, options.share)


if __name__ == "__main__":
    main()
