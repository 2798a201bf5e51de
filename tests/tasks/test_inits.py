"""What a task may start from becomes a picture of one clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from riffdemo.audio import Audio, save_audio
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError, RiffError
from riffdemo.image import image_from_mel, save_image
from riffdemo.init_clips import init_clip
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.synth import tone
from riffdemo.tasks.inits import name_of_init, picture_from_init
from riffdemo.testing import random_engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return random_engine()


def levels(image: Image.Image) -> np.ndarray:
    return np.asarray(image, dtype=float)[..., 0]


def test_every_kind_of_start_has_the_models_size(engine: Engine, tmp_path: Path) -> None:
    sound = tone(440.0, seconds=2.0)
    photo = Image.effect_noise((100, 30), 60)
    photo.save(tmp_path / "photo.jpg")
    kinds = [
        "funk groove",
        save_audio(sound, tmp_path / "tone.wav"),
        str(tmp_path / "photo.jpg"),
        sound,
        sound.with_channels(2),
        photo,
    ]
    for init in kinds:
        image = picture_from_init(engine, init)
        assert (image.size, image.mode) == ((64, 64), "RGB")
        assert levels(image).min() < 200


def test_a_sound_is_painted_at_the_level_of_the_models_music() -> None:
    """A whole-size engine: the bundled loop through a file, however soft, gives the loop's own picture."""
    engine = random_engine(params=SpectrogramParams(n_mels=64))
    loud = init_clip("gospel choir").audio()
    pictures = [levels(picture_from_init(engine, audio)) for audio in (loud, loud.scaled(0.01))]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    own = image_from_mel(
        engine.converter.mel_from_audio(Audio(np.repeat(loud.samples, 2, axis=1), 44_100).cut(stop=5.12)),
        engine.params,
        max_value=engine.max_value,
        clip=True,
    )
    assert abs(levels(own).mean() - pictures[0].mean()) < 40  # no fade to white or black


def test_short_sounds_are_repeated_and_long_ones_cut(engine: Engine) -> None:
    clip = engine.params.loop_seconds
    click = np.zeros((1, round(clip / 2 * 22_050)))
    click[0, 1_000:1_400] = 0.5
    image = levels(picture_from_init(engine, Audio(click, 22_050)))
    half = image.shape[1] // 2
    assert np.corrcoef(image[:, :half].ravel(), image[:, half:].ravel())[0, 1] > 0.9
    long = np.concatenate((click, click, np.full((1, 5 * 22_050), 0.4)), axis=1)
    cut = levels(picture_from_init(engine, Audio(long, 22_050)))
    assert np.corrcoef(cut.ravel(), image.ravel())[0, 1] > 0.9


def test_silence_stays_white(engine: Engine) -> None:
    assert levels(picture_from_init(engine, Audio(np.zeros((1, 9_000)), 22_050))).min() == 255


def test_a_picture_of_ours_keeps_its_place_and_one_of_another_geometry_its_pitch(
    engine: Engine, tmp_path: Path
) -> None:
    sound = tone(2_000.0, seconds=1.0, sample_rate=22_050)
    pictures = []
    for params in (engine.params, SpectrogramParams(sample_rate=22_050, n_mels=128)):
        image = image_from_mel(SpectrogramConverter(params).mel_from_audio(sound), params)
        path = save_image(image, tmp_path / f"{params.n_mels}.png")
        pictures.append(levels(picture_from_init(engine, path)))
    rows = [int(picture.mean(axis=1).argmin()) for picture in pictures]
    assert abs(rows[0] - rows[1]) <= 1


def test_whole_bars_are_stretched_to_one_clip() -> None:
    engine = random_engine(params=SpectrogramParams(n_mels=64))
    loop = init_clip("drum break").audio()  # 94 bpm: its two bars are one clip
    faster = Audio(np.tile(loop.samples, 4), loop.sample_rate * 4 // 3)  # 125 bpm
    as_it_is = levels(picture_from_init(engine, faster, whole_bars=True))
    size = (512, 64)
    assert as_it_is.shape == size[::-1]
    onsets = np.maximum(-np.diff(as_it_is.mean(axis=0)), 0)
    spectrum = np.abs(np.fft.rfft(onsets - onsets.mean()))
    assert int(spectrum[1:33].argmax()) + 1 in (4, 8, 16, 32)  # onsets repeat with the beats of two bars


def test_what_is_no_file_and_no_loop_is_told(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"The init clip is 'nothing\.wav': give a file or one of"):
        picture_from_init(engine, "nothing.wav")
    (tmp_path / "bad.wav").write_text("no sound")
    with pytest.raises(RiffError, match=r"bad\.wav"):
        picture_from_init(engine, tmp_path / "bad.wav")


def test_settings_call_it_by_its_name(tmp_path: Path) -> None:
    names = [name_of_init(init) for init in ("funk groove", tmp_path / "own.wav", tone(440.0))]
    assert names == ["funk groove", "own.wav", "a sound"]
