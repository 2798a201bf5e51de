"""Wrap-around padding: a network that does not know where a loop begins.

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import torch
from diffusers.models.downsampling import Downsample2D
from torch import nn


@contextmanager
def wrapped_in_time(*modules: nn.Module, active: bool = True) -> Iterator[None]:
    """Let convolutions see the beginning to the right of the end, and the end to the left of the beginning.

    Inside the context every convolution of `modules` that pads its last axis, time, with zeros pads it with the
    columns of the other end instead; pitch is padded as before. Attention and normalisation know no order of
    columns and need nothing. Rolling the input then rolls the output.

    Args:
        modules: Networks on (batch, channels, height, width) tensors.
        active: False changes nothing.
    """
    with ExitStack() as undo:
        for layer in [layer for module in modules for layer in module.modules() if active]:
            if isinstance(layer, nn.Conv2d) and isinstance(layer.padding, tuple) and layer.padding[1]:
                _wrap_convolution(layer, undo)
            elif isinstance(layer, Downsample2D) and layer.use_conv and layer.padding == 0:
                undo.callback(layer.conv.register_forward_pre_hook(_first_column_last).remove)
        yield


def _wrap_convolution(layer: nn.Conv2d, undo: ExitStack) -> None:
    padding = layer.padding
    assert isinstance(padding, tuple)
    rows, columns = padding

    def pad(_: nn.Module, inputs: tuple[torch.Tensor]) -> torch.Tensor:
        (x,) = inputs
        return torch.cat((x[..., -columns:], x, x[..., :columns]), dim=-1)

    undo.callback(layer.register_forward_pre_hook(pad).remove)
    undo.callback(setattr, layer, "padding", padding)
    layer.padding = (rows, 0)


def _first_column_last(_: nn.Module, inputs: tuple[torch.Tensor]) -> torch.Tensor:
    """Stable Diffusion's encoder halves with one column of zeros on the right: put the first column there."""
    (x,) = inputs
    return torch.cat((x[..., :-1], x[..., :1]), dim=-1)
