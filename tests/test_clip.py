from __future__ import annotations

import os
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from riffdemo.audio import Audio, load_audio, save_audio
from riffdemo.clip import Clip, load_clip, metadata_from_file, name_from_settings, settings_from_file
from riffdemo.errors import AudioError, MetadataError, RiffError
from riffdemo.image import image_from_mel, load_image, save_image
from riffdemo.metadata import Metadata
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter

PARAMS = SpectrogramParams(
    sample_rate=16_000, win_length=800, hop_length=160, n_fft=1_600, n_mels=64, f_max=6_000, n_frames=50
)
SETTINGS: dict[str, Any] = {
    "task": "text_to_audio",
    "prompt": "jazzy rap, 日本 🎺 שלום",
    "negative_prompt": "",
    "seed": 42,
    "num_inference_steps": 20,
    "guidance_scale": 7.0,
    "seeds": [1, 2],
    "loop": None,
}
SUFFIXES = (".wav", ".flac", ".ogg", ".mp3", ".png")


def chord() -> Audio:
    time = np.arange(49 * 160) / 16_000
    return Audio(sum(0.2 * np.sin(2 * np.pi * f * time) for f in (220, 277, 330)), 16_000)


@pytest.fixture(scope="module")
def clip() -> Clip:
    mel = SpectrogramConverter(PARAMS).mel_from_audio(chord())
    return Clip(chord(), image_from_mel(mel, PARAMS, max_value=1.5 * float(mel.max())), SETTINGS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_gives_back_everything(tmp_path: Path, clip: Clip, suffix: str) -> None:
    path = clip.save(tmp_path / f"a{suffix}")
    assert settings_from_file(path) == SETTINGS
    assert metadata_from_file(path).params == PARAMS
    assert metadata_from_file(path).max_value == Metadata.from_json(clip.image.info["riffdemo"]).max_value
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_can_be_loaded_as_a_clip(tmp_path: Path, clip: Clip, suffix: str) -> None:
    again = load_clip(clip.save(tmp_path / f"a{suffix}"), quality="fast")
    assert again.settings == SETTINGS
    assert (again.audio.sample_rate, again.audio.n_samples) == (16_000, clip.audio.n_samples)
    assert again.audio.rms_dbfs == pytest.approx(clip.audio.rms_dbfs, abs=0.5)
    assert again.image.size == clip.image.size
    darkness = 255.0 - np.asarray(again.image), 255.0 - np.asarray(clip.image)
    similarity = np.corrcoef(darkness[0].ravel(), darkness[1].ravel())[0, 1]
    assert similarity > (0.75 if suffix in (".ogg", ".mp3") else 0.99)


def test_a_saved_picture_is_the_same_picture(tmp_path: Path, clip: Clip) -> None:
    assert np.array_equal(np.asarray(load_image(clip.save(tmp_path / "a.png"))), np.asarray(clip.image))
    assert np.allclose(load_audio(clip.save(tmp_path / "a.wav")).samples, clip.audio.samples, atol=2**-15)


def test_a_sound_of_another_rate_is_brought_to_the_default(tmp_path: Path) -> None:
    path = save_audio(Audio(np.zeros((2, 9_600)), 96_000), tmp_path / "a.wav")
    clip = load_clip(path)
    assert (clip.audio.sample_rate, clip.audio.n_channels, clip.audio.seconds) == (44_100, 1, 0.1)
    assert np.asarray(clip.image).min() == 255
    assert clip.settings == {}


def test_silence_stays_silent_from_file_to_file(tmp_path: Path) -> None:
    silence = Audio(np.zeros(4_410), 44_100)
    picture = load_clip(save_audio(silence, tmp_path / "a.wav")).save(tmp_path / "a.png")
    assert load_clip(picture).audio.peak == 0


def test_settings_are_copied_and_checked(clip: Clip) -> None:
    settings = {"seed": 1}
    copied = Clip(clip.audio, clip.image, settings)
    settings["seed"] = 2
    assert copied.settings == {"seed": 1}
    with pytest.raises(MetadataError, match="cannot be stored"):
        Clip(clip.audio, clip.image, {"x": np.zeros(3)})
    with pytest.raises(FrozenInstanceError):
        copied.settings = {}  # type: ignore[misc]


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.aac"])
def test_other_suffixes(tmp_path: Path, clip: Clip, name: str) -> None:
    with pytest.raises(AudioError, match=r"give one of \.wav, \.flac, \.ogg, \.mp3 or \.png"):
        clip.save(tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_files_without_settings(tmp_path: Path) -> None:
    sound = save_audio(chord(), tmp_path / "a.flac")
    picture = save_image(Image.new("RGB", (4, 4)), tmp_path / "a.png")
    for path in (sound, picture):
        assert metadata_from_file(path) == Metadata()
        with pytest.raises(MetadataError, match="holds no settings: give a file as riffdemo saved it"):
            settings_from_file(path)


def test_corrupt_settings_are_one_error(tmp_path: Path) -> None:
    picture = Image.new("RGB", (4, 512), "white")
    text = PngInfo()
    text.add_text("riffdemo", '{"riffdemo": 1, "settings": 3}')
    picture.save(tmp_path / "a.png", pnginfo=text)
    with pytest.raises(MetadataError, match="cannot be read"):
        settings_from_file(tmp_path / "a.png")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("text")
    (tmp_path / "empty.png").write_bytes(b"")
    for name, reason in [("text.wav", "cannot be decoded"), ("empty.png", "empty"), ("no.mp3", "not exist")]:
        for read in (settings_from_file, metadata_from_file, load_clip):
            with pytest.raises(RiffError, match=reason):
                read(tmp_path / name)


def test_the_content_decides_not_the_suffix(tmp_path: Path, clip: Clip) -> None:
    os.rename(clip.save(tmp_path / "a.png"), tmp_path / "a.wav")
    assert settings_from_file(tmp_path / "a.wav") == SETTINGS


# Names


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"prompt": "Funk bassline, with a jazzy saxophone!", "seed": 42},
         "funk-bassline-with-a-jazzy-saxophone_seed-42"),
        ({"prompt": "Überraschung für 日本語", "seed": 0}, "überraschung-für-日本語_seed-0"),
        ({"prompt": "हिन्दी שָׁלוֹם"}, "हिन्दी-שָׁלוֹם"),
        ({"prompt": "../../etc/passwd", "seed": -1}, "etc-passwd_seed-1"),
        ({"prompt": "C:\\con|aux?*<>\"\0\n\u202e"}, "c-con-aux"),
        ({"prompt": "CON"}, "riff-con"),
        ({"prompt": "Cafe\u0301"}, "café"),
        ({"prompt": "🎺🎺", "seed": 7}, "riff_seed-7"),
        ({"prompt": None}, "riff"),
        ({"seed": [1, 2]}, "riff_seed-1-2"),
        ({}, "riff"),
    ],
)  # fmt: skip
def test_names(settings: dict[str, Any], name: str) -> None:
    assert name_from_settings(settings) == name


@given(st.text(), st.integers() | st.text())
def test_names_are_safe_everywhere(prompt: str, seed: int | str) -> None:
    name = name_from_settings({"prompt": prompt, "seed": seed})
    assert 1 <= len(name.encode()) <= 120
    assert not set(name) & set('/\\:*?"<>|. \0')
    assert name[0] not in "-_"
    assert name.isprintable()


def test_a_name_can_be_a_file(tmp_path: Path, clip: Clip) -> None:
    assert clip.name == "jazzy-rap-日本-שלום_seed-42"
    long = Clip(clip.audio, clip.image, {"prompt": "日本語" * 200, "seed": 2**64})
    assert long.save(tmp_path / f"{long.name}.flac").exists()
