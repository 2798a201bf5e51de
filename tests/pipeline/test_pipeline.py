"""Painting, with tiny real components. The oracle is diffusers' own pipeline wherever it can do the same."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline
from PIL import Image

from riffdemo.errors import CheckpointError, ParameterError, RiffError
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.pipeline.recipe import Progress, Recipe
from riffdemo.pipeline.schedulers import SCHEDULERS, scheduler_from_name
from riffdemo.testing import random_pipeline

# diffusers calls np.array(tensor); torch's __array__ has no copy keyword yet.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)

FUNK = Recipe(prompt="funk bass", seed=3)
LAYOUTS = ["riffdemo-small", "stable-diffusion-1"]


@pytest.fixture(scope="module", params=LAYOUTS)
def pipeline(request: pytest.FixtureRequest) -> RiffPipeline:
    return random_pipeline(request.param)


@pytest.fixture(scope="module")
def small() -> RiffPipeline:
    return random_pipeline()


def paint(pipeline: RiffPipeline, *recipes: Recipe, **options: Any) -> npt.NDArray[np.float64]:
    """Levels (n, height, width, 3)."""
    options = {"num_inference_steps": 2, "guidance_scale": 3.5, **options}
    return np.stack(
        [np.asarray(image, dtype=float) for image in pipeline.paint(recipes or (FUNK,), **options)]
    )


def init_image(pipeline: RiffPipeline, *, clips: float = 1) -> Image.Image:
    side = pipeline.picture_height
    noise = np.random.default_rng(0).integers(
        0, 255, (side // 8, round(side * clips) // 8, 3), dtype=np.uint8
    )
    return Image.fromarray(noise).resize((round(side * clips), side))


def parts(pipeline: RiffPipeline) -> dict[str, Any]:
    names = ("vae", "text_encoder", "tokenizer", "unet")
    return {
        **{name: getattr(pipeline, name) for name in names},
        "safety_checker": None,
        "feature_extractor": None,
    }


def stock(pipeline: RiffPipeline, kind: Any, scheduler: str) -> Any:
    made = kind(
        **parts(pipeline),
        scheduler=scheduler_from_name(scheduler, pipeline.scheduler.config),
        requires_safety_checker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


# --- text to image ---


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_a_picture_is_the_one_that_diffusers_paints(pipeline: RiffPipeline, scheduler: str) -> None:
    ours = paint(pipeline, scheduler=scheduler, num_inference_steps=4)[0]
    theirs = stock(pipeline, StableDiffusionPipeline, scheduler)(
        FUNK.prompt,
        generator=torch.Generator().manual_seed(FUNK.seed),
        num_inference_steps=4,
        guidance_scale=3.5,
    ).images[0]
    assert np.abs(ours - np.asarray(theirs)).max() <= 1


def test_the_plain_call_is_still_diffusers_own(small: RiffPipeline) -> None:
    image = small(FUNK.prompt, generator=torch.Generator().manual_seed(3), num_inference_steps=2).images[0]
    assert image.size == (32, 32)


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("riffdemo-small", [[110, 167, 141], [124, 164, 152], [122, 116, 173]]),
        ("stable-diffusion-1", [[118, 130, 146], [130, 131, 149], [154, 144, 168]]),
    ],
)
def test_golden_slice(layout: Any, expected: list[list[int]]) -> None:
    assert np.abs(paint(random_pipeline(layout))[0, 10:13, 10:13, 0] - expected).max() <= 2


@pytest.mark.parametrize(
    "change",
    [
        {"recipe": {"prompt": "church bells"}},
        {"recipe": {"prompt": "(funk:2.5) bass"}},
        {"recipe": {"negative_prompt": "drums"}},
        {"recipe": {"negative_prompt": "(drums:2.5)"}, "than": {"negative_prompt": "drums"}},
        {"recipe": {"seed": 4}},
        {"recipe": {"end_prompt": "bells", "alpha": 0.5}},
        {"recipe": {"end_seed": 9, "alpha": 0.5}},
        {"num_inference_steps": 3},
        {"guidance_scale": 9.0},
        {"scheduler": "Euler a"},
        {"loop": True},
    ],
    ids=str,
)
def test_each_control_changes_the_picture(pipeline: RiffPipeline, change: dict[str, Any]) -> None:
    options = {key: value for key, value in change.items() if key not in ("recipe", "than")}
    base = {"prompt": FUNK.prompt, "seed": FUNK.seed, **change.get("than", {})}
    before = paint(pipeline, Recipe(**base))
    after = paint(pipeline, Recipe(**{**base, **change.get("recipe", {})}), **options)
    assert np.abs(before - after).mean() > 0.02


def test_all_schedulers_paint_different_pictures(small: RiffPipeline) -> None:
    pictures = [paint(small, scheduler=name, num_inference_steps=4) for name in SCHEDULERS]
    for i, a in enumerate(pictures):
        for b in pictures[:i]:
            assert np.abs(a - b).mean() > 0.01


def test_the_same_call_paints_the_same_picture(pipeline: RiffPipeline) -> None:
    first = paint(pipeline, scheduler="Euler a")
    paint(pipeline, Recipe(prompt="other", seed=8), scheduler="PNDM", loop=True)
    assert np.array_equal(paint(pipeline, scheduler="Euler a"), first)


@pytest.mark.parametrize("scheduler", ["DPM++ 2M", "Euler a"])
def test_a_picture_does_not_depend_on_its_batch(pipeline: RiffPipeline, scheduler: str) -> None:
    recipes = [FUNK, Recipe(prompt="bells", seed=5), Recipe(prompt="bells", seed=6, negative_prompt="x")]
    batch = paint(pipeline, *recipes, scheduler=scheduler)
    alone = np.concatenate([paint(pipeline, recipe, scheduler=scheduler) for recipe in recipes])
    assert np.abs(batch - alone).max() <= 1


def test_large_batches_are_split(pipeline: RiffPipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes = [Recipe(prompt="bells", seed=i) for i in range(3)]
    whole = paint(pipeline, *recipes, width=3 * pipeline.picture_height)
    monkeypatch.setattr("riffdemo.pipeline.pipeline._LARGEST_BATCH", 4)
    assert np.abs(paint(pipeline, *recipes, width=3 * pipeline.picture_height) - whole).max() <= 1


def test_without_guidance_the_model_is_asked_once(
    small: RiffPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    forward = small.unet.forward
    monkeypatch.setattr(
        small.unet, "forward", lambda x, *a, **k: (sizes.append(len(x)), forward(x, *a, **k))[1]
    )
    paint(small, guidance_scale=1.0, num_inference_steps=1)
    paint(small, guidance_scale=1.1, num_inference_steps=1)
    assert sizes == [1, 2]


# --- blends ---


def test_blends_begin_and_end_where_they_should(pipeline: RiffPipeline) -> None:
    ends = paint(pipeline, Recipe(prompt="funk", seed=1), Recipe(prompt="bells", seed=2))
    blends = paint(
        pipeline,
        *[Recipe(prompt="funk", seed=1, end_prompt="bells", end_seed=2, alpha=alpha) for alpha in (0.0, 1.0)],
    )
    assert np.abs(blends - ends).max() <= 1


def test_half_way_is_neither_end(pipeline: RiffPipeline) -> None:
    first, middle, last = paint(
        pipeline,
        *[Recipe(prompt="funk", seed=1, end_prompt="bells", end_seed=2, alpha=a) for a in (0, 0.5, 1)],
    )
    assert np.abs(middle - first).mean() > 0.02
    assert np.abs(middle - last).mean() > 0.02


@pytest.mark.parametrize(
    "prompt", ["", "x" * 10_000, "😀🎸" * 50, "שלום עולם", "\x00\n\t", "(((", "<|endoftext|>"]
)
def test_any_prompt_can_be_painted(pipeline: RiffPipeline, prompt: str) -> None:
    assert np.isfinite(
        paint(pipeline, Recipe(prompt=prompt, negative_prompt=prompt), num_inference_steps=1)
    ).all()


# --- from a picture ---


@torch.inference_mode()
def test_strength_0_is_a_round_trip_through_the_vae(pipeline: RiffPipeline) -> None:
    init = init_image(pipeline)
    x = torch.from_numpy(np.asarray(init).copy()).permute(2, 0, 1)[None] / 127.5 - 1
    encoded = pipeline.vae.encode(x)
    latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
    expected = (pipeline.vae.decode(latents).sample[0].permute(1, 2, 0).clamp(-1, 1) + 1) * 127.5
    got = paint(pipeline, init_image=init, strength=0.0)[0]
    assert np.abs(got - expected.numpy()).max() <= 1


@pytest.mark.parametrize("scheduler", ["DPM++ 2M", "Euler", "DDIM", "UniPC"])
def test_half_strength_is_image_to_image_of_diffusers(small: RiffPipeline, scheduler: str) -> None:
    init = init_image(small)
    theirs = stock(small, StableDiffusionImg2ImgPipeline, scheduler)(
        FUNK.prompt,
        image=init,
        strength=0.5,
        generator=torch.Generator().manual_seed(FUNK.seed),
        num_inference_steps=4,
        guidance_scale=3.5,
    ).images[0]
    ours = paint(small, init_image=init, strength=0.5, num_inference_steps=4, scheduler=scheduler)[0]
    assert np.abs(ours - np.asarray(theirs)).max() <= 1


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_more_strength_moves_further_from_the_picture(pipeline: RiffPipeline, scheduler: str) -> None:
    init = init_image(pipeline)
    options = {"init_image": init, "num_inference_steps": 8, "scheduler": scheduler}
    base = paint(pipeline, **options, strength=0.0)
    distances = [np.abs(paint(pipeline, **options, strength=s) - base).mean() for s in (0.02, 0.5, 1.0)]
    assert 0 < distances[0] < distances[1] < distances[2]


def test_full_strength_is_text_to_image(pipeline: RiffPipeline) -> None:
    assert np.array_equal(paint(pipeline, init_image=init_image(pipeline), strength=1.0), paint(pipeline))


@pytest.mark.parametrize("strength", [0.4, 1.0])
def test_what_is_not_masked_stays_to_the_pixel(pipeline: RiffPipeline, strength: float) -> None:
    init = init_image(pipeline)
    side = pipeline.picture_height
    mask = Image.new("L", init.size, "black")
    mask.paste("white", (side // 2, 0, side, side))
    got = paint(pipeline, init_image=init, mask_image=mask, strength=strength)[0]
    source = np.asarray(init, dtype=float)
    assert np.array_equal(got[:, : side // 2], source[:, : side // 2])
    assert np.abs(got[:, side // 2 :] - source[:, side // 2 :]).mean() > 1


def test_unmasked_latents_stay_too(small: RiffPipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    decode = small._decode
    monkeypatch.setattr(
        small, "_decode", lambda latents, canvas: (kept.append(latents), decode(latents, canvas))[1]
    )
    init = init_image(small)
    mask = Image.new("L", init.size, "black")
    mask.paste("white", (17, 0, 32, 32))  # touches the third of four columns of latents
    paint(small, init_image=init, mask_image=mask)
    paint(small, init_image=init, strength=0.0)
    assert torch.equal(kept[0][..., :2], kept[1][..., :2])
    assert ((kept[0] - kept[1]).abs().amax(dim=(0, 1, 2))[2:] > 1e-3).all()


def test_a_grey_mask_blends(small: RiffPipeline) -> None:
    init = init_image(small)
    source, new = np.asarray(init, dtype=float), paint(small)[0]
    grey = paint(small, init_image=init, mask_image=Image.new("L", init.size, 51))[0]
    assert np.abs(grey - (0.8 * source + 0.2 * new)).max() <= 1


def test_an_all_white_mask_is_no_mask_and_an_all_black_one_keeps_all(small: RiffPipeline) -> None:
    init = init_image(small)
    white, black = (Image.new("L", init.size, colour) for colour in ("white", "black"))
    assert np.array_equal(paint(small, init_image=init, mask_image=white), paint(small))
    assert np.array_equal(paint(small, init_image=init, mask_image=black)[0], np.asarray(init, dtype=float))


# --- sizes and loops ---


def test_pictures_have_the_height_that_was_set() -> None:
    pipeline = random_pipeline()
    native = paint(pipeline)[0]
    pipeline.picture_height = 128
    large = paint(pipeline)[0]
    assert large.shape == (128, 128, 3)
    means = large.reshape(32, 4, 32, 4, 3).mean(axis=(1, 3))
    assert np.corrcoef(means.ravel(), native.ravel())[0, 1] > 0.97
    assert paint(pipeline, init_image=init_image(pipeline), strength=0.5).shape == (1, 128, 128, 3)


@pytest.mark.parametrize("clips", [1.5, 2, 3.5])
@pytest.mark.parametrize("loop", [False, True])
def test_any_number_of_half_clips_can_be_painted(pipeline: RiffPipeline, clips: float, loop: bool) -> None:
    side = pipeline.picture_height
    assert paint(pipeline, width=int(clips * side), loop=loop).shape == (1, side, clips * side, 3)


def test_windows_of_a_wide_picture_agree_where_they_overlap(small: RiffPipeline) -> None:
    """A model that only averages its input would not notice; a join shows as a jump between columns."""
    wide = paint(small, width=96, num_inference_steps=8)[0]
    jumps = np.abs(np.diff(wide, axis=1)).mean(axis=(0, 2))
    at_joins, elsewhere = jumps[[15, 31, 47, 63, 79]].mean(), np.median(jumps)
    assert at_joins < 3 * elsewhere


@pytest.mark.parametrize("clips", [1, 1.5, 2])
def test_a_loop_has_no_beginning(
    pipeline: RiffPipeline, clips: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noise rolled by half a window gives the same picture rolled by half a window."""
    options: dict[str, Any] = {
        "width": int(clips * pipeline.picture_height),
        "loop": True,
        "num_inference_steps": 3,
    }
    expected = paint(pipeline, **options)
    draw, shift = pipeline._noise, pipeline.window // 2
    monkeypatch.setattr(pipeline, "_noise", lambda *args: draw(*args).roll(shift, dims=-1))
    rolled = np.roll(expected, shift * pipeline.picture_factor, axis=2)
    assert np.abs(paint(pipeline, **options) - rolled).max() <= 1


def test_a_model_of_loops_keeps_its_place_and_closes_every_clip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its latents are those of a plain clip; only the decoder wraps around."""
    latents: list[torch.Tensor] = []

    def painted(*, loops: bool, loop: bool) -> npt.NDArray[np.float64]:
        pipeline = random_pipeline()
        pipeline.clips_are_loops = loops
        decode = pipeline._decode
        monkeypatch.setattr(pipeline, "_decode", lambda z, canvas: (latents.append(z), decode(z, canvas))[1])
        return paint(pipeline, loop=loop)

    plain, closed = painted(loops=False, loop=False), painted(loops=True, loop=False)
    asked, forced = painted(loops=True, loop=True), painted(loops=False, loop=True)
    assert torch.equal(latents[0], latents[1])
    assert torch.equal(latents[1], latents[2])
    assert not torch.equal(latents[2], latents[3])
    assert np.array_equal(closed, asked)
    assert not np.array_equal(plain, closed)
    assert not np.array_equal(asked, forced)


def test_a_stretched_loop_has_no_seam() -> None:
    pipeline = random_pipeline()
    pipeline.picture_height = 128
    loop = paint(pipeline, loop=True)[0]
    steps = np.abs(np.diff(np.concatenate((loop, loop[:, :1]), axis=1), axis=1)).mean(axis=(0, 2))
    assert steps[-1] <= steps[:-1].max()
    assert steps[-1] < 2 * np.sort(steps)[-16:].mean()


# --- reporting ---


@pytest.mark.parametrize("scheduler", ["DPM++ 2M", "Euler", "UniPC"])
def test_steps_are_reported_and_the_last_preview_is_the_picture(
    pipeline: RiffPipeline, scheduler: str
) -> None:
    seen: list[tuple[int, int]] = []
    previews: list[npt.NDArray[np.float64]] = []

    def on_step(progress: Progress) -> None:
        seen.append((progress.index, progress.total))
        previews.append(np.asarray(progress.preview(1), dtype=float))

    options = {"num_inference_steps": 4, "scheduler": scheduler}
    recipes = FUNK, Recipe(prompt="bells", seed=9)
    picture = paint(pipeline, *recipes, **options, on_step=on_step)[1]
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert np.abs(previews[-1] - picture).max() <= 1
    assert np.abs(previews[0] - picture).mean() > 0.1


def test_previews_change_nothing(pipeline: RiffPipeline) -> None:
    assert np.array_equal(paint(pipeline, on_step=lambda progress: progress.preview(0)), paint(pipeline))


def test_an_exception_stops_at_the_next_step_and_leaves_all_in_order(pipeline: RiffPipeline) -> None:
    before = paint(pipeline, loop=True)
    calls = 0

    def stop(progress: Progress) -> None:
        nonlocal calls
        calls += 1
        raise InterruptedError

    with pytest.raises(InterruptedError):
        paint(pipeline, loop=True, num_inference_steps=5, on_step=stop)
    assert calls == 1
    assert np.array_equal(paint(pipeline, loop=True), before)


# --- refusals ---


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 33}, "width is 33: give a multiple of 16"),
        ({"width": 16}, "width is 16"),
        ({"num_inference_steps": 0}, "num_inference_steps is 0"),
        ({"guidance_scale": -1.0}, "guidance_scale is -1"),
        ({"guidance_scale": float("nan")}, "guidance_scale is nan"),
        ({"strength": 1.5}, "strength is 1.5"),
        ({"strength": 0.5}, "need an init_image"),
        ({"mask_image": Image.new("L", (32, 32))}, "need an init_image"),
        ({"init_image": Image.new("RGB", (32, 31))}, "give 32 x 32"),
        ({"init_image": Image.new("RGB", (40, 32))}, "width is 40"),
        ({"scheduler": "magic"}, "scheduler is 'magic'"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(small: RiffPipeline, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        paint(small, **options)


def test_alpha_out_of_range_and_no_recipe_are_refused(small: RiffPipeline) -> None:
    with pytest.raises(ParameterError, match=r"alpha is 1\.5"):
        paint(small, Recipe(prompt="", alpha=1.5))
    with pytest.raises(ParameterError, match="recipes is empty"):
        small.paint([])


def test_weights_that_are_no_numbers_are_told(small: RiffPipeline) -> None:
    broken = RiffPipeline(
        **{**parts(small), "unet": copy.deepcopy(small.unet)},
        scheduler=small.scheduler,
        requires_safety_checker=False,
    )
    torch.nn.init.constant_(broken.unet.conv_out.bias, float("nan"))
    with pytest.raises(RiffError, match=r"no finite numbers in torch\.float32: get the checkpoint again"):
        paint(broken)


def test_half_precision_paints_nearly_the_same(small: RiffPipeline) -> None:
    half = RiffPipeline(
        **{k: copy.deepcopy(v) for k, v in parts(small).items()},
        scheduler=small.scheduler,
        requires_safety_checker=False,
    )
    for part in (half.unet, half.vae, half.text_encoder):
        torch.nn.Module.to(part, torch.bfloat16)
    assert np.abs(paint(half) - paint(small)).mean() < 3


def test_a_start_turns_into_another_along_the_arc(pipeline: RiffPipeline) -> None:
    """At strength 0 the ends are the two pictures as the autoencoder sees them."""
    start = init_image(pipeline)
    end = Image.effect_noise(start.size, 90).convert("RGB")
    recipes = [Recipe(prompt="a", alpha=alpha) for alpha in (0.0, 0.5, 1.0)]
    got = [
        np.asarray(p, float)
        for p in pipeline.paint(recipes, init_image=start, end_init_image=end, strength=0.0)
    ]
    ends = [np.asarray(paint(pipeline, init_image=image, strength=0.0)[0], float) for image in (start, end)]
    assert np.abs(got[0] - ends[0]).max() <= 1
    assert np.abs(got[2] - ends[1]).max() <= 1
    assert np.abs(got[1] - ends[0]).mean() > 0.2


# --- LoRA ---


def test_a_lora_without_peft_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riffdemo.pipeline.pipeline.is_peft_available", lambda: False)
    with pytest.raises(CheckpointError, match="pip install peft"):
        random_pipeline().load_lora_weights("somewhere")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_lora_changes_the_picture_and_can_be_taken_out(layout: Any, tmp_path: Path) -> None:
    peft = pytest.importorskip("peft")
    teacher, student = random_pipeline(layout), random_pipeline(layout)
    before = paint(student)
    config = peft.LoraConfig(r=2, lora_alpha=2, target_modules=["to_q", "to_v"], init_lora_weights=False)
    teacher.unet.add_adapter(config)
    weights = peft.get_peft_model_state_dict(teacher.unet)
    StableDiffusionPipeline.save_lora_weights(tmp_path, unet_lora_layers=weights)
    student.load_lora_weights(tmp_path)
    with_lora = paint(student)
    np.testing.assert_allclose(with_lora, paint(teacher), atol=1)
    assert np.abs(with_lora - before).mean() > 1
    student.unload_lora_weights()
    assert np.array_equal(paint(student), before)
