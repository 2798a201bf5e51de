"""From a checkpoint's name to a pipeline that is ready to paint.

Folders and the Hugging Face hub, safetensors only, nothing random: weights that are missing are an error.

The model is not compiled: on a CPU torch.compile took 77 s for each shape and made a step 1.4 times faster, which
pays after 2,200 steps, or 280 clips, and it needs a C++ compiler (`python -m benchmarks.generate --compile`, one
thread, CPU time).
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError

from riffdemo.engine.checkpoint import (
    INDEX_FILE,
    WEIGHTED_PARTS,
    CheckpointInfo,
    check_layout,
    fingerprint,
    info_from_folder,
    local_folder,
    weights_variant,
)
from riffdemo.errors import CheckpointError
from riffdemo.pipeline.pipeline import RiffPipeline

_SMALL_FILES = ["*.json", "*/*.json", "tokenizer/*"]


def load_pipeline(
    checkpoint: str | Path | None, device: torch.device, dtype: torch.dtype
) -> tuple[RiffPipeline, CheckpointInfo]:
    """Load a checkpoint.

    Args:
        checkpoint: None for the shipped one, a folder, or "owner/name@revision" on the Hugging Face hub, which is
            asked only for what is not here yet.
        device: Where to paint.
        dtype: Number format to paint in.

    Returns:
        The pipeline, and what is known about it; its name now ends in a fingerprint of the weights.

    Raises:
        CheckpointError: It is missing, incomplete, pickled, of another architecture or cannot be fetched.
    """
    folder = local_folder(checkpoint)
    if folder is None:
        name, _, revision = str(checkpoint).partition("@")
        folder = _fetched(name, revision or None, half=dtype != torch.float32)
        info = info_from_folder(folder, name=f"{name}@{folder.name}")
        check_layout(folder)
    else:
        check_layout(folder)
        info = info_from_folder(folder)
        info = replace(info, name=f"{info.name}@{fingerprint(folder)}")
    pipeline = _loaded(folder, dtype)
    pipeline.to(device)
    for part in (pipeline.unet, pipeline.vae):
        part.to(memory_format=torch.channels_last).eval()
    rows = pipeline.picture_height
    if info.params.n_mels % rows:
        raise CheckpointError(
            f"{info.name} paints {rows} rows, its spectrograms have {info.params.n_mels}: correct its riff.json."
        )
    pipeline.picture_height = info.params.n_mels
    pipeline.clips_are_loops = info.clips_are_loops
    return pipeline, info


def _loaded(folder: Path, dtype: torch.dtype) -> RiffPipeline:
    options = {
        "variant": weights_variant(folder, half=dtype != torch.float32),
        "use_safetensors": True,
        "local_files_only": True,
    }
    pipeline_class: Any = RiffPipeline  # diffusers has no types
    try:
        pipeline: RiffPipeline = pipeline_class.from_pretrained(
            folder,
            text_encoder=_text_encoder(folder, dtype, options),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
            dtype=dtype,
            **options,
        )
    except CheckpointError:
        raise
    except (
        Exception
    ) as exc:  # the libraries raise OSError, ValueError, RuntimeError, SafetensorError, KeyError ...
        raise CheckpointError(f"{str(folder)!r} cannot be loaded ({exc}): get a complete copy.") from exc
    missing = [
        name for part in (pipeline.unet, pipeline.vae) for name, w in part.named_parameters() if w.is_meta
    ]
    if missing:
        raise CheckpointError(f"{str(folder)!r} lacks the weights {missing[0]!r}: get a complete copy.")
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _text_encoder(folder: Path, dtype: torch.dtype, options: dict[str, Any]) -> Any:
    """transformers fills weights that are missing with random numbers and only logs it: here it is an error."""
    library, name = json.loads((folder / INDEX_FILE).read_text(encoding="utf-8"))["text_encoder"]
    encoder_class = getattr(import_module(library), name)
    encoder, report = encoder_class.from_pretrained(
        folder / "text_encoder", dtype=dtype, output_loading_info=True, **options
    )
    missing = [key for key in sorted(report["missing_keys"]) if "pooler" not in key]
    if missing or report["mismatched_keys"]:
        raise CheckpointError(
            f"The text encoder in {str(folder)!r} lacks {(missing or ['weights of the right size'])[0]!r}: "
            "get a complete copy."
        )
    return encoder


def _fetched(name: str, revision: str | None, *, half: bool) -> Path:
    """The folder of a model on the hub, fetched if needed; its name is the commit."""
    try:
        commit, patterns = _wanted(name, revision, half=half)
        return Path(snapshot_download(name, revision=commit, allow_patterns=patterns))
    except (GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError) as exc:
        raise CheckpointError(
            f"The hub has no public model {name!r} with revision {revision or 'main'!r}: check the spelling."
        ) from exc
    except CheckpointError:
        raise
    except Exception as exc:  # no network: the hub raises the errors of whichever HTTP library it is built on
        return _cached(name, revision, exc)


def _wanted(name: str, revision: str | None, *, half: bool) -> tuple[str, list[str]]:
    """The commit, and which of its files are needed: half precision weights where they suffice."""
    repository = HfApi().model_info(name, revision=revision, timeout=10)
    files = [entry.rfilename for entry in repository.siblings or []]
    if INDEX_FILE not in files:
        raise CheckpointError(f"{name!r} has no {INDEX_FILE}: it is not in diffusers' layout.")
    weights = [file for part in WEIGHTED_PARTS for file in files if file.startswith(f"{part}/")]
    weights = [file for file in weights if file.endswith(".safetensors") and "non_ema" not in file]
    if not weights:
        raise CheckpointError(
            f"{name!r} has no safetensors, and pickled weights could run any code: choose another revision."
        )
    halved = [file for file in weights if ".fp16." in file]
    full = [file for file in weights if ".fp16." not in file]
    complete = len({file.split("/")[0] for file in halved}) == len(WEIGHTED_PARTS)
    return str(repository.sha), [*_SMALL_FILES, *(halved if half and complete else full)]


def _cached(name: str, revision: str | None, reason: Exception) -> Path:
    try:
        return Path(snapshot_download(name, revision=revision, local_files_only=True))
    except (OSError, RuntimeError, ValueError) as exc:
        raise CheckpointError(
            f"{name!r} is not on this machine and the hub cannot be reached ({reason}): "
            "connect to the network, or use the shipped model."
        ) from exc
