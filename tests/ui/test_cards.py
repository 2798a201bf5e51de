"""Clips as the page shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from riffdemo.audio import Audio, load_audio
from riffdemo.clip import Clip, settings_from_file
from riffdemo.errors import ParameterError
from riffdemo.image import image_from_mel, load_image
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.synth import tone
from riffdemo.ui.cards import (
    FORMATS,
    card_from_clip,
    cards_from_takes,
    file_from_card,
    kept,
    peaks_from_audio,
    ticks_from_params,
)

SETTINGS = {"prompt": "a tone", "seed": 7, "loop": True}


@pytest.fixture(scope="module")
def clip() -> Clip:
    audio, params = tone(440.0, seconds=0.5), SpectrogramParams()
    return Clip(audio, image_from_mel(SpectrogramConverter(params).mel_from_audio(audio), params), SETTINGS)


def test_a_card_names_its_files_and_facts(clip: Clip, gradio_cache: Path) -> None:
    card = card_from_clip(clip, title="A tone", facts=["seed 7"])
    assert card["title"] == "A tone"
    assert card["facts"] == ["seed 7", "0.50 s"]
    assert card["loop"] is True
    assert card["link"] == "?prompt=a+tone&seed=7&loop=1"
    for part, suffix in (("sound", "wav"), ("picture", "png")):
        path = Path(card[part]["path"])
        assert path.is_relative_to(gradio_cache)
        assert path.name == card[part]["orig_name"] == f"a-tone_seed-7.{suffix}"
    np.testing.assert_array_equal(np.asarray(load_image(card["picture"]["path"])), np.asarray(clip.image))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_holds_the_settings(clip: Clip, form: str) -> None:
    path = file_from_card(card_from_clip(clip, title="A tone")["take"], form)
    assert path.name == f"a-tone_seed-7.{form}"
    assert settings_from_file(path) == SETTINGS
    if form != "png":
        assert load_audio(path).seconds == pytest.approx(0.5, abs=0.1)


def test_only_kept_cards_are_found_again(clip: Clip, gradio_cache: Path) -> None:
    card, other = kept(card_from_clip(clip, title="A tone")), card_from_clip(clip, title="Another")
    (gradio_cache / "card.json").write_text("{}")
    assert cards_from_takes([".", "../" + card["take"], other["take"], None, card["take"]]) == [card]


def test_nothing_else_can_be_fetched(clip: Clip, gradio_cache: Path) -> None:
    take = card_from_clip(clip, title="A tone")["take"]
    with pytest.raises(ParameterError, match="format"):
        file_from_card(take, "../../secret")
    (gradio_cache.parent / "secret").mkdir()
    (gradio_cache.parent / "secret" / "key.wav").touch()
    for other in ("../secret", "0" * 32, "*", ""):
        with pytest.raises(ParameterError, match="cleaned up"):
            file_from_card(other, "wav")


def test_peaks_are_the_loudest_of_each_stretch() -> None:
    samples = np.zeros((2, 4_000))
    samples[1, 2_005] = -0.5
    peaks = peaks_from_audio(Audio(samples, 8_000))
    assert len(peaks) == 400
    assert peaks[200] == 50
    assert sum(peaks) == 50


def test_ticks_stand_where_a_tone_is_painted() -> None:
    params = SpectrogramParams()
    ticks = {tick["text"]: tick["at"] for tick in ticks_from_params(params)}
    assert list(ticks) == ["100", "300", "1k", "3k", "10k"]
    for hz, text in ((300, "300"), (1_000, "1k"), (3_000, "3k")):
        mel = SpectrogramConverter(params).mel_from_audio(tone(hz, seconds=0.5))[0, :, 25]
        assert ticks[text] * params.n_mels == pytest.approx(float(mel.argmax()) + 0.5, abs=1)


def test_ticks_stay_inside_the_picture() -> None:
    assert [tick["text"] for tick in ticks_from_params(SpectrogramParams(f_min=200, f_max=2_000))] == [
        "300",
        "1k",
    ]
