"""From a checkpoint's name to an engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from riffdemo.engine.checkpoint import checkpoint_info
from riffdemo.engine.engine import Engine
from riffdemo.engine.quiet import quiet_libraries


def load_engine(
    checkpoint: str | Path | None = None,
    *,
    device: str = "auto",
    dtype: str = "auto",
    report: Callable[[str], None] = lambda message: None,
) -> Engine:
    """Load a model.

    Args:
        checkpoint: None for the shipped model; a folder in diffusers' layout; or a model on the Hugging Face hub,
            "owner/name" or, pinned, "owner/name@revision". Weights must be safetensors.
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        dtype: "auto" (float16 on CUDA; on a CPU bfloat16 where a short measurement finds it faster), "float32",
            "bfloat16" or "float16". On a CPU the number of torch's threads is set to what is fastest now, unless
            OMP_NUM_THREADS chose it.
        report: Told what is being done, one line each.

    Raises:
        CheckpointError: The model is missing, incomplete, pickled, of another kind or cannot be fetched.
        ParameterError: The device or number format does not exist here.
    """
    checkpoint_info(checkpoint)  # a name that is no checkpoint is told at once
    report("Starting PyTorch ...")
    with quiet_libraries():
        import torch

        from riffdemo.engine.loading import load_pipeline
        from riffdemo.engine.probe import checked_device, checked_dtype, fastest_thread_count
        from riffdemo.spectrogram import SpectrogramConverter

        place = checked_device(device)
        number_format = checked_dtype(dtype, place)
        if place.type == "cpu":
            torch.set_num_threads(fastest_thread_count(number_format))
        report("Loading the model ...")
        pipeline, info = load_pipeline(checkpoint, place, number_format)
    converter = SpectrogramConverter(info.params)
    return Engine(pipeline, converter.to(place) if place.type == "cuda" else converter, info)
