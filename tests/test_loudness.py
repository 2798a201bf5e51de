"""Loudness against the standard in the time domain; one gain for all; peaks held down, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from riffdemo.audio import Audio, limit, loudness, normalize_loudness
from riffdemo.audio.loudness import MAX_LIFT_DB, PEAK_DBFS, TARGET_LOUDNESS
from riffdemo.synth import noise, silence, tone

RATE = 44_100
CEILING = 10 ** (PEAK_DBFS / 20)


def itu_loudness(samples: np.ndarray, sample_rate: int) -> float:
    """BS.1770 on three turns of a loop, in the time domain, with the standard's own coefficients for 48 kHz."""
    at_48k = signal.resample(np.tile(samples, 3), round(3 * len(samples) * 48_000 / sample_rate))
    head = signal.lfilter(
        [1.53512485958697, -2.69169618940638, 1.19839281085285],
        [1, -1.69065929318241, 0.73248077421585],
        at_48k,
    )
    weighted = signal.lfilter([1, -2, 1], [1, -1.99004745483398, 0.99007225036621], head)
    middle = weighted[len(weighted) // 3 : -len(weighted) // 3 + 14_400]
    powers = np.array(
        [np.mean(middle[at : at + 19_200] ** 2) for at in range(0, len(middle) - 19_200, 4_800)]
    )
    levels = -0.691 + 10 * np.log10(powers + 1e-20)
    mean = -0.691 + 10 * np.log10(powers[levels > -70].mean())
    return float(-0.691 + 10 * np.log10(powers[levels > max(-70, mean - 10)].mean()))


class TestLoudness:
    def test_the_reference_tone(self) -> None:
        """BS.1770-4: a full-scale sine of 997 Hz in one channel reads -3.01 LUFS, in two channels 3 dB more."""
        sine = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE)
        assert loudness(Audio(sine, RATE)) == pytest.approx(-3.01, abs=0.02)
        assert loudness(Audio(np.stack([sine, sine]), RATE)) == pytest.approx(0, abs=0.02)

    @pytest.mark.parametrize("sample_rate", [22_050, RATE, 48_000])
    def test_agrees_with_the_standard_in_the_time_domain(self, sample_rate: int) -> None:
        rng = np.random.default_rng(0)
        n_samples = 5 * sample_rate // 8 * 8
        bursts = rng.standard_normal(n_samples) * np.repeat(rng.random(8), n_samples // 8) ** 3
        assert loudness(Audio(bursts, sample_rate)) == pytest.approx(
            itu_loudness(bursts, sample_rate), abs=0.3
        )

    def test_silence(self) -> None:
        assert loudness(Audio(np.zeros(5 * RATE), RATE)) == -70

    def test_a_sound_shorter_than_a_block_has_a_loudness(self) -> None:
        sine = np.sin(2 * np.pi * 1_000 * np.arange(441) / RATE)
        assert loudness(Audio(sine, RATE)) == pytest.approx(-3.01, abs=0.1)

    def test_a_length_with_a_large_prime_factor(self) -> None:
        audio = noise(seconds=30.0)
        odd = audio.part(0, 1_299_709)
        assert loudness(Audio(odd, RATE)) == pytest.approx(loudness(audio), abs=0.05)

    def test_rests_do_not_count(self) -> None:
        sine = np.sin(2 * np.pi * 997 * np.arange(4 * RATE) / RATE)
        sparse = sine * (np.arange(4 * RATE) < RATE)
        assert loudness(Audio(sparse, RATE)) > loudness(Audio(sine, RATE)) - 1.5


class TestNormalizeLoudness:
    @pytest.mark.parametrize("gain", [0.2, 1.0, 30.0])
    def test_every_sound_comes_out_equally_loud(self, gain: float) -> None:
        out = normalize_loudness(noise(seconds=2.0).scaled(gain))
        assert loudness(out) == pytest.approx(TARGET_LOUDNESS, abs=0.01)

    @pytest.mark.parametrize("height", [1.0, 4.0, 16.0])
    def test_a_click_takes_nothing_from_what_is_around_it(self, height: float) -> None:
        quiet = tone(440.0, seconds=5.0)
        quiet = quiet.scaled(10 ** ((-30 - loudness(quiet)) / 20))
        clicked = quiet.samples.copy()
        clicked[0, 100_000:100_018] = height
        out = normalize_loudness(Audio(clicked, RATE))
        assert out.peak <= CEILING + 1e-6
        away = Audio(out.samples[:, 110_000:], RATE)
        assert loudness(away) == pytest.approx(TARGET_LOUDNESS, abs=1)

    def test_next_to_nothing_stays_soft(self) -> None:
        whisper = noise(seconds=1.0).scaled(3e-3)
        out = normalize_loudness(whisper)
        assert loudness(out) == pytest.approx(loudness(whisper) + MAX_LIFT_DB, abs=0.01)
        out = normalize_loudness(silence(seconds=1.0), loop=True)
        assert out.peak == 0


class TestLimit:
    def test_what_is_not_too_loud_is_left_alone(self) -> None:
        audio = noise(seconds=1.0).scaled(0.1)
        assert limit(audio) is audio

    @given(
        seed=st.integers(0, 2**32 - 1),
        n_samples=st.integers(1, 3_000),
        sample_rate=st.sampled_from([8_000, 22_050, RATE]),
        n_peaks=st.integers(1, 20),
        loop=st.booleans(),
    )
    def test_no_peak_is_left_and_none_is_inverted(
        self, seed: int, n_samples: int, sample_rate: int, n_peaks: int, loop: bool
    ) -> None:
        rng = np.random.default_rng(seed)
        samples = 0.1 * rng.standard_normal((2, n_samples)).astype(np.float32)
        samples[rng.integers(0, 2, n_peaks), rng.integers(0, n_samples, n_peaks)] = rng.uniform(
            -20, 20, n_peaks
        )
        out = limit(Audio(samples, sample_rate), loop=loop)
        assert out.peak <= CEILING + 1e-6
        gain = out.samples[samples != 0] / samples[samples != 0]
        assert 0 < gain.min() <= gain.max() <= 1 + 1e-6

    def test_channels_keep_their_balance(self) -> None:
        left = noise(seconds=0.5).samples[0] * 10
        out = limit(Audio(np.stack([left, 0.3 * left]), RATE))
        np.testing.assert_allclose(out.samples[1], 0.3 * out.samples[0], rtol=1e-5)

    def test_nothing_changes_far_from_a_peak_and_the_gain_moves_without_a_step(self) -> None:
        samples = np.full((1, RATE), 0.5, dtype=np.float32)
        samples[0, 20_000] = 5.0
        gain = limit(Audio(samples, RATE)).samples / samples
        reach = round(0.011 * RATE)
        assert (gain[0, : 20_000 - reach] == 1).all()
        assert (gain[0, 20_000 + reach :] == 1).all()
        assert gain[0, 20_000] == pytest.approx(CEILING / 5, abs=1e-3)
        assert np.abs(np.diff(gain)).max() < 0.01

    def test_a_loop_is_held_down_on_both_sides_of_its_seam(self) -> None:
        samples = np.full((1, RATE), 0.5, dtype=np.float32)
        samples[0, 0] = 5.0
        gain = limit(Audio(samples, RATE), loop=True).samples / samples
        assert abs(gain[0, -1] - gain[0, 0]) < 0.01
        assert limit(Audio(samples, RATE)).samples[0, -1] == 0.5
