from itertools import pairwise

import numpy as np
import pytest
import torch

from riffdemo import measures, synth
from riffdemo.audio import Audio, concatenate
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.qualities import Quality
from riffdemo.spectrogram import QUALITIES, SpectrogramConverter, on_device

PARAMS = SpectrogramParams()
CONVERT = SpectrogramConverter()
SHORT = SpectrogramParams(n_mels=128, n_fft=4_410, f_max=8_000)


@pytest.fixture(scope="module")
def music() -> Audio:
    return synth.music(seconds=1.2)


@pytest.fixture(scope="module")
def mel(music) -> torch.Tensor:
    return CONVERT.mel_from_audio(music)


def error_of(audio: Audio, mel: torch.Tensor, *, loop: bool = False) -> float:
    found = CONVERT.mel_from_audio(audio, loop=loop)[..., : mel.shape[-1]]
    return measures.grey_error(found, mel[..., : found.shape[-1]], PARAMS)


def test_better_settings_come_closer_and_all_beat_the_textbook(mel):
    errors = {name: error_of(CONVERT.audio_from_mel(mel, quality=name), mel) for name in QUALITIES}
    assert errors["best"] < errors["balanced"] < errors["fast"] < errors["textbook"]
    assert errors["balanced"] < 0.75 * errors["textbook"]


@pytest.mark.parametrize("quality", ["fast", "balanced", "best", "textbook"])
def test_length_and_level_come_back(mel, music, quality):
    audio = CONVERT.audio_from_mel(mel, quality=quality)
    assert audio.n_samples == (mel.shape[-1] - 1) * PARAMS.hop_length
    assert audio.sample_rate == 44_100
    assert audio.rms_dbfs == pytest.approx(music.rms_dbfs, abs=0.6)


def test_a_tone_keeps_its_pitch():
    tone = synth.tone(1_234.0, seconds=1.5)
    found = CONVERT.audio_from_mel(CONVERT.mel_from_audio(tone)).samples[0][10_000:54_100]
    spectrum = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    assert np.argmax(spectrum) == pytest.approx(1_234.0, abs=1)


@pytest.mark.parametrize("quality", ["fast", "balanced", "best", "textbook"])
def test_silence_stays_silent(quality):
    audio = SpectrogramConverter(SHORT).audio_from_mel(torch.zeros(1, 128, 30), quality=quality)
    assert audio.peak == 0.0


def test_half_silence_is_finite(mel):
    gated = mel.clone()
    gated[..., 60:] = 0
    gated[:, 300:] = 0
    audio = CONVERT.audio_from_mel(gated)
    assert np.isfinite(audio.samples).all()
    assert np.abs(audio.samples[:, 80 * 441 :]).max() < 1e-2 * audio.peak


def test_stereo_keeps_its_image():
    a, b = synth.music(seconds=1.2, seed=1).samples[0], synth.music(seconds=1.2, seed=2).samples[0]
    stereo = Audio(np.stack([a + 0.4 * b, b + 0.4 * a]) / 2, 44_100)
    mel = CONVERT.mel_from_audio(stereo)
    wanted = measures.stereo_coherence(stereo)[:460]
    together = measures.stereo_coherence(CONVERT.audio_from_mel(mel))[:460]
    one_by_one = [CONVERT.audio_from_mel(mel[i : i + 1], seed=i, quality="textbook").samples for i in (0, 1)]
    apart = measures.stereo_coherence(Audio(np.concatenate(one_by_one), 44_100))[:460]
    assert float((together - wanted).abs().mean()) < 0.25
    assert float((apart - wanted).abs().mean()) > 0.25


def test_twenty_kilohertz_sound():
    params = SpectrogramParams(f_max=20_000)
    convert = SpectrogramConverter(params)
    high = synth.tone(15_000, seconds=1)
    found = convert.audio_from_mel(convert.mel_from_audio(high)).samples[0][10_000:30_000]
    spectrum = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    assert np.argmax(spectrum) * 44_100 / len(found) == pytest.approx(
        15_000, abs=25
    )  # bands are 90 Hz wide there


def test_a_loop_has_no_seam():
    loop = synth.two_bar_loop()
    mel = CONVERT.mel_from_audio(loop, loop=True)
    audio = CONVERT.audio_from_mel(mel, loop=True)
    assert audio.n_samples == 512 * 441
    found = CONVERT.mel_from_audio(audio, loop=True)
    columns = measures.grey_difference(found, mel, PARAMS).abs().mean(dim=(0, 1))
    seam = torch.cat((columns[-10:], columns[:10])).mean()
    assert float(seam) < 2 * float(columns[10:-10].mean())


def test_pieces_of_a_stream_join_without_a_seam(mel):
    stream = CONVERT.stream()
    pieces = [stream.push(part) for part in mel.split([50, 30, 41], dim=-1)]
    audio = concatenate([*pieces, stream.finish()])
    assert audio.n_samples == (mel.shape[-1] - 1) * 441
    found = CONVERT.mel_from_audio(audio)
    columns = measures.grey_difference(found, mel, PARAMS).abs().mean(dim=(0, 1))
    for seam in (50, 80):
        assert float(columns[seam - 15 : seam + 5].mean()) < 1.6 * float(columns.mean())
    apart = concatenate([CONVERT.audio_from_mel(mel[..., :51]), CONVERT.audio_from_mel(mel[..., 50:])])
    apart_columns = (
        measures.grey_difference(CONVERT.mel_from_audio(apart), mel, PARAMS).abs().mean(dim=(0, 1))
    )
    assert float(columns[40:60].mean()) < 0.6 * float(apart_columns[40:60].mean())


def test_a_copied_stream_goes_on_alone(mel):
    head, tail = mel[..., :60], mel[..., 60:]
    stream, alone = CONVERT.stream(), CONVERT.stream()
    for each in (stream, alone):
        each.push(head)
    other = stream.copy()
    other.push(head)
    assert np.array_equal(stream.push(tail).samples, alone.push(tail).samples)


def test_a_stream_is_as_good_as_one_reconstruction():
    """At the seam, continuing samples and phases loses little against knowing all columns at once."""
    streamed, joint = [], []
    for seed in range(3):
        mel = CONVERT.mel_from_audio(synth.music(seconds=1.6, seed=seed))
        stream = CONVERT.stream()
        pieces = [stream.push(mel[..., :80]), stream.push(mel[..., 80:]), stream.finish()]
        for errors, audio in ((streamed, concatenate(pieces)), (joint, CONVERT.audio_from_mel(mel))):
            columns = (
                measures.grey_difference(CONVERT.mel_from_audio(audio), mel, PARAMS).abs().mean(dim=(0, 1))
            )
            errors.append(float(columns[65:85].mean()))
    assert sum(streamed) < 1.2 * sum(joint)


def test_a_stream_has_no_step_where_no_sound_has_the_picture():
    for seed in range(6):
        dots = 100 * np.random.default_rng(seed).random((1, 512, 300)) ** 8
        stream = CONVERT.stream()
        pieces = [stream.push(part) for part in torch.from_numpy(dots.astype(np.float32)).split(100, dim=-1)]
        for before, after in pairwise(piece.samples[0] for piece in pieces):
            around = np.abs(np.diff(np.concatenate((before[-200:], after[:200]))))
            step, around[199] = around[199], 0
            assert step < 0.8 * around.max(), seed


def test_stream_faults():
    stream = SpectrogramConverter(SHORT).stream()
    with pytest.raises(ParameterError, match="empty: push"):
        stream.finish()
    with pytest.raises(ParameterError, match=r"21 columns: give 22 or more"):
        stream.push(torch.zeros(1, 128, 21))
    stream.push(torch.zeros(1, 128, 22))
    assert stream.finish().n_samples == 20 * 441


def test_long_pieces_are_made_in_stretches():
    """So that ten minutes need no more memory than ten seconds."""
    convert = SpectrogramConverter(SHORT, quality="fast")
    mel = convert.mel_from_audio(synth.music(seconds=21))
    audio = convert.audio_from_mel(mel)
    assert audio.n_samples == (mel.shape[-1] - 1) * 441
    stream = convert.stream()
    pieces = [stream.push(stretch) for stretch in mel.tensor_split(2, dim=-1)]
    np.testing.assert_array_equal(audio.samples, concatenate([*pieces, stream.finish()]).samples)


def test_the_same_seed_gives_the_same_samples(mel):
    short = mel[..., :80]
    one, same, other = (CONVERT.audio_from_mel(short, seed=s).samples for s in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_batches_are_their_members(mel):
    parts = torch.stack((mel[..., :60], mel[..., 60:120]))
    for audio, part in zip(CONVERT.audios_from_mels(parts), parts, strict=True):
        np.testing.assert_array_equal(audio.samples, CONVERT.audio_from_mel(part).samples)


@pytest.mark.parametrize("loop", [False, True])
def test_the_torch_way_is_no_worse_than_the_textbook(mel, loop):
    batch = torch.stack((mel[..., :100], mel[..., 20:120]))
    quality = QUALITIES["balanced"]
    assert isinstance(quality, Quality)
    samples = on_device.samples_from_mels(batch, PARAMS, quality, loop=loop, seed=0).numpy()
    assert samples.shape == (2, 1, (100 if loop else 99) * 441)
    for found, wanted in zip(samples, batch, strict=True):
        error = error_of(Audio(found, 44_100), wanted, loop=loop)
        textbook = error_of(CONVERT.audio_from_mel(wanted, quality="textbook"), wanted)
        assert error < (1.2 if loop else 0.8) * textbook  # the cut-out is no natural loop


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (torch.zeros(512, 30), r"shape \(512, 30\)"),
        (torch.zeros(1, 100, 30), r"shape \(1, 100, 30\).*512"),
        (torch.zeros(1, 512, 1), r"2 frames or more"),
        (torch.full((1, 512, 30), float("nan")), "nan"),
        (torch.full((1, 512, 30), -1.0), "range from -1"),
        (torch.full((1, 512, 30), float("inf")), "inf"),
    ],
)
def test_bad_spectrograms_name_the_value(bad, message):
    with pytest.raises(ParameterError, match=message):
        CONVERT.audio_from_mel(bad)


def test_bad_qualities_name_the_choices(mel):
    with pytest.raises(ParameterError, match=r"'great'.*'fast', 'balanced', 'best', 'textbook'"):
        SpectrogramConverter(quality="great")
    with pytest.raises(ParameterError, match="loops"):
        CONVERT.audio_from_mel(mel, quality="textbook", loop=True)
    with pytest.raises(ParameterError, match="streams"):
        CONVERT.stream(quality="textbook")
