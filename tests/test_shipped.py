"""The model that comes with the package: found, described and playing."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest

from riffdemo.engine import Engine, load_engine
from riffdemo.engine.checkpoint import CHECKPOINTS, SHIPPED, checkpoint_info
from riffdemo.params import SpectrogramParams
from riffdemo.tasks import arguments_from_settings, text_to_audio
from riffdemo.training.checkpoint import DEFAULT_GUIDANCE, DEFAULT_STEPS
from riffdemo.training.render import MAX_VALUE
from riffdemo.training.words import STYLE_WORDS

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(device="cpu", dtype="float32")


def test_riff_json_says_what_the_model_was_trained_with() -> None:
    info = checkpoint_info()
    assert (info.name, info.params, info.clips_are_loops) == (SHIPPED, SpectrogramParams(), True)
    assert (info.max_value, info.default_steps, info.default_guidance) == (
        MAX_VALUE,
        DEFAULT_STEPS,
        DEFAULT_GUIDANCE,
    )


def test_it_is_small_enough_to_ship() -> None:
    n_bytes = sum(path.stat().st_size for path in (CHECKPOINTS / SHIPPED).rglob("*"))
    assert n_bytes <= 110e6


def test_it_makes_music_and_makes_it_again(engine: Engine) -> None:
    (clip,) = text_to_audio(engine, "funk bassline with a jazzy saxophone", seed=42)
    (again,) = text_to_audio(engine, **arguments_from_settings(clip.settings))
    assert np.array_equal(clip.audio.samples, again.audio.samples)
    assert clip.audio.seconds == pytest.approx(5.11)
    assert -30 < clip.audio.rms_dbfs < -8
    assert clip.settings["checkpoint"].startswith("riffdemo-small@")


def test_other_prompts_and_other_seeds_are_other_music(engine: Engine) -> None:
    """Mean spectra tell prompts apart more clearly than seeds."""
    prompts = ["techno, 140 bpm", "solo piano, slow and calm"]
    clips = [text_to_audio(engine, prompt, seed=1, num_variations=2, quality="fast") for prompt in prompts]
    levels = np.array(
        [[255 - np.asarray(clip.image, dtype=float)[..., 0] for clip in pair] for pair in clips]
    )
    spectra = levels.mean(axis=3)  # (prompt, seed, row)
    between_prompts = np.abs(spectra[0, 0] - spectra[1, 0]).mean()
    between_seeds = np.abs(spectra[:, 0] - spectra[:, 1]).mean()
    assert between_prompts > 1.5 * between_seeds
    assert np.abs(levels[:, 0] - levels[:, 1]).mean() > 5


@pytest.mark.parametrize(
    ("prompt", "said", "styles"),
    [
        ("like Charlie Parker, with flute", ["charlie", "parker"], {"swing", "bebop"}),
        ("slow techno, no drums", ["techno"], {"techno"}),
        ("a mosh pit", ["a", "mo", "##sh", "pit"], {"punk", "metal"}),
        ("solo piano, minor key, 94 bpm", [], set(STYLE_WORDS)),
    ],
)
def test_the_text_encoder_finds_the_words_for_a_style(
    engine: Engine, prompt: str, said: list[str], styles: set[str]
) -> None:
    tokenizer, encoder = engine.pipeline.tokenizer, engine.pipeline.text_encoder
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    links = encoder.links(ids, encoder(ids).hidden_states[-2])
    pieces = tokenizer.convert_ids_to_tokens(ids[0])
    assert [piece for piece, mention in zip(pieces, links.mentions[0], strict=True) if mention > 0.5] == said
    assert list(STYLE_WORDS)[int(links.styles[0].argmax())] in styles


def test_half_precision_paints_the_same_music(engine: Engine) -> None:
    half = load_engine(device="cpu", dtype="bfloat16")
    exact, rounded = (
        np.asarray(text_to_audio(e, "disco", quality="fast")[0].image, float) for e in (engine, half)
    )
    assert np.square(exact - rounded).mean() < 255**2 / 10 ** (40 / 10)


def test_it_loads_in_a_process_that_has_imported_nothing_else() -> None:
    """diffusers does not import a part's module by itself; the other tests have imported it long before."""
    code = "import riffdemo; print(riffdemo.load_engine().checkpoint)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("riffdemo-small")


STOCK = """
import sys
from diffusers import StableDiffusionPipeline
{first}
pipeline = {name}.from_pretrained({folder!r})
print(pipeline("funk", num_inference_steps=1, guidance_scale=1.0).images[0].size)
"""


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("import riffdemo.text_encoder, riffdemo.vae", "StableDiffusionPipeline"),
        ("from riffdemo.pipeline.pipeline import RiffPipeline", "RiffPipeline"),
    ],
)
def test_diffusers_own_pipelines_load_it_too(first: str, name: str) -> None:
    code = STOCK.format(first=first, name=name, folder=str(CHECKPOINTS / SHIPPED))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "(256, 256)\n", run.stderr


@pytest.mark.skipif(version("diffusers") < "0.42", reason="up to then diffusers imported components by name")
def test_without_the_import_diffusers_says_what_to_import() -> None:
    """Should this fail one day, diffusers needs no import any more, and the model card can lose a line."""
    code = STOCK.format(first="", name="StableDiffusionPipeline", folder=str(CHECKPOINTS / SHIPPED))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    asked = re.search(r"import riffdemo\.(text_encoder|vae) before calling `from_pretrained`", run.stderr)
    assert asked, run.stderr  # which of the two comes first is chance
