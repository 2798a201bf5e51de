"""riffdemo.training.listening: each measure on pictures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo.training.listening import (
    BEATS,
    beats_from_onsets,
    best_threshold,
    drum_strength,
    held_share,
    levels_db,
    line_sharpness,
    nearest_distances,
    out_of_focus,
    pitch_centroid,
    pitch_changes,
    seam_ratio,
    well_levelled,
)


def picture(ink: np.ndarray) -> np.ndarray:
    return np.round(255 - np.broadcast_to(ink, (256, 256)))[None].astype(np.uint8)


def beaten(beats: int) -> np.ndarray:
    """A hit on every beat that dies away, a softer one half-way between."""
    since_beat = (np.arange(256) * beats / 256) % 1
    since_half = (np.arange(256) * beats / 256 + 0.5) % 1
    return picture(200 * np.exp(-6 * since_beat) + 20 * np.exp(-6 * since_half))


@pytest.mark.parametrize("beats", BEATS)
def test_beats_are_counted(beats: int) -> None:
    assert beats_from_onsets(beaten(beats)).tolist() == [beats]


def test_beats_do_not_depend_on_where_the_loop_starts() -> None:
    assert beats_from_onsets(np.roll(beaten(10), 77, axis=2)).tolist() == [10]


def test_a_held_tone_is_told_from_struck_notes() -> None:
    held = np.zeros((256, 1))
    held[100] = 200
    struck = np.zeros((256, 256))
    struck[100, ::8] = 200
    both = np.maximum(np.roll(struck, 50, axis=0), held)  # the tone sounds eight times as long as the notes
    np.testing.assert_allclose(held_share(picture(held)), 1)
    np.testing.assert_allclose(held_share(picture(struck)), 0, atol=1e-6)
    np.testing.assert_allclose(held_share(picture(both)), 8 / 9)


def test_a_line_is_sharper_than_a_cloud() -> None:
    line = picture(np.where(np.arange(256)[:, None] == 60, 210.0, 0.0))
    cloud = picture(200 * np.exp(-np.square((np.arange(256)[:, None] - 128) / 40)))
    np.testing.assert_allclose(line_sharpness(line), 2)
    np.testing.assert_allclose(line_sharpness(out_of_focus(line)), 2 / 3)
    np.testing.assert_allclose(line_sharpness(cloud), 2 * 200 / (200 * 40 * np.sqrt(np.pi)), rtol=0.02)


def test_a_melody_changes_its_pitch_and_a_hum_does_not() -> None:
    rows, columns = np.arange(256)[:, None], np.arange(256)
    notes = np.array([60, 70, 66, 80, 66, 70, 60, 40])[columns // 32]
    fading = 200.0 - 60 * (columns % 32) / 32
    melody = picture(np.where(rows == notes, fading, 0.0))
    struck = picture(np.where(rows == 60 + columns // 64 % 2, fading, 0.0))
    rests = picture(np.where((rows == notes) & (columns % 32 < 20), 200.0, 0.0))
    np.testing.assert_array_equal(pitch_changes(np.concatenate((melody, struck, rests))), [7, 0, 7])


def test_half_the_magnitude_is_six_decibels_less() -> None:
    loud, soft = picture(np.array(200.0)), picture(np.array(200.0 * 0.5**0.25))
    assert float(levels_db(loud)[0] - levels_db(soft)[0]) == pytest.approx(6.02, abs=0.1)


def test_hits_are_stronger_than_a_held_tone() -> None:
    tone = picture(np.where(np.arange(256)[:, None] == 60, 200.0, 0.0))
    assert drum_strength(beaten(8))[0] > 0.5
    assert drum_strength(tone)[0] == 0


def test_the_centroid_is_where_the_tone_is() -> None:
    rows = np.arange(256)[:, None]
    assert pitch_centroid(picture(np.where(rows == 0, 200.0, 0.0)))[0] == pytest.approx(1)
    assert pitch_centroid(picture(np.where(rows == 191, 200.0, 0.0)))[0] == pytest.approx(64 / 255)


def test_the_seam_of_a_turned_ramp_is_found() -> None:
    wave = picture(100 + 100 * np.sin(2 * np.pi * np.arange(256) / 256))
    assert seam_ratio(wave) < 1.5
    ramp = picture(np.arange(256) * 0.5)
    assert seam_ratio(ramp) > 100


def test_the_threshold_separates() -> None:
    values = np.concatenate([np.linspace(0, 1, 50), np.linspace(2, 3, 50)])
    assert 0.9 < best_threshold(values, [False] * 50 + [True] * 50) <= 2


def test_the_nearest_clip_of_a_copy_is_the_copy() -> None:
    corpus = np.random.default_rng(0).integers(0, 256, (6, 256, 256)).astype(np.uint8)
    brighter = np.minimum(corpus[2:3].astype(int) // 2 + 60, 255).astype(np.uint8)
    assert nearest_distances(corpus[3:4], corpus)[0] == pytest.approx(0, abs=1e-3)
    direct = corpus[:, None].reshape(6, 32, 8, 32, 8).mean((2, 4)) - brighter.reshape(32, 8, 32, 8).mean(
        (1, 3)
    )
    expected = np.sqrt((direct**2).mean((1, 2))).min()
    assert nearest_distances(brighter, corpus)[0] == pytest.approx(expected)


def test_faint_and_clipped_pictures_are_not_well_levelled() -> None:
    usual = np.full((1, 16, 16), 100, np.uint8)
    level = float(levels_db(usual)[0])
    faint = np.full_like(usual, 180)  # 80 lg(155 / 75): 25 dB less
    clipped = usual.copy()
    clipped[0, 0] = 0
    assert well_levelled(np.concatenate([usual, faint, clipped, usual]), level) == 0.5
