"""Real models at toy size with random weights, for fast tests. They make noise, not music.

engine = random_engine()                                # the shipped model's parts, tiny
engine = random_engine("stable-diffusion-1")            # those of riffusion/riffusion-model-v1
write_random_checkpoint(folder, "stable-diffusion-1")   # the same as files
faults = Faults(engine)                                 # from now on it fails and dawdles as `faults` says
"""

from __future__ import annotations

import json
import string
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import diffusers
import torch
import transformers
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker

from riffdemo.engine import Engine
from riffdemo.engine.checkpoint import RIFF_FILE, CheckpointInfo
from riffdemo.engine.quiet import quiet_libraries
from riffdemo.params import SpectrogramParams
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.vae import PatchAutoencoder

Layout = Literal["riffdemo-small", "stable-diffusion-1"]

RANDOM = "random weights"
_models: Any = diffusers  # no types
_texts: Any = transformers
_pipeline: Any = RiffPipeline
_CHARACTERS = string.ascii_lowercase + string.digits + ",.-:()"
_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
_TEXT_WIDTH = 32


def random_engine(
    layout: Layout = "riffdemo-small", *, params: SpectrogramParams | None = None, seed: int = 0
) -> Engine:
    """An engine whose model has random weights, in float32 on the CPU, ready in a fraction of a second.

    Args:
        layout: Whose architecture: the shipped model's or Stable Diffusion 1's.
        params: Geometry; the default is small: 64 bands and 64 columns of 10 ms.
        seed: Of the weights.
    """
    params = params or SpectrogramParams(
        n_mels=64, n_frames=64, sample_rate=22_050, win_length=2_206, hop_length=220, n_fft=4_096
    )
    info = CheckpointInfo(name=RANDOM, params=params, max_value=100.0, default_steps=2, default_guidance=3.5)
    pipeline = random_pipeline(layout, seed=seed)
    pipeline.picture_height = params.n_mels
    return Engine(pipeline, SpectrogramConverter(params), info)


def random_pipeline(layout: Layout = "riffdemo-small", *, seed: int = 0) -> RiffPipeline:
    """The pipeline of `random_engine`: it paints 32 x 32 pixels from 4 x 4 latents or 64 x 64 from 8 x 8."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        parts = _small_parts() if layout == "riffdemo-small" else _stable_diffusion_parts()
    pipeline: RiffPipeline = _pipeline(
        **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def write_random_checkpoint(folder: Path, layout: Layout = "riffdemo-small", *, fp16: bool = False) -> Path:
    """Write a random pipeline as diffusers would; Stable Diffusion's with a safety checker, as published.

    Args:
        folder: Made if needed.
        layout: Whose architecture.
        fp16: Write the second, half precision set of weights too.

    Returns:
        `folder`.
    """
    with quiet_libraries():
        _write_checkpoint(folder, layout, fp16)
    return folder


class Faults:
    """Lets an engine fail on demand.

    Args:
        engine: Its pipeline is changed for good.

    Attributes:
        errors: Raised by the next paintings, one each.
        delay: Seconds by which each denoising step is slower.
        n_begun, n_done: Paintings that were begun, and that came to their end.
    """

    def __init__(self, engine: Engine) -> None:
        self.errors: list[Exception] = []
        self.delay = 0.0
        self.n_begun = self.n_done = 0
        self._paint = engine.pipeline.paint
        engine.pipeline.paint = self._faulty_paint  # type: ignore[method-assign]

    def _faulty_paint(self, *args: Any, on_step: Callable[[Any], None] | None = None, **options: Any) -> Any:
        def slow_step(progress: Any) -> None:
            time.sleep(self.delay)
            if on_step is not None:
                on_step(progress)

        self.n_begun += 1
        if self.errors:
            raise self.errors.pop(0)
        pictures = self._paint(*args, on_step=slow_step, **options)
        self.n_done += 1
        return pictures


def _write_checkpoint(folder: Path, layout: Layout, fp16: bool) -> None:
    pipeline = random_pipeline(layout)
    pipeline.save_pretrained(folder)
    if layout == "riffdemo-small":
        facts = {"params": {}, "max_value": 100.0, "num_inference_steps": 2, "guidance_scale": 3.5}
        (folder / RIFF_FILE).write_text(json.dumps(facts), encoding="utf-8")
    else:
        _add_safety_checker(folder)
    if fp16:
        for part in ("unet", "vae", "text_encoder"):
            getattr(pipeline, part).half().save_pretrained(folder / part, variant="fp16")


def _small_parts() -> dict[str, Any]:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_CHARACTERS, *(f"##{c}" for c in _CHARACTERS)]
    encoder = _texts.BertModel(
        _texts.BertConfig(
            vocab_size=len(words),
            hidden_size=_TEXT_WIDTH,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=_TEXT_WIDTH,
            max_position_embeddings=64,
        )
    ).eval()
    encoder.config.use_attention_mask = True
    vae = PatchAutoencoder(latent_channels=8, block_out_channels=(1, 4, 8, 8))
    for parameter in vae.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return {
        "vae": vae.eval(),
        "text_encoder": encoder,
        "tokenizer": _texts.BertTokenizerFast(
            vocab={word: i for i, word in enumerate(words)}, model_max_length=64
        ),
        "unet": _unet(channels=8, size=4, attention_head_dim=4),
        "scheduler": _models.DPMSolverMultistepScheduler(
            **_BETAS,
            prediction_type="v_prediction",
            rescale_betas_zero_snr=True,
            timestep_spacing="trailing",
        ),
    }


def _stable_diffusion_parts() -> dict[str, Any]:
    words = [*_CHARACTERS, *(f"{c}</w>" for c in _CHARACTERS), "<|startoftext|>", "<|endoftext|>"]
    end = len(words) - 1
    encoder = _texts.CLIPTextModel(
        _texts.CLIPTextConfig(
            vocab_size=len(words),
            hidden_size=_TEXT_WIDTH,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=_TEXT_WIDTH,
            bos_token_id=end - 1,
            eos_token_id=end,
            pad_token_id=end,
        )
    ).eval()
    vae = _models.AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=64,
    )
    return {
        "vae": vae.eval(),
        "text_encoder": encoder,
        "tokenizer": _texts.CLIPTokenizer(
            vocab={word: i for i, word in enumerate(words)}, merges=[], model_max_length=77
        ),
        "unet": _unet(channels=4, size=8, attention_head_dim=8),
        "scheduler": _models.PNDMScheduler(**_BETAS, skip_prk_steps=True, set_alpha_to_one=False),
    }


def _unet(*, channels: int, size: int, attention_head_dim: int) -> Any:
    return _models.UNet2DConditionModel(
        sample_size=size,
        in_channels=channels,
        out_channels=channels,
        block_out_channels=(32, 32),
        layers_per_block=1,
        cross_attention_dim=_TEXT_WIDTH,
        attention_head_dim=attention_head_dim,
        norm_num_groups=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    ).eval()


def _add_safety_checker(folder: Path) -> None:
    """The entries that published Stable Diffusion checkpoints have and riffdemo leaves alone."""
    tiny = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    config = _texts.CLIPConfig(
        text_config={**tiny, "vocab_size": 8},
        vision_config={**tiny, "image_size": 8, "patch_size": 4},
        projection_dim=8,
    )
    StableDiffusionSafetyChecker(config).save_pretrained(folder / "safety_checker")
    _texts.CLIPImageProcessor().save_pretrained(folder / "feature_extractor")
    _write_published_tokenizer(folder / "tokenizer")
    path = folder / "model_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    index.update(
        _class_name="StableDiffusionPipeline",
        safety_checker=["stable_diffusion", "StableDiffusionSafetyChecker"],
        feature_extractor=["transformers", "CLIPImageProcessor"],
        requires_safety_checker=True,
    )
    path.write_text(json.dumps(index, indent=2), encoding="utf-8")


def _write_published_tokenizer(folder: Path) -> None:
    """The files of a tokenizer from before tokenizer.json."""
    model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.json").write_text(json.dumps(model["vocab"]), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    special = {
        "bos_token": "<|startoftext|>",
        **dict.fromkeys(("eos_token", "unk_token", "pad_token"), "<|endoftext|>"),
    }
    config = {**special, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer", "do_lower_case": True}
    (folder / "special_tokens_map.json").write_text(json.dumps(special), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
