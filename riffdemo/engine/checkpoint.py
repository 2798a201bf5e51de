"""Where a model lies and what it is, without loading it.

A checkpoint is a folder in diffusers' layout: model_index.json, and unet, vae, text_encoder, tokenizer and scheduler
beside it. riffdemo adds riff.json, which says how its pictures are to be read; without it the conventions of
riffusion/riffusion-model-v1 are assumed. Weights are safetensors: a pickle can run any code when it is opened.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riffdemo.errors import CheckpointError, RiffError
from riffdemo.params import SpectrogramParams
from riffdemo.pipeline.schedulers import SCHEDULERS

SHIPPED = "riffdemo-small"
CHECKPOINTS = Path(__file__).parents[1] / "checkpoints"
"""The folder of the models that come with the package."""

RIFF_FILE = "riff.json"
INDEX_FILE = "model_index.json"
WEIGHTED_PARTS = ("unet", "vae", "text_encoder")
_PARTS = (*WEIGHTED_PARTS, "tokenizer", "scheduler")
_LIBRARIES = ("diffusers", "transformers", "riffdemo.vae", "riffdemo.text_encoder", "stable_diffusion")
_PICKLES = ("*.bin", "*.ckpt", "*.pt", "*.pth")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+(@[\w./-]+)?")


@dataclass(frozen=True, kw_only=True)
class CheckpointInfo:
    """What is known about a checkpoint before it is loaded.

    Attributes:
        name: For the eyes: "riffdemo-small", "owner/name", the name of a folder.
        params: Geometry of its spectrograms.
        max_value: Magnitude of black in its pictures; None if it does not say.
        default_steps: Steps that suffice.
        default_guidance: Guidance scale that suits it.
        default_scheduler: One of `SCHEDULERS`.
        clips_are_loops: It was trained on clips whose end runs into their beginning.
    """

    name: str
    params: SpectrogramParams = field(default_factory=SpectrogramParams)
    max_value: float | None = None
    default_steps: int = 25
    default_guidance: float = 7.0
    default_scheduler: str = "DPM++ 2M"
    clips_are_loops: bool = False


def checkpoint_info(checkpoint: str | Path | None = None) -> CheckpointInfo:
    """Name and defaults of a checkpoint; of one on the hub that is not here yet, Riffusion's.

    Raises:
        CheckpointError: There is no such checkpoint, or its riff.json makes no sense.
    """
    folder = local_folder(checkpoint)
    return CheckpointInfo(name=str(checkpoint)) if folder is None else info_from_folder(folder)


def local_folder(checkpoint: str | Path | None) -> Path | None:
    """The folder of a shipped or local checkpoint; None for one on the hub.

    Raises:
        CheckpointError: It is neither of these.
    """
    name = SHIPPED if checkpoint is None else str(checkpoint)
    for folder in (CHECKPOINTS / name, Path(name).expanduser()):
        if name and folder.is_dir():
            return folder
    if name == SHIPPED:
        raise CheckpointError(
            f"The shipped model {SHIPPED!r} is not in this installation: reinstall riffdemo, or name another "
            "checkpoint, such as 'riffusion/riffusion-model-v1'."
        )
    if Path(name).is_file() or not _HUB_ID.fullmatch(name):
        raise CheckpointError(
            f"{name!r} is no checkpoint: give a folder in diffusers' layout, or a name on the Hugging Face hub "
            "such as 'riffusion/riffusion-model-v1' or 'owner/name@revision'."
        )
    return None


def info_from_folder(folder: Path, *, name: str | None = None) -> CheckpointInfo:
    """The facts in a folder's riff.json; Riffusion's where there is none.

    Raises:
        CheckpointError: The file makes no sense.
    """
    path = folder / RIFF_FILE
    name = name or folder.resolve().name
    if not path.exists():
        return CheckpointInfo(name=name)
    values = _json(path)
    try:
        info = CheckpointInfo(
            name=name,
            params=SpectrogramParams.from_dict(values.get("params", {})),
            max_value=float(values["max_value"]) if "max_value" in values else None,
            default_steps=int(values.get("num_inference_steps", CheckpointInfo.default_steps)),
            default_guidance=float(values.get("guidance_scale", CheckpointInfo.default_guidance)),
            default_scheduler=str(values.get("scheduler", CheckpointInfo.default_scheduler)),
            clips_are_loops=values.get("clips_are_loops", False) is True,
        )
    except (TypeError, ValueError, AttributeError, RiffError) as exc:
        raise CheckpointError(f"{str(path)!r} makes no sense ({exc}): get the file again.") from exc
    black = 1.0 if info.max_value is None else info.max_value
    if info.default_scheduler not in SCHEDULERS or not black > 0 or info.default_steps < 1:
        raise CheckpointError(f"{str(path)!r} has values out of range: get the file again.")
    return info


def check_layout(folder: Path) -> None:
    """Refuse what is not a complete Stable Diffusion in safetensors.

    Raises:
        CheckpointError: A file is missing, weights are pickled or it is another architecture.
    """
    if not (folder / INDEX_FILE).exists():
        raise CheckpointError(
            f"{str(folder)!r} has no {INDEX_FILE}: give a folder in diffusers' layout, such as one written by "
            "save_pretrained."
        )
    index = _json(folder / INDEX_FILE)
    for part in _PARTS:
        if not _is_loadable(index.get(part)) or not (folder / part).is_dir():
            raise CheckpointError(
                f"{str(folder)!r} has no usable {part}: it is no Stable Diffusion 1.x, or incomplete."
            )
    for part in WEIGHTED_PARTS:
        _check_weights(folder / part)
    _check_architecture(folder)


def weights_variant(folder: Path, *, half: bool) -> str | None:
    """Which of two sets of weights to read: "fp16", or None for the full ones.

    Args:
        folder: A checkpoint.
        half: They will be computed with in half precision.

    Raises:
        CheckpointError: Neither set is complete.
    """
    full, halved = (
        all(_weights(folder / part, halved=halved) for part in WEIGHTED_PARTS) for halved in (False, True)
    )
    if not full and not halved:
        raise CheckpointError(
            f"{str(folder)!r} has some weights in fp16 and some in full only: get the missing files."
        )
    return "fp16" if halved and (half or not full) else None


def fingerprint(folder: Path) -> str:
    """12 hexadecimal digits that change with any weight, so that a clip knows what made it."""
    digest = hashlib.sha256()
    for part in WEIGHTED_PARTS:
        for path in sorted((folder / part).glob("*.safetensors")):
            digest.update(path.name.encode())
            with path.open("rb") as file:
                while block := file.read(2**22):
                    digest.update(block)
    return digest.hexdigest()[:12]


def _is_loadable(entry: object) -> bool:
    """Whether an entry of model_index.json names a class of a library that is meant to be imported."""
    return isinstance(entry, list) and len(entry) == 2 and entry[0] in _LIBRARIES


def _weights(folder: Path, *, halved: bool) -> list[Path]:
    return [path for path in folder.glob("*.safetensors") if (".fp16" in path.name) == halved]


def _check_weights(folder: Path) -> None:
    if list(folder.glob("*.safetensors")):
        return
    if any(list(folder.glob(pattern)) for pattern in _PICKLES):
        raise CheckpointError(
            f"The weights in {str(folder)!r} are pickled, and opening them could run any code: "
            "convert them to safetensors (save_pretrained with safe_serialization=True does)."
        )
    raise CheckpointError(f"{str(folder)!r} holds no weights (*.safetensors): get the missing files.")


_CONDITIONED_BY_TEXT_ALONE = (None, "text")  # the token embeddings, or their mean beside them


def _check_architecture(folder: Path) -> None:
    unet, vae, text = (_json(folder / part / "config.json") for part in WEIGHTED_PARTS)
    channels = vae.get("latent_channels")
    if (unet.get("in_channels"), unet.get("out_channels")) != (channels, channels):
        raise CheckpointError(
            f"The UNet in {str(folder)!r} takes {unet.get('in_channels')} channels, the VAE makes {channels}: "
            "give a plain text-to-image model, no inpainting or depth model."
        )
    widths = (unet.get("cross_attention_dim"), text.get("hidden_size"))
    if widths[0] != widths[1] or unet.get("addition_embed_type") not in _CONDITIONED_BY_TEXT_ALONE:
        raise CheckpointError(
            f"The UNet in {str(folder)!r} listens to {widths[0]} numbers per token, the text encoder makes "
            f"{widths[1]}: give a Stable Diffusion 1.x or 2.x model."
        )


def _json(path: Path) -> Mapping[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise CheckpointError(f"{str(path)!r} is missing: get the whole checkpoint again.") from exc
    except (OSError, ValueError) as exc:
        raise CheckpointError(f"{str(path)!r} cannot be read ({exc}): get the file again.") from exc
    if not isinstance(values, dict):
        raise CheckpointError(f"{str(path)!r} holds no JSON object: get the file again.")
    return values
