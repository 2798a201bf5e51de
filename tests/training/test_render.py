"""Rendering: loops without a seam, one loudness, pictures that agree with librosa, shards that survive a stop."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import librosa
import numpy as np
import pytest

from riffdemo.audio import Audio, loudness
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.errors import ParameterError, RiffError
from riffdemo.training import render
from riffdemo.training.corpus import Arrangement, compose
from riffdemo.training.instruments import INSTRUMENTS
from riffdemo.training.mastering import PEAK, mastered
from riffdemo.training.parts import Note, Part
from riffdemo.training.soundfont import N_SAMPLES, SAMPLE_RATE, Soundfont
from tests.test_loudness import itu_loudness

try:
    Soundfont()
except RiffError as error:
    MISSING = str(error)
else:
    MISSING = ""
needs_fluidsynth = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def flute_note(pitch: int, *, start: float = 0.0, duration: float = 7.5) -> Arrangement:
    """One held note in a loop of eight beats."""
    part = Part(
        "melody", "flute", "test", INSTRUMENTS["flute"].presets[0], (Note(start, duration, pitch, 100),)
    )
    clip = next(clip for clip in map(compose, range(100)) if clip.n_beats == 8)
    return replace(clip, lead="flute", register="high", parts=(part,), room=0.3)


def turned(clip: Arrangement, beats: float) -> Arrangement:
    """The same loop, begun `beats` later."""
    parts = tuple(
        replace(
            part, notes=tuple(replace(note, start=(note.start - beats) % clip.n_beats) for note in part.notes)
        )
        for part in clip.parts
    )
    return replace(clip, parts=parts)


@pytest.fixture(scope="module")
def renderer() -> render.Renderer:
    return render.Renderer()


class TestMastering:
    def test_silence_stays_silent(self) -> None:
        assert not mastered(np.zeros(N_SAMPLES), sample_rate=SAMPLE_RATE, room=1.0).any()

    @pytest.mark.parametrize("gain", [1e-3, 1.0, 30.0])
    def test_the_target_is_reached_from_any_level(self, gain: float) -> None:
        noise = gain * np.random.default_rng(0).standard_normal(N_SAMPLES)
        result = mastered(noise, sample_rate=SAMPLE_RATE, room=0.5)
        assert loudness(Audio(result, SAMPLE_RATE)) == pytest.approx(TARGET_LOUDNESS, abs=0.01)

    def test_a_lone_click_stays_below_full_scale(self) -> None:
        click = np.zeros(N_SAMPLES)
        click[1_000] = 0.1
        assert np.abs(mastered(click, sample_rate=SAMPLE_RATE, room=0.1)).max() == pytest.approx(PEAK)

    def test_the_room_goes_round_the_loop(self) -> None:
        noise = np.random.default_rng(0).standard_normal(N_SAMPLES) * (np.arange(N_SAMPLES) > 200_000)
        turn = 123_456
        turned_first = mastered(np.roll(noise, turn), sample_rate=SAMPLE_RATE, room=2.0)
        turned_last = np.roll(mastered(noise, sample_rate=SAMPLE_RATE, room=2.0), turn)
        gain = turned_first.std() / turned_last.std()
        assert gain == pytest.approx(1, abs=0.05), "blocks of 400 ms fall differently"
        np.testing.assert_allclose(turned_first, gain * turned_last, atol=1e-5)


class TestPicture:
    def test_agrees_with_librosa(self) -> None:
        rng = np.random.default_rng(0)
        samples = 0.1 * rng.standard_normal(N_SAMPLES).astype(np.float32)
        samples += 0.3 * np.sin(2 * np.pi * 440 * np.arange(N_SAMPLES) / SAMPLE_RATE).astype(np.float32)
        wrapped = np.concatenate([samples[-2_205:], samples, samples[:2_205]])
        mel = librosa.feature.melspectrogram(
            y=np.pad(wrapped, 6_615), sr=SAMPLE_RATE, n_fft=17_640, win_length=4_410, hop_length=441,
            center=False, power=1.0, n_mels=512, fmin=0.0, fmax=10_000.0, htk=True, norm=None,
        )[:, :512]  # fmt: skip
        grey = np.rint(255 - 255 * np.clip(mel / render.MAX_VALUE, 0, 1) ** 0.25)[::-1]
        expected = grey.reshape(256, 2, 256, 2).mean(axis=(1, 3))
        picture = render.grey_from_audio(Audio(samples[None], SAMPLE_RATE))
        assert picture.dtype == np.uint8
        assert picture.shape == (256, 256)
        np.testing.assert_allclose(picture, expected, atol=1.01)

    def test_silence_is_white(self) -> None:
        assert (render.grey_from_audio(Audio(np.zeros((1, N_SAMPLES), np.float32), SAMPLE_RATE)) == 255).all()


@needs_fluidsynth
class TestSound:
    def test_shape_and_determinism(self, renderer: render.Renderer) -> None:
        first = render.grey_from_audio(renderer.audio_from_arrangement(compose(3)))
        renderer.audio_from_arrangement(compose(4))
        again = renderer.audio_from_arrangement(compose(3))
        assert (again.n_channels, again.n_samples, again.sample_rate) == (1, N_SAMPLES, 44_100)
        difference = np.abs(render.grey_from_audio(again).astype(float) - first)
        assert difference.max() <= 8
        assert difference.mean() < 0.05

    @pytest.mark.parametrize("pitch", [72, 81, 93])
    def test_a_note_sounds_at_its_pitch(self, renderer: render.Renderer, pitch: int) -> None:
        samples = renderer.audio_from_arrangement(flute_note(pitch)).samples[0]
        spectrum = np.abs(np.fft.rfft(samples))
        spectrum[: int(250 * N_SAMPLES / SAMPLE_RATE)] = 0
        loudest = np.fft.rfftfreq(N_SAMPLES, 1 / SAMPLE_RATE)[spectrum.argmax()]
        harmonic = loudest / (440 * 2 ** ((pitch - 69) / 12))
        assert harmonic == pytest.approx(round(harmonic), rel=0.015)
        assert round(harmonic) in (1, 2)

    def test_a_melody_is_a_line(self, renderer: render.Renderer) -> None:
        """The darkest row of a lone note's picture lies at its pitch (htk mel), far darker than the rest."""
        dark = 255.0 - render.grey_from_audio(renderer.audio_from_arrangement(flute_note(84)))
        rows = dark[:, 20:220].mean(axis=1)
        mel, top = (2_595 * np.log10(1 + np.array([1_046.5, 10_000.0]) / 700)).tolist()
        assert 255 - int(rows.argmax()) == pytest.approx(256 * mel / top, abs=1.5)
        assert rows.max() > 4 * np.median(rows)

    @pytest.mark.parametrize("index", [0, 4, 8, 12, 16])
    def test_a_turned_loop_is_the_same_loop(self, renderer: render.Renderer, index: int) -> None:
        clips = [clip for clip in map(compose, range(100)) if clip.n_beats == 8]
        clip = clips[index]
        straight = render.grey_from_audio(renderer.audio_from_arrangement(clip)).astype(float)
        later = render.grey_from_audio(renderer.audio_from_arrangement(turned(clip, 1.0))).astype(float)
        same = np.abs(np.roll(later, 32, axis=1) - straight).mean()
        assert same < 3
        assert same < 0.25 * np.abs(later - straight).mean()

    def test_a_note_over_the_end_sounds_on_at_the_beginning(self, renderer: render.Renderer) -> None:
        samples = renderer.audio_from_arrangement(flute_note(84, start=6.0, duration=3.0)).samples[0]
        beat = N_SAMPLES // 8
        power = [float(np.mean(samples[at * beat : (at + 1) * beat] ** 2)) for at in range(8)]
        assert power[0] > 0.2 * power[7]
        assert power[3] < 1e-3 * power[7]
        assert abs(samples[0] - samples[-1]) <= np.abs(np.diff(samples)).max()

    def test_levels(self, renderer: render.Renderer) -> None:
        quiet = ("flute", "marimba", "harp", "music box", "bells", "vibraphone")
        solos = {
            clip.lead: clip
            for clip in map(compose, range(1_500))
            if clip.kind == "solo" and clip.lead in quiet
        }
        drums = [clip for clip in map(compose, range(200)) if clip.kind == "drums"][:4]
        for clip in [*solos.values(), *drums]:
            samples = renderer.audio_from_arrangement(clip).samples[0]
            assert TARGET_LOUDNESS - 9 < itu_loudness(samples, SAMPLE_RATE) < TARGET_LOUDNESS + 0.5
            assert np.abs(samples).max() <= PEAK + 1e-6
            grey = render.grey_from_audio(Audio(samples[None], SAMPLE_RATE))
            assert (grey == 0).mean() < 1e-3
            assert grey.min() < 90


@needs_fluidsynth
class TestShards:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(render, "SHARD_CLIPS", 2)

    def test_written_read_and_resumed(self, tmp_path: Path) -> None:
        assert list(render.render_corpus(tmp_path, clips=3)) == [(1, 2), (2, 2)]
        corpus = render.load_shards(tmp_path)
        assert corpus.images.shape == (4, 256, 256)
        assert corpus.images.dtype == np.uint8
        assert corpus.index.tolist() == [0, 1, 2, 3]
        assert corpus.attributes == [compose(index).attributes() for index in range(4)]
        assert all(len(set(captions)) == 8 for captions in corpus.captions)
        assert not list(tmp_path.glob(".*"))

        pictures, words = sorted(tmp_path.glob("*.npz")), sorted(tmp_path.glob("*.jsonl"))
        before = pictures[0].stat().st_mtime_ns, words[0].read_text(encoding="utf-8")
        pictures[1].unlink()
        words[0].unlink()
        list(render.render_corpus(tmp_path, clips=4))
        assert (pictures[0].stat().st_mtime_ns, words[0].read_text(encoding="utf-8")) == before
        again = render.load_shards(tmp_path)
        assert again.captions == corpus.captions
        assert np.abs(again.images.astype(float) - corpus.images).mean() < 0.05

    def test_a_shard_in_the_making_is_left_out(self, tmp_path: Path) -> None:
        list(render.render_corpus(tmp_path, clips=2))
        (tmp_path / "shard_0001.jsonl").write_text("{}\n", encoding="utf-8")
        assert render.load_shards(tmp_path).index.tolist() == [0, 1]


class TestFailures:
    def test_an_empty_folder_says_how_to_fill_it(self, tmp_path: Path) -> None:
        with pytest.raises(ParameterError, match=r"python -m riffdemo\.training\.render --out"):
            render.load_shards(tmp_path)

    @pytest.mark.parametrize(("clips", "workers"), [(0, 1), (1, 0)])
    def test_numbers_are_checked(self, tmp_path: Path, clips: int, workers: int) -> None:
        with pytest.raises(ParameterError, match="1 or more"):
            next(render.render_corpus(tmp_path, clips=clips, workers=workers))

    def test_a_missing_binding_says_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        soundfont = tmp_path / "some.sf2"
        soundfont.write_bytes(b"")
        monkeypatch.setitem(sys.modules, "fluidsynth", None)
        with pytest.raises(RiffError, match=r"apt install fluidsynth.*pip install pyfluidsynth"):
            Soundfont(soundfont)

    def test_a_missing_soundfont_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(RiffError, match=r"no\.sf2"):
            Soundfont(tmp_path / "no.sf2")
