"""The way from a file to a picture to a sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from riffdemo.audio import Audio, save_audio
from riffdemo.clip import Clip
from riffdemo.errors import ParameterError, RiffError
from riffdemo.image import image_from_mel, load_image, max_value_from_image, mel_from_image, params_from_image
from riffdemo.params import SpectrogramParams
from riffdemo.roundtrip import Conversion, round_trip
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.synth import tone, two_bar_loop


def strongest_hz(audio: Audio) -> float:
    spectrum = np.abs(np.fft.rfft(audio.samples[0]))
    return float(np.argmax(spectrum) * audio.sample_rate / audio.n_samples)


def test_a_tone_comes_back_at_its_pitch(tmp_path: Path) -> None:
    trip = round_trip(save_audio(tone(880.0, seconds=0.5), tmp_path / "tone.wav"), Conversion(quality="fast"))
    assert strongest_hz(trip.heard.audio) == pytest.approx(880.0, abs=10)
    assert trip.source is not None
    assert trip.source.audio.seconds == pytest.approx(0.5)
    assert trip.carried == {}
    assert trip.heard.settings["source"] == "tone.wav"
    assert not trip.is_cut


def test_more_work_leaves_less_error(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav")
    fast, best = (
        round_trip(path, Conversion(quality=quality), max_seconds=2) for quality in ("fast", "best")
    )
    assert 0 < best.error < fast.error < 4
    assert best.work_seconds > 0


def test_a_loop_stays_a_loop(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav", settings={"loop": True})
    trip = round_trip(path, Conversion(quality="fast"))
    assert trip.heard.image.width == 512
    assert trip.heard.audio.n_samples == 512 * 441


def test_a_picture_gives_its_settings_and_its_sound(tmp_path: Path) -> None:
    params = SpectrogramParams()
    mel = SpectrogramConverter(params).mel_from_audio(tone(440.0, seconds=0.5))
    settings = {"prompt": "a tone", "seed": 7}
    clip = Clip(tone(440.0, seconds=0.5), image_from_mel(mel, params), settings)
    trip = round_trip(clip.save(tmp_path / "tone.png"), Conversion(quality="fast"))
    assert trip.source is None
    assert trip.carried == settings
    assert strongest_hz(trip.heard.audio) == pytest.approx(440.0, abs=10)
    np.testing.assert_array_equal(mel_from_image(trip.heard.image), mel_from_image(clip.image))


def test_what_is_too_long_is_cut_and_said(tmp_path: Path) -> None:
    sound = save_audio(tone(440.0, seconds=1.0), tmp_path / "tone.wav")
    trip = round_trip(sound, Conversion(quality="fast"), max_seconds=0.5)
    assert trip.is_cut
    assert trip.source is not None
    assert trip.source.audio.seconds == pytest.approx(0.5)
    picture = round_trip(sound, Conversion(quality="fast")).heard.save(tmp_path / "tone.png")
    from_picture = round_trip(picture, Conversion(quality="fast"), max_seconds=0.5)
    assert from_picture.is_cut
    assert from_picture.heard.image.width == 51


def test_the_given_sound_keeps_its_level(tmp_path: Path) -> None:
    soft, loud = (tone(440.0, seconds=0.5, amplitude=amplitude) for amplitude in (0.1, 1.0))
    trip = round_trip(save_audio(soft, tmp_path / "soft.wav"), Conversion(quality="fast"))
    assert trip.heard.audio.rms_dbfs == pytest.approx(soft.rms_dbfs, abs=1)
    trip = round_trip(save_audio(loud, tmp_path / "loud.wav"), Conversion(quality="fast"))
    assert trip.heard.audio.peak <= 1


def test_what_is_no_sound_and_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("la la la")
    with pytest.raises(RiffError, match="not a sound"):
        round_trip(tmp_path / "notes.txt")
    with pytest.raises(RiffError, match=r"missing\.wav"):
        round_trip(tmp_path / "missing.wav")
    with pytest.raises(ParameterError, match=r"0\.1 or more"):
        round_trip(tmp_path / "notes.txt", max_seconds=0.0)


def test_what_is_asked_for_shapes_the_picture(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav")
    conversion = Conversion(n_mels=64, image_exponent=0.5, win_ms=50, quality="fast")
    trip = round_trip(path, conversion, max_seconds=1)
    assert trip.heard.image.height == 64
    params = params_from_image(trip.heard.image)
    assert (params.image_exponent, params.win_length) == (0.5, 2_205)


def test_fewer_bands_keep_less_of_the_sound(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav")
    many, few = (round_trip(path, Conversion(n_mels=n, quality="fast"), max_seconds=2) for n in (512, 32))
    assert many.distance is not None
    assert few.distance is not None
    assert few.distance > many.distance + 1


def test_more_iterations_leave_less_error(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav")
    none, many = (round_trip(path, Conversion(n_passes=n), max_seconds=2) for n in (0, 30))
    assert many.error < none.error
    assert many.heard.settings["n_passes"] == 30


def test_a_picture_is_read_with_another_exponent(tmp_path: Path) -> None:
    picture = round_trip(save_audio(two_bar_loop(), tmp_path / "loop.wav"), max_seconds=1).heard
    path = picture.save(tmp_path / "loop.png")
    heard = round_trip(path, Conversion(image_exponent=1.0)).heard
    darkness = 1 - np.asarray(load_image(path), dtype=np.float32)[::-1, :, 0] / 255
    expected = darkness * max_value_from_image(picture.image)
    np.testing.assert_allclose(mel_from_image(heard.image)[0], expected, rtol=1e-5)
    assert round_trip(path).distance is None


def test_the_textbook_makes_no_loop_and_stops_early(tmp_path: Path) -> None:
    path = save_audio(two_bar_loop(), tmp_path / "loop.wav", settings={"loop": True})
    trip = round_trip(path, Conversion(quality="textbook"), max_seconds=0.5)
    assert trip.heard.settings["quality"] == "textbook"
    assert trip.is_cut


@pytest.mark.parametrize(
    "options",
    [{"n_passes": -1}, {"n_mels": 8}, {"n_mels": 4_096}, {"win_ms": 5}, {"quality": "superb"}],
    ids=str,
)
def test_a_conversion_out_of_range_is_told(options: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match=next(iter(options))):
        Conversion(**options)
