import librosa
import numpy as np
import pytest
import torch
import torchaudio

from riffdemo import synth
from riffdemo.audio import Audio
from riffdemo.errors import AudioError, ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.spectrogram.analysis import _mel_on_cpu, _mel_on_device, mel_from_samples
from riffdemo.spectrogram.grid import analysis_grid

DEFAULT = SpectrogramParams()
GEOMETRIES = {
    "riffusion": DEFAULT,
    "20 kHz": SpectrogramParams(f_max=20_000),
    "full band": SpectrogramParams(f_max=22_050),
    "short window": SpectrogramParams(win_length=1_024, hop_length=256, n_fft=2_048, n_mels=80, f_max=8_000),
    "odd ratio": SpectrogramParams(win_length=1_000, hop_length=300, n_fft=1_024, n_mels=64, f_max=9_000),
    "slaney at 22 kHz": SpectrogramParams(
        sample_rate=22_050,
        win_length=2_048,
        hop_length=512,
        n_fft=2_048,
        n_mels=128,
        mel_scale="slaney",
        mel_norm="slaney",
    ),
}


def grey(mel: torch.Tensor, loudest: torch.Tensor) -> torch.Tensor:
    return 255 * (mel.double() / loudest) ** 0.25


def torchaudio_mel(audio: Audio, params: SpectrogramParams) -> torch.Tensor:
    """The original's forward conversion, in double precision so that its own rounding stays out."""
    spectrogram = torchaudio.transforms.Spectrogram(
        n_fft=params.n_fft, win_length=params.win_length, hop_length=params.hop_length, power=1.0
    ).double()
    spectrogram.window = torch.hann_window(params.win_length, dtype=torch.float64)
    scale = torchaudio.transforms.MelScale(
        params.n_mels,
        params.sample_rate,
        params.f_min,
        params.f_max,
        params.n_stft,
        params.mel_norm,
        params.mel_scale,
    ).double()
    return scale(spectrogram(torch.tensor(audio.samples).double()))


@pytest.mark.parametrize("n_samples", [88_200, 50_000, 10_000])
def test_picture_is_the_originals_within_a_hundredth_of_a_grey_level(n_samples):
    audio = Audio(synth.music(seconds=2).samples[:, :n_samples], 44_100)
    wanted = torchaudio_mel(audio, DEFAULT)
    found = SpectrogramConverter().mel_from_audio(audio)
    assert found.shape == wanted.shape == (1, 512, n_samples // 441 + 1)
    assert float((grey(found, wanted.max()) - grey(wanted, wanted.max())).abs().max()) < 0.01


def test_faint_pixels_are_closer_than_those_of_the_original_in_its_own_precision():
    tone = synth.tone(440, seconds=1)
    wanted = torchaudio_mel(tone, DEFAULT)
    spectrogram = torchaudio.transforms.Spectrogram(n_fft=17_640, win_length=4_410, hop_length=441, power=1.0)
    mel_scale = torchaudio.transforms.MelScale(512, 44_100, 0.0, 10_000.0, 8_821)
    original = mel_scale(spectrogram(torch.tensor(tone.samples)))
    errors = [
        float((grey(mel, wanted.max()) - grey(wanted, wanted.max())).abs().max())
        for mel in (SpectrogramConverter().mel_from_audio(tone), original)
    ]
    assert errors[0] < 0.3 * errors[1]


@pytest.mark.parametrize("name", GEOMETRIES)
@pytest.mark.filterwarnings("ignore:At least one mel filterbank:UserWarning")
def test_every_geometry_agrees_with_torchaudio(name):
    params = GEOMETRIES[name]
    audio = synth.music(seconds=1, sample_rate=params.sample_rate)
    wanted = torchaudio_mel(audio, params)
    found = SpectrogramConverter(params).mel_from_audio(audio)
    assert float((found - wanted).abs().max() / wanted.max()) < 1e-4


def test_librosa_agrees():
    params = GEOMETRIES["slaney at 22 kHz"]
    audio = synth.music(seconds=2, sample_rate=22_050)
    wanted = librosa.feature.melspectrogram(
        y=np.asarray(audio.samples[0]),
        sr=22_050,
        n_fft=2_048,
        hop_length=512,
        power=1.0,
        fmax=10_000,
        pad_mode="reflect",
    )
    found = SpectrogramConverter(params).mel_from_audio(audio)[0].numpy()
    np.testing.assert_allclose(found, wanted, atol=2e-4 * wanted.max())


def test_a_loop_has_no_edges():
    """Turning the loop by whole hops turns its spectrogram."""
    audio = synth.two_bar_loop()
    turned = Audio(np.roll(audio.samples, 100 * 441, axis=1), 44_100)
    convert = SpectrogramConverter()
    mel = convert.mel_from_audio(audio, loop=True)
    assert mel.shape == (1, 512, 512)
    found = convert.mel_from_audio(turned, loop=True)
    assert float((torch.roll(mel, 100, dims=-1) - found).abs().max() / mel.max()) < 1e-4
    not_a_loop = convert.mel_from_audio(turned)[..., :512]
    assert float((torch.roll(mel, 100, dims=-1) - not_a_loop).abs().max() / mel.max()) > 1e-2


def test_a_loop_must_be_whole_hops_and_a_window_long():
    convert = SpectrogramConverter()
    with pytest.raises(AudioError, match=r"5000 samples.*multiple of 441"):
        convert.mel_from_audio(synth.silence(seconds=5_000 / 44_100), loop=True)
    with pytest.raises(AudioError, match=r"4410 or more"):
        convert.mel_from_audio(synth.silence(seconds=0.05), loop=True)


def test_wrong_sample_rate_names_the_repair():
    with pytest.raises(ParameterError, match=r"22050 Hz.*44100 Hz.*resample"):
        SpectrogramConverter().mel_from_audio(synth.tone(sample_rate=22_050))


@pytest.mark.parametrize("n_samples", [1, 2, 440, 441, 442, 2_204, 2_205, 4_409, 4_410, 4_411])
def test_sounds_shorter_than_a_window_have_a_picture(n_samples):
    audio = Audio(np.full((1, n_samples), 0.1, np.float32), 44_100)
    mel = SpectrogramConverter().mel_from_audio(audio)
    assert mel.shape == (1, 512, n_samples // 441 + 1)
    assert torch.isfinite(mel).all()


def test_silence_is_exactly_silent():
    assert float(SpectrogramConverter().mel_from_audio(synth.silence(seconds=1)).max()) == 0.0


def test_channels_are_independent():
    one, other = synth.music(seconds=1, seed=1), synth.music(seconds=1, seed=2)
    both = Audio(np.concatenate((one.samples, other.samples)), 44_100)
    convert = SpectrogramConverter()
    found = convert.mel_from_audio(both)
    assert torch.equal(found, torch.cat((convert.mel_from_audio(one), convert.mel_from_audio(other))))


def test_the_torch_form_agrees_with_the_compiled_one():
    samples = torch.tensor(synth.music(seconds=1, sample_rate=21_600).samples[0]).double()
    grid = analysis_grid(DEFAULT)
    compiled, plain = _mel_on_cpu(samples, grid, 2.0), _mel_on_device(samples, grid, 2.0)
    assert float((compiled - plain).abs().max() / plain.max()) < 1e-5


def test_scale_is_that_of_the_full_rate():
    tone = torch.tensor(synth.tone(1_000, seconds=1, amplitude=0.5).samples)
    # The Hann window sums to win / 2, a sine of amplitude a puts a / 2 of that into its bin.
    loudest_bin = 0.5 / 2 * 4_410 / 2
    mel = mel_from_samples(tone, DEFAULT, loop=False)[0, :, 50]
    assert loudest_bin < float(mel.max()) < 8 * loudest_bin
