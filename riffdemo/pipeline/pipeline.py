"""From prompts to pictures: Stable Diffusion with what music needs.

`RiffPipeline` is diffusers' `StableDiffusionPipeline`, so loading, LoRA, schedulers and the plain call are as
there. Its own method `paint` adds pictures of any width, loops, blends of two prompts and two seeds, a start from a
picture, masks, weights in prompts, previews and a stop between any two steps.

Everything about sizes comes from the parts: Stable Diffusion 1.5 (64 x 64 latents, factor 8) and the shipped model
(16 x 16 latents, factor 16) are painted by the same code.

Explained in notebooks 06 and 07.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion_img2img import retrieve_latents
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from diffusers.schedulers import KarrasDiffusionSchedulers
from diffusers.utils import is_peft_available
from PIL import Image
from transformers import (
    BertTokenizerFast,
    CLIPImageProcessor,
    CLIPTextModel,
    CLIPTokenizer,
    CLIPVisionModelWithProjection,
)

from riffdemo.errors import CheckpointError, ParameterError, RiffError
from riffdemo.pipeline.embeddings import PromptEncoder
from riffdemo.pipeline.latents import clean_latents, columns_at, drawn_noise, fuse, lerp, seeded, slerp
from riffdemo.pipeline.recipe import Progress, Recipe, check_arguments
from riffdemo.pipeline.schedulers import scheduler_from_name
from riffdemo.pipeline.wrapping import wrapped_in_time
from riffdemo.plan import Canvas, steps_from_strength
from riffdemo.text_encoder import LinkingBert
from riffdemo.vae import PatchAutoencoder

_LATENTS_PER_FORWARD = 2**15
_LARGEST_BATCH = 32


class RiffPipeline(StableDiffusionPipeline):  # type: ignore[misc]
    """Stable Diffusion that paints spectrograms.

    Args:
        vae: Stable Diffusion's autoencoder or the shipped model's, and likewise the next two.
        text_encoder: Prompts to embeddings.
        tokenizer: Prompts to tokens.
        unet: Says what noise is in latents.
        scheduler: Which latents come next.
        safety_checker: None: spectrograms show nobody.
        feature_extractor: Of the safety checker.
        image_encoder: Of an IP-Adapter.
        requires_safety_checker: Warn that there is none.

    Attributes:
        clips_are_loops: The model was trained on clips whose end runs into their beginning, so that all it paints
            closes by itself. Another model is made to, by wrapping its convolutions around; this one would lose
            the beat, because the padding at the edges is how it knows where a clip begins.
    """

    clips_are_loops = False

    unet: Any
    vae: Any
    text_encoder: Any
    tokenizer: Any
    scheduler: Any
    vae_scale_factor: int
    device: torch.device
    prepare_extra_step_kwargs: Callable[..., dict[str, Any]]
    set_progress_bar_config: Callable[..., None]
    save_pretrained: Callable[..., None]
    to: Callable[..., Any]

    def __init__(
        self,
        vae: AutoencoderKL | PatchAutoencoder,
        text_encoder: CLIPTextModel | LinkingBert,
        tokenizer: CLIPTokenizer | BertTokenizerFast,
        unet: UNet2DConditionModel,
        scheduler: KarrasDiffusionSchedulers,
        safety_checker: StableDiffusionSafetyChecker | None,
        feature_extractor: CLIPImageProcessor | None,
        image_encoder: CLIPVisionModelWithProjection | None = None,
        requires_safety_checker: bool = False,
    ) -> None:
        super().__init__(
            vae,
            text_encoder,
            tokenizer,
            unet,
            scheduler,
            safety_checker,
            feature_extractor,
            image_encoder,
            requires_safety_checker,
        )

    @cached_property
    def picture_height(self) -> int:
        """Rows of the pictures that `paint` takes and gives (mel bands).

        It is what the model paints unless set to a multiple of it: the shipped model paints 256 rows, which are
        stretched to 512, and all columns with them.
        """
        return self.window * self.vae_scale_factor

    @property
    def window(self) -> int:
        """Height and width of the latents that the model was trained on."""
        size = self.unet.config.sample_size
        return size if isinstance(size, int) else size[0]

    @property
    def picture_factor(self) -> int:
        """Picture columns for each column of latents."""
        return self.picture_height // self.window

    def load_lora_weights(self, *lora: Any, **options: Any) -> None:
        """Add a LoRA, as diffusers does it: a folder, a file or a name on the hub. It needs the package peft.

        Raises:
            CheckpointError: peft is not installed.
        """
        if not is_peft_available():
            raise CheckpointError("A LoRA needs the package peft: run pip install peft, then start again.")
        super().load_lora_weights(*lora, **options)
        self.prompts.forget()

    def unload_lora_weights(self, **options: Any) -> None:
        """Take all LoRAs out again."""
        super().unload_lora_weights(**options)
        self.prompts.forget()

    @torch.inference_mode()
    def paint(
        self,
        recipes: Sequence[Recipe],
        *,
        width: int | None = None,
        num_inference_steps: int = 25,
        guidance_scale: float = 7.0,
        scheduler: str = "DPM++ 2M",
        init_image: Image.Image | None = None,
        end_init_image: Image.Image | None = None,
        mask_image: Image.Image | None = None,
        strength: float = 1.0,
        loop: bool = False,
        on_step: Callable[[Progress], None] | None = None,
    ) -> list[Image.Image]:
        """Paint one picture for each recipe, all in one batch.

        Every recipe has its own noise, drawn on the CPU. An exception from `on_step` stops the painting between
        two steps and leaves the pipeline ready for the next call.

        Args:
            recipes: One or more.
            width: Columns, a multiple of half a model-sized picture, at least one. Wider pictures are painted in
                windows that overlap by half and are fused at every step. None takes the width of `init_image`,
                or one model-sized picture.
            num_inference_steps: Steps from pure noise, 1 or more; `strength` runs part of them.
            guidance_scale: How far to go beyond what the model would do without the prompt; 1 or less does not
                ask for that and takes half of the time, but knows no negative prompt.
            scheduler: One of `riffdemo.pipeline.schedulers.SCHEDULERS`.
            init_image: Picture to start from, `picture_height` rows.
            end_init_image: What `init_image` turns into as a recipe's alpha grows; of the same size, without a mask.
            mask_image: White is painted anew, black stays what `init_image` is, to the pixel; grey blends.
            strength: How much noise covers `init_image`: 0 only encodes and decodes it, 1 leaves nothing of it.
            loop: The last column runs into the first.
            on_step: Called after every step.

        Returns:
            RGB pictures of `picture_height` rows and `width` columns.

        Raises:
            ParameterError: An argument is out of range or does not fit another one.
            RiffError: The model gave no finite numbers.
        """
        canvas = self._canvas(width, init_image, loop)
        check_arguments(
            recipes,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            strength=strength,
            init_image=init_image,
            mask_image=mask_image,
        )
        self.scheduler = scheduler_from_name(scheduler, self.scheduler.config)
        networks = [self.vae] if self.clips_are_loops else [self.unet, self.vae]
        with wrapped_in_time(*networks, active=canvas.loop and len(canvas.windows) == 1):
            # 1. Where to lead: embeddings (guides x batch, tokens, width)
            embeddings = self._guides(recipes, guided=guidance_scale > 1)
            # 2. Where to start: latents (batch, channels, height, columns)
            timesteps = self._last_timesteps(*steps_from_strength(num_inference_steps, strength))
            generators = [seeded(recipe.seed) for recipe in recipes]
            draws = [self._noise(*pair, canvas.width) for pair in zip(recipes, generators, strict=True)]
            noise = torch.stack(draws).to(self.device)
            init = None if init_image is None else self._encode(init_image, canvas).expand_as(noise)
            if init is not None and end_init_image is not None:
                end = self._encode(end_init_image, canvas)[0]
                init = torch.stack([slerp(init[0], end, recipe.alpha) for recipe in recipes])
            kept = None if mask_image is None else self._kept(mask_image, canvas)
            latents = self._noised(None if strength == 1 else init, noise, timesteps)
            # 3. Step by step from noise to music
            options = self.prepare_extra_step_kwargs(generators, 0.0)
            for index, timestep in enumerate(timesteps, 1):
                noisy = self.scheduler.scale_model_input(latents, timestep)
                output = self._predict(noisy, timestep, embeddings, guidance_scale, canvas)
                latents = self.scheduler.step(output, timestep, latents, return_dict=False, **options)[0]
                if kept is not None:
                    latents = torch.where(kept, self._noised(init, noise, timesteps[index:]), latents)
                if on_step is not None:
                    preview = self._previewer(output, noisy, timestep, canvas)
                    on_step(Progress(index, len(timesteps), preview))
            # 4. Pictures
            images = [self._image(picture) for picture in self._decode(latents, canvas)]
        if init_image is None or mask_image is None:
            return images
        mask = mask_image.convert("L").resize(init_image.size)
        return [Image.composite(image, init_image.convert("RGB"), mask) for image in images]

    # --- prompts ---

    @cached_property
    def prompts(self) -> PromptEncoder:
        """What turns prompts into embeddings; `prompts.forget()` after its text encoder has changed."""
        return PromptEncoder(self.tokenizer, self.text_encoder)

    def _guides(self, recipes: Sequence[Recipe], *, guided: bool) -> torch.Tensor:
        texts = [self._text_guide(recipe) for recipe in recipes]
        away = [self.prompts.embed(recipe.negative_prompt) for recipe in recipes] if guided else []
        return torch.stack(away + texts)

    def _text_guide(self, recipe: Recipe) -> torch.Tensor:
        start = self.prompts.embed(recipe.prompt)
        if recipe.end_prompt is None:
            return start
        return lerp(start, self.prompts.embed(recipe.end_prompt), recipe.alpha)

    # --- latents ---

    def _noise(self, recipe: Recipe, generator: torch.Generator, columns: int) -> torch.Tensor:
        shape = (self.unet.config.in_channels, self.window, columns)
        start = drawn_noise(generator, shape, period=self.window)
        if recipe.end_seed is None:
            return start
        return slerp(start, drawn_noise(seeded(recipe.end_seed), shape, period=self.window), recipe.alpha)

    def _last_timesteps(self, run: int, total: int) -> torch.Tensor:
        """The last `run` timesteps of a schedule of `total`."""
        self.scheduler.set_timesteps(total, device=self.device)
        timesteps: torch.Tensor = self.scheduler.timesteps
        if len(timesteps) == total:
            return timesteps[total - run :]
        # PNDM takes its second timestep twice, wherever it starts.
        rest = timesteps[timesteps.diff(prepend=timesteps[:1] + 1) != 0][total - run :]
        return torch.cat((rest[:2], rest[1:]))

    def _noised(
        self, init: torch.Tensor | None, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """Latents as they are before the first of `timesteps`, none of which are left when they are clean."""
        if init is None:
            return noise * self.scheduler.init_noise_sigma
        if len(timesteps) == 0:
            return init
        noised: torch.Tensor = self.scheduler.add_noise(init, noise, timesteps[:1].expand(len(noise)))
        return noised

    def _predict(
        self,
        noisy: torch.Tensor,
        timestep: torch.Tensor,
        embeddings: torch.Tensor,
        guidance_scale: float,
        canvas: Canvas,
    ) -> torch.Tensor:
        """The model's answer with guidance, float32, of the shape of `noisy` (batch, channels, height, columns)."""
        n_guides = len(embeddings) // len(noisy)
        inputs = torch.cat([columns_at(noisy, window) for window in canvas.windows])  # (windows x batch, ...)
        inputs = inputs.repeat(n_guides, 1, 1, 1)  # (guides x windows x batch, ...)
        guides = torch.cat([part.repeat(len(canvas.windows), 1, 1) for part in embeddings.chunk(n_guides)])
        inputs = inputs.to(self.unet.dtype)
        batches = [slice(i, i + self._batch) for i in range(0, len(inputs), self._batch)]
        answers = [
            self.unet(inputs[i], timestep, encoder_hidden_states=guides[i], return_dict=False)[0]
            for i in batches
        ]
        output = torch.cat(answers).float()
        if n_guides == 2:
            away, towards = output.chunk(2)
            output = away + guidance_scale * (towards - away)
        return fuse(output.chunk(len(canvas.windows)), canvas)

    @property
    def _batch(self) -> int:
        """Windows in one forward pass: many small ones, few large ones."""
        return min(_LARGEST_BATCH, max(2, _LATENTS_PER_FORWARD // self.window**2))

    # --- pictures ---

    def _canvas(self, width: int | None, init_image: Image.Image | None, loop: bool) -> Canvas:
        clip = self.window * self.picture_factor
        if init_image is not None:
            width = width or init_image.width
            if init_image.size != (width, self.picture_height):
                raise ParameterError(
                    f"init_image has {init_image.width} x {init_image.height} pixels: "
                    f"give {width} x {self.picture_height}."
                )
        width = width or clip
        if width < clip or width % (clip // 2):
            raise ParameterError(f"width is {width}: give a multiple of {clip // 2} columns, {clip} or more.")
        closes = loop or (self.clips_are_loops and width == clip)
        return Canvas(width // self.picture_factor, self.window, closes)

    def _kept(self, mask_image: Image.Image, canvas: Canvas) -> torch.Tensor:
        """Where latents stay what they are, bool (1, height, columns): their whole patch is black."""
        size = (canvas.width * self.picture_factor, self.picture_height)
        mask = torch.from_numpy(np.asarray(mask_image.convert("L").resize(size), dtype=np.float32))[None]
        touched = F.adaptive_max_pool2d(mask, (self.window, canvas.width))
        return (touched == 0).to(self.device)

    def _encode(self, image: Image.Image, canvas: Canvas) -> torch.Tensor:
        """The latents of a picture, (1, channels, height, columns); always the same ones."""
        levels = np.asarray(image.convert("RGB"), dtype=np.float32) / 127.5 - 1
        picture = torch.from_numpy(levels).permute(2, 0, 1)[None].to(self.device)
        picture = F.interpolate(
            picture, scale_factor=self.vae_scale_factor / self.picture_factor, mode="area"
        )
        picture = picture.to(self.vae.dtype)
        windows = canvas.enlarged(self.vae_scale_factor).windows
        parts = [self.vae.encode(columns_at(picture, window)) for window in windows]
        latents = [retrieve_latents(part, sample_mode="argmax").float() for part in parts]
        return fuse(latents, canvas) * self.vae.config.scaling_factor

    def _decode(self, latents: torch.Tensor, canvas: Canvas) -> torch.Tensor:
        """Pictures of latents, about [-1, 1], float32 (batch, 3, picture_height, picture width)."""
        latents = (latents / self.vae.config.scaling_factor).to(self.vae.dtype)
        parts = [
            self.vae.decode(columns_at(latents, window), return_dict=False)[0].float()
            for window in canvas.windows
        ]
        pictures = fuse(parts, canvas.enlarged(self.vae_scale_factor))
        return _stretched(pictures, self.picture_height / pictures.shape[-2], loop=canvas.loop)

    def _previewer(
        self, output: torch.Tensor, noisy: torch.Tensor, timestep: torch.Tensor, canvas: Canvas
    ) -> Callable[[int], Image.Image]:
        scheduler = self.scheduler

        @torch.inference_mode()
        def preview(number: int = 0) -> Image.Image:
            one = slice(number, number + 1)
            alpha_cumprod = scheduler.alphas_cumprod[timestep.long().cpu()].to(output)
            clean = clean_latents(output[one], noisy[one], alpha_cumprod, scheduler.config.prediction_type)
            return self._image(self._decode(clean, canvas)[0])

        return preview

    def _image(self, picture: torch.Tensor) -> Image.Image:
        """(3, height, width) in [-1, 1] as RGB, rounded."""
        if not torch.isfinite(picture.sum()):
            exact = self.unet.dtype == torch.float32
            repair = "get the checkpoint again" if exact else "load it with dtype='float32'"
            raise RiffError(f"The model gave no finite numbers in {self.unet.dtype}: {repair}.")
        levels = picture.mul(127.5).add_(128).clamp_(0, 255).to(torch.uint8).cpu()  # cut to the nearest
        return Image.merge("RGB", [Image.fromarray(plane.numpy()) for plane in levels])


def _stretched(pictures: torch.Tensor, scale: float, *, loop: bool) -> torch.Tensor:
    """Pictures (batch, 3, height, width) enlarged, a loop across its seam too; of grey ones one plane is."""
    if scale == 1:
        return pictures
    grey = bool((pictures == pictures[:, :1]).all())
    planes = pictures[:, :1] if grey else pictures
    margin = 4 if loop else 0
    wrapped = torch.cat((planes[..., planes.shape[-1] - margin :], planes, planes[..., :margin]), dim=-1)
    large = F.interpolate(wrapped, scale_factor=scale, mode="bicubic")
    cut = round(margin * scale)
    return large[..., cut : large.shape[-1] - cut].expand(-1, 3, -1, -1)
