from __future__ import annotations

import contextlib
import io
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.io.wavfile
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from riffdemo.audio import Audio, load_audio, save_audio
from riffdemo.audio.files import SOUND_SUFFIXES, bytes_from_audio, comment_from_file
from riffdemo.errors import AudioError, MetadataError, ParameterError, RiffError
from riffdemo.metadata import Metadata
from riffdemo.params import SpectrogramParams
from tests.test_metadata import max_values, settings_dicts
from tests.test_params import spectrogram_params

RATE = 44_100


def tone(n_samples: int = 4_000, *, n_channels: int = 1, sample_rate: int = RATE) -> Audio:
    phase = 2 * np.pi * 440 * np.arange(n_samples) / sample_rate
    return Audio(np.stack([0.5 * np.sin(phase + c) for c in range(n_channels)]), sample_rate)


def noise(n_samples: int) -> Audio:
    return Audio(np.random.default_rng(0).uniform(-0.5, 0.5, n_samples), RATE)


def through(read: Callable[[Path], Any], content: bytes, folder: Path) -> Any:
    path = folder / "a.any"
    path.write_bytes(content)
    return read(path)


# Reading


@pytest.mark.parametrize(
    ("form", "subtype", "bits"),
    [
        ("WAV", "PCM_U8", 8),
        ("WAV", "PCM_16", 16),
        ("WAV", "PCM_24", 24),
        ("WAV", "PCM_32", 24),
        ("WAV", "FLOAT", 24),
        ("WAV", "DOUBLE", 24),
        ("FLAC", "PCM_16", 16),
        ("FLAC", "PCM_24", 24),
        ("AIFF", "PCM_S8", 8),
        ("AIFF", "PCM_16", 16),
        ("AIFF", "PCM_24", 24),
        ("OGG", "VORBIS", 5),
        ("OGG", "OPUS", 5),
        ("MP3", "MPEG_LAYER_III", 5),
    ],
)
@pytest.mark.parametrize("n_channels", [1, 2])
def test_reads_each_format(tmp_path: Path, form: str, subtype: str, bits: int, n_channels: int) -> None:
    original = tone(n_channels=n_channels, sample_rate=48_000)
    soundfile.write(tmp_path / "a.any", original.samples.T, 48_000, format=form, subtype=subtype)
    audio = load_audio(tmp_path / "a.any")
    assert audio.sample_rate == 48_000
    assert audio.samples.shape == original.samples.shape
    error = abs(audio.samples - original.samples)
    if bits < 8:  # lossy: its first and last block are coarse
        error = error[:, 1_000:-1_000]
    assert error.max() <= 2.1 * 0.5**bits


@pytest.mark.parametrize("n_channels", [1, 2, 3, 6, 8])
@pytest.mark.parametrize("sample_rate", [8_000, 11_025, 192_000])
def test_reads_channels_and_rates(tmp_path: Path, n_channels: int, sample_rate: int) -> None:
    original = tone(n_channels=n_channels, sample_rate=sample_rate)
    save_audio(original, tmp_path / "a.flac", bit_depth=24)
    audio = load_audio(tmp_path / "a.flac")
    assert audio.sample_rate == sample_rate
    assert np.allclose(audio.samples, original.samples, atol=2**-23)


def test_scipy_reads_the_same_numbers(tmp_path: Path) -> None:
    save_audio(noise(500), tmp_path / "a.wav")
    rate, integers = scipy.io.wavfile.read(tmp_path / "a.wav")
    assert rate == RATE
    assert np.array_equal(load_audio(tmp_path / "a.wav").samples[0] * 32_768, integers)


def test_rate_and_channels_on_request(tmp_path: Path) -> None:
    save_audio(tone(9_600, n_channels=2, sample_rate=96_000), tmp_path / "a.wav")
    audio = load_audio(tmp_path / "a.wav", sample_rate=44_100, n_channels=1)
    assert (audio.sample_rate, audio.n_channels, audio.n_samples) == (44_100, 1, 4_410)
    with pytest.raises(ParameterError, match="n_channels is 5"):
        load_audio(tmp_path / "a.wav", n_channels=5)


@pytest.mark.parametrize("name", ["a.raw", "a", "ключ 🎺.wav", "a.b.c.mp3"])
def test_the_content_decides_not_the_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes_from_audio(tone(), ".flac"))
    assert load_audio(tmp_path / name).n_samples == 4_000


def test_silence_is_a_sound(tmp_path: Path) -> None:
    for suffix in SOUND_SUFFIXES:
        path = save_audio(Audio(np.zeros((2, 3_000)), RATE), tmp_path / f"a{suffix}")
        assert load_audio(path).n_samples == 3_000
        assert load_audio(path).peak == 0


def test_one_sample_is_a_sound(tmp_path: Path) -> None:
    for suffix in (".wav", ".flac", ".ogg"):
        assert load_audio(save_audio(tone(1), tmp_path / f"a{suffix}")).n_samples == 1


def wav(n_samples: int, *, n_channels: int = 1, rate: int = RATE, data: bytes = b"") -> bytes:
    size = n_samples * n_channels * 2
    fields = (b"fmt ", 16, 1, n_channels, rate, rate * 2 * n_channels, 2 * n_channels, 16, b"data", size)
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", *fields) + data


def test_a_piped_wav_has_no_length(tmp_path: Path) -> None:
    # What ffmpeg writes to a pipe: sizes of 2**32 - 1.
    data = bytearray(wav(100, data=bytes(200)))
    data[4:8] = data[40:44] = b"\xff" * 4
    (tmp_path / "a.wav").write_bytes(data)
    assert load_audio(tmp_path / "a.wav").n_samples == 100


# Faults


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="does not exist: check the name"):
        load_audio(tmp_path / "a.wav")
    with pytest.raises(AudioError, match="is a folder: give a file"):
        load_audio(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (wav(0), "holds no samples"),
        (bytes(5_000), "of an unknown kind that cannot be decoded"),
        (b"hello " * 100, "use a complete wav, flac, ogg, mp3 or aiff file"),
        (b"<!DOCTYPE html><html>", "is a web page or XML text that cannot be decoded"),
        (b"PK\x03\x04" + bytes(100), "a ZIP archive"),
        (b"\0\0\0\x20ftypM4A " + bytes(100), "an MP4 or M4A file"),
        (b"RIFF\x24\0\0\0WAVE", "cannot be decoded"),
        (b"fLaC" + bytes(100), "a FLAC sound that cannot be decoded"),
        (b"OggS" + bytes(100), "an Ogg sound that cannot be decoded"),
        (b"ID3\x04" + bytes(100), "an MP3 sound that cannot be decoded"),
        (wav(100, n_channels=9, data=bytes(1_800)), "9 channels: give 1 to 8"),
        (wav(100, rate=4_000, data=bytes(200)), "sample_rate is 4000: give a whole number from 8000"),
    ],
)
def test_files_that_are_no_sounds(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(AudioError, match=reason) as caught:
        load_audio(tmp_path / "a.wav")
    assert "a.wav" in str(caught.value)


def test_a_picture_named_wav(tmp_path: Path) -> None:
    for suffix in ("png", "jpeg", "webp", "gif", "tiff"):
        Image.new("RGB", (8, 8)).save(tmp_path / "a.wav", suffix)
        with pytest.raises(AudioError, match="picture, not a sound: read it with load_image"):
            load_audio(tmp_path / "a.wav")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_not_a_number(tmp_path: Path, value: float) -> None:
    samples = np.zeros(100)
    samples[50] = value
    soundfile.write(tmp_path / "a.wav", samples, RATE, subtype="FLOAT")
    with pytest.raises(AudioError, match=r"a\.wav' cannot be used\. 1 of 100 samples are NaN or infinite"):
        load_audio(tmp_path / "a.wav")


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3", "AIFF"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_truncated(tmp_path: Path, form: str, part: float) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, noise(100_000).samples.T, RATE, format=form)
    data = buffer.getvalue()
    (tmp_path / "a.wav").write_bytes(data)
    assert load_audio(tmp_path / "a.wav").n_samples == 100_000
    (tmp_path / "a.wav").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(AudioError, match="complete"):
        load_audio(tmp_path / "a.wav")


CONTENTS = {suffix: bytes_from_audio(tone(6_000), suffix) for suffix in SOUND_SUFFIXES}


@pytest.mark.parametrize("suffix", SOUND_SUFFIXES)
def test_damaged_headers_give_a_sound_or_one_error(suffix: str, tmp_path: Path) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), min_size=1, max_size=8))
    def damage(changes: list[tuple[int, int]]) -> None:
        content = bytearray(CONTENTS[suffix])
        for position, value in changes:
            content[position] = value
        for read in (load_audio, comment_from_file):
            with contextlib.suppress(RiffError):
                through(read, bytes(content), tmp_path)

    damage()


def test_decoded_size_is_checked_before_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A FLAC of 2**27 + 1 zeros has a few hundred kB.
    class Forbidden(soundfile.SoundFile):  # type: ignore[misc]
        frames = property(lambda self: 2**27 // self.channels + 1)

        def read(self, *args: Any, **kwargs: Any) -> Any:
            raise AssertionError("decoded")

    save_audio(tone(n_channels=2), tmp_path / "a.flac")
    monkeypatch.setattr(soundfile, "SoundFile", Forbidden)
    with pytest.raises(AudioError, match="longer than 25 minutes, the most at its rate and channels: cut it"):
        load_audio(tmp_path / "a.flac")


def test_size_of_the_file_is_checked(tmp_path: Path) -> None:
    with open(tmp_path / "a.wav", "wb") as file:
        file.write(wav(100))
        file.truncate(2 * 2**30)  # sparse
    with pytest.raises(AudioError, match="2147 MB; at most 1075 MB are read: cut it"):
        load_audio(tmp_path / "a.wav")


# Writing


def test_16_and_24_bits_are_rounded_to_nearest(tmp_path: Path) -> None:
    exact = np.array([0.0, 0.4, 0.6, -0.4, -0.6, 1.5, 2.5, 1_000.51, -1_000.51])
    for suffix in (".wav", ".flac"):
        for bits in (16, 24):
            scale = 2 ** (bits - 1)
            path = save_audio(Audio(exact / scale, RATE), tmp_path / f"a{suffix}", bit_depth=bits)
            assert (load_audio(path).samples[0] * scale).tolist() == np.rint(
                (exact / scale).astype(np.float32).astype(np.float64) * scale
            ).tolist()


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
@pytest.mark.parametrize("bits", [16, 24])
def test_lossless_files_can_be_saved_again_unchanged(tmp_path: Path, suffix: str, bits: int) -> None:
    integers = np.random.default_rng(0).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), 5_000)
    audio = Audio(integers / 2 ** (bits - 1), RATE)
    path = save_audio(audio, tmp_path / f"a{suffix}", bit_depth=bits)
    assert np.array_equal(load_audio(path).samples, audio.samples)


@pytest.mark.parametrize("suffix", SOUND_SUFFIXES)
def test_beyond_full_scale_is_clipped_and_said(tmp_path: Path, suffix: str) -> None:
    loud = Audio(1.5 * np.sign(tone(20_000).samples + 1e-9), RATE)
    with pytest.warns(UserWarning, match=r"20000 of 20000 samples were clipped.*\+3\.5 dB\): use normalize"):
        path = save_audio(loud, tmp_path / f"a{suffix}")
    audio = load_audio(path)
    assert np.median(abs(audio.samples)) == pytest.approx(1, abs=0.05)


def test_full_scale_is_not_clipped(tmp_path: Path) -> None:
    path = save_audio(Audio(np.array([1.0, -1.0]), RATE), tmp_path / "a.wav")
    assert (load_audio(path).samples[0] * 32_768).tolist() == [32_767, -32_768]


def test_levels_are_kept(tmp_path: Path) -> None:
    quiet = tone(20_000).scaled(0.01)
    for suffix in SOUND_SUFFIXES:
        audio = load_audio(save_audio(quiet, tmp_path / f"a{suffix}"))
        assert audio.n_samples == 20_000
        assert audio.rms_dbfs == pytest.approx(quiet.rms_dbfs, abs=0.15)


def test_long_vorbis_files_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    audio = tone(2_500_000, sample_rate=8_000)
    assert load_audio(save_audio(audio, tmp_path / "a.ogg")).n_samples == 2_500_000


@pytest.mark.parametrize("name", ["a.aac", "a", "a.png"])
def test_other_suffixes(tmp_path: Path, name: str) -> None:
    with pytest.raises(AudioError, match=r"give one of \.wav, \.flac, \.ogg, \.mp3"):
        save_audio(tone(), tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_suffix_in_capitals(tmp_path: Path) -> None:
    assert load_audio(save_audio(tone(), tmp_path / "A.WAV")).n_samples == 4_000


@pytest.mark.parametrize("audio", [tone(n_channels=3), tone(sample_rate=96_000), tone(sample_rate=21_600)])
def test_mp3_has_few_rates_and_channels(tmp_path: Path, audio: Audio) -> None:
    with pytest.raises(AudioError, match=r"MP3 holds 1 or 2 channels at .*: use resample and with_channels"):
        save_audio(audio, tmp_path / "a.mp3")


@pytest.mark.parametrize("rate", [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_each_rate_of_mp3(tmp_path: Path, rate: int) -> None:
    for n_channels in (1, 2):
        audio = tone(rate // 2, sample_rate=rate, n_channels=n_channels)
        again = load_audio(save_audio(audio, tmp_path / "a.mp3"))
        assert (again.sample_rate, again.samples.shape) == (rate, audio.samples.shape)


def test_bit_depth(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="bit_depth is 8: give 16 or 24"):
        save_audio(tone(), tmp_path / "a.wav", bit_depth=8)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_audio(tone(), tmp_path / "a.wav")
    before = path.read_bytes()

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(AudioError, match="disk is full: free some space"):
        save_audio(noise(100), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.wav"]


# Settings inside


@pytest.mark.parametrize("suffix", SOUND_SUFFIXES)
def test_metadata_round_trip_is_equality(suffix: str, tmp_path: Path) -> None:
    @settings(max_examples=15, deadline=None)
    @given(st.none() | spectrogram_params(), st.none() | max_values, settings_dicts)
    def round_trip(params: SpectrogramParams | None, max_value: float | None, values: dict[str, Any]) -> None:
        metadata = Metadata(params=params, max_value=max_value, settings=values)
        content = bytes_from_audio(tone(100), suffix, metadata=metadata)
        comment = through(comment_from_file, content, tmp_path)
        assert comment == ("" if metadata == Metadata() else metadata.to_json())
        assert not comment or Metadata.from_json(comment) == metadata

    round_trip()


PROMPTS = ["", "a" * 60_000, "🎺" * 5_000, "שלום עולם " * 300, "日本語 ' \" \\ \n\r\t\0 <xml>&", "é" * 2_047]


@pytest.mark.parametrize("suffix", SOUND_SUFFIXES)
@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: f"{len(prompt)}")
def test_long_and_foreign_prompts(tmp_path: Path, suffix: str, prompt: str) -> None:
    path = save_audio(tone(), tmp_path / f"a{suffix}", settings={"prompt": prompt})
    assert Metadata.from_json(comment_from_file(path)).settings == {"prompt": prompt}
    assert load_audio(path).n_samples == 4_000


@pytest.mark.parametrize("n_characters", range(3_000, 3_004))
def test_a_wav_with_settings_is_well_formed(tmp_path: Path, n_characters: int) -> None:
    path = save_audio(tone(4_001), tmp_path / "a.wav", settings={"p": "x" * n_characters}, bit_depth=24)
    data = path.read_bytes()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert len(data) % 2 == 0
    rate, samples = scipy.io.wavfile.read(path)
    assert (rate, len(samples)) == (RATE, 4_001)
    assert Metadata.from_json(comment_from_file(path)).settings == {"p": "x" * n_characters}


def test_a_wav_that_another_program_tagged(tmp_path: Path) -> None:
    soundfile_path = tmp_path / "a.wav"
    with soundfile.SoundFile(soundfile_path, "w", RATE, 1, "PCM_16") as sound:
        sound.title, sound.comment = "Title", "made by hand"
        sound.write(np.zeros(100))
    assert comment_from_file(soundfile_path) == "made by hand"


def test_settings_without_json_form_write_nothing(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match="cannot be stored"):
        save_audio(tone(), tmp_path / "a.wav", settings={"x": {1, 2}})
    assert os.listdir(tmp_path) == []


def test_comment_of_a_file_that_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"text")
    with pytest.raises(AudioError, match="cannot be decoded"):
        comment_from_file(tmp_path / "a.wav")
