"""The composer: deterministic, exactly looping, and what it says of a clip is what its notes do."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

import pytest

from riffdemo.errors import ParameterError
from riffdemo.training.corpus import LOOP_SECONDS, Arrangement, compose
from riffdemo.training.drum_patterns import DRUMS
from riffdemo.training.instruments import DRUM_BANK, DRUM_PITCHES, INSTRUMENTS, KITS, LEADS
from riffdemo.training.parts import Harmony
from riffdemo.training.patterns import BASS, CHORDS, MELODY, steps_of
from riffdemo.training.styles import STYLES
from riffdemo.training.theory import KEYS, MODES, chord_from_roman, pitches_in, tonality_from_mode, voicing

CLIPS = 1_500


@pytest.fixture(scope="module")
def clips() -> list[Arrangement]:
    return [compose(index) for index in range(CLIPS)]


def melody(clip: Arrangement) -> list[int]:
    return [note.pitch for part in clip.parts if part.role == "melody" for note in part.notes]


class TestDeterminism:
    def test_a_clip_does_not_depend_on_those_before_it(self) -> None:
        alone = compose(123, seed=5)
        for index in range(3):
            compose(index, seed=5)
        assert compose(123, seed=5) == alone

    def test_another_process_composes_the_same(self) -> None:
        code = "from riffdemo.training.corpus import compose; print(repr(compose(77)))"
        printed = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        assert printed.strip() == repr(compose(77))

    def test_index_and_seed_both_matter(self) -> None:
        assert len({compose(index, seed=seed) for index in range(5) for seed in range(5)}) == 25

    @pytest.mark.parametrize(("index", "seed"), [(-1, 0), (0, -1)])
    def test_negative_numbers_are_refused(self, index: int, seed: int) -> None:
        with pytest.raises(ParameterError, match="from 0"):
            compose(index, seed=seed)


class TestLoop:
    def test_every_note_starts_in_the_loop_and_ends_within_the_next_turn(
        self, clips: list[Arrangement]
    ) -> None:
        for clip in clips:
            for part in clip.parts:
                assert part.notes
                assert all(0 <= note.start < clip.n_beats for note in part.notes)
                assert all(0 < note.duration <= clip.n_beats for note in part.notes)

    def test_tempo_follows_from_beats(self, clips: list[Arrangement]) -> None:
        assert {clip.n_beats: clip.bpm for clip in clips} == {6: 70, 8: 94, 10: 117, 12: 141, 14: 164}
        assert LOOP_SECONDS * 44_100 == 512 * 441

    @pytest.mark.parametrize(
        ("n_beats", "triple"), [*((n, False) for n in (6, 8, 10, 12, 14)), (6, True), (12, True)]
    )
    def test_bars_and_chords_tile_the_loop(self, n_beats: int, triple: bool) -> None:
        harmony = Harmony.from_progression("i iv V", 0, n_beats, triple=triple)
        ends = [bar.start + bar.length for bar in harmony.bars]
        assert [bar.start for bar in harmony.bars] == [0, *ends[:-1]]
        assert ends[-1] == n_beats == harmony.slot_beats * len(harmony.chords)
        assert all(bar.length in ((3,) if triple else (4, 2)) for bar in harmony.bars)
        assert harmony.chord_at(n_beats + 0.5) == harmony.chord_at(0.5)

    def test_triple_styles_only_have_lengths_that_bars_of_three_fill(self) -> None:
        assert all(beats % 3 == 0 for style in STYLES.values() if style.triple for beats in style.beats)

    def test_a_chord_that_is_held_over_a_change_is_struck_again(self) -> None:
        harmony = Harmony.from_progression("I IV", 0, 4, triple=False)
        steps = [(step.start, step.duration) for step in harmony.steps(CHORDS["held"])]
        assert steps == [(0, 2), (2, 2)]


class TestVariety:
    def test_somebody_always_plays(self, clips: list[Arrangement]) -> None:
        """Clip 786 is a backing track whose chords and bass both stayed away."""
        assert all(clip.parts for clip in [*clips, compose(1_826), compose(5_953)])
        assert len(compose(786).parts) == 1

    def test_every_style_kind_and_lead_is_reached(self, clips: list[Arrangement]) -> None:
        assert {clip.style for clip in clips} == set(STYLES)
        assert {clip.lead for clip in clips} == {*LEADS, None}
        assert {clip.kind for clip in clips} == {"solo", "duo", "band", "backing", "drums"}
        assert {clip.register for clip in clips} == {"low", "middle", "high", None}
        assert {clip.key for clip in clips} == {*KEYS, None}
        assert {clip.mode for clip in clips} == {*MODES, None}
        assert len(STYLES) >= 24
        assert len(LEADS) >= 20

    def test_shares(self, clips: list[Arrangement]) -> None:
        def share(*truths: bool) -> float:
            return sum(truths) / len(truths)

        assert 0.16 < share(*(clip.kind == "solo" for clip in clips)) < 0.24
        assert 0.4 < share(*(clip.has_drums for clip in clips)) < 0.6
        assert 0.4 < share(*(clip.tonality == "minor" for clip in clips if clip.tonality)) < 0.6
        for density in ("sparse", "medium", "dense"):
            assert share(*(clip.density == density for clip in clips)) > 0.1

    def test_every_lead_can_be_heard_alone(self, clips: list[Arrangement]) -> None:
        assert {clip.lead for clip in clips if clip.kind == "solo"} == set(LEADS)


class TestTruth:
    def test_register_agrees_with_the_melody(self, clips: list[Arrangement]) -> None:
        for clip in clips:
            if clip.register is None:
                assert not melody(clip)
                continue
            middle_c_octaves = (median(melody(clip)) - 60) / 12
            expected = "low" if middle_c_octaves < -5 / 12 else "high" if middle_c_octaves >= 1 else "middle"
            assert clip.register == expected

    def test_melody_stays_in_the_mode_and_in_the_range(self, clips: list[Arrangement]) -> None:
        for clip in clips:
            if clip.lead is None or clip.key is None or clip.mode is None:
                continue
            scale = {(KEYS.index(clip.key) + step) % 12 for step in MODES[clip.mode]}
            assert {pitch % 12 for pitch in melody(clip)} <= scale
            player = INSTRUMENTS[clip.lead]
            assert all(player.low <= pitch <= player.high for pitch in melody(clip))

    def test_all_players_stay_in_their_range(self, clips: list[Arrangement]) -> None:
        for clip in clips:
            for part in clip.parts:
                pitches = [note.pitch for note in part.notes]
                if part.role == "drums":
                    assert set(pitches) <= set(DRUM_PITCHES.values())
                    assert part.preset == (DRUM_BANK, KITS[part.instrument])
                else:
                    assert INSTRUMENTS[part.instrument].low <= min(pitches)
                    assert max(pitches) <= INSTRUMENTS[part.instrument].high
                    assert part.preset in INSTRUMENTS[part.instrument].presets
                assert all(1 <= note.velocity <= 127 for note in part.notes)

    def test_kinds_mean_what_they_say(self, clips: list[Arrangement]) -> None:
        for clip in clips:
            roles = [part.role for part in clip.parts]
            if clip.kind == "solo":
                assert clip.instruments == (clip.lead,)
                assert not clip.has_drums
            if clip.kind == "duo":
                assert len(clip.instruments) == 2
                assert not clip.has_drums
            if clip.kind == "drums":
                assert roles == ["drums"]
                assert clip.key is clip.mode is clip.tonality is None
            assert ("melody" in roles) == (clip.lead is not None)
            assert clip.has_drums == ("drums" in roles)
            assert set(clip.attributes()) >= {
                "style",
                "bpm",
                "lead",
                "register",
                "has_drums",
                "mood",
                "tonality",
            }

    def test_density_agrees_with_a_count_of_onsets(self, clips: list[Arrangement]) -> None:
        def onsets_per_second(clip: Arrangement) -> float:
            starts = sorted(note.start / clip.n_beats for part in clip.parts for note in part.notes)
            apart = [
                late for early, late in zip([-1.0, *starts], starts, strict=False) if late - early > 0.003
            ]
            return len(apart) / 5.12

        rates: dict[str, list[float]] = {"sparse": [], "medium": [], "dense": []}
        for clip in clips:
            rates[clip.density].append(onsets_per_second(clip))
        assert max(rates["sparse"]) < 2.6
        assert min(rates["dense"]) > 5.5
        assert median(rates["sparse"]) < median(rates["medium"]) < median(rates["dense"])


class TestTables:
    @pytest.mark.parametrize("name", list(STYLES))
    def test_a_style_names_only_what_exists(self, name: str) -> None:
        style = STYLES[name]
        assert set(style.drums) <= set(DRUMS)
        assert set(style.kits) <= set(KITS)
        assert set(style.bass) <= set(BASS)
        assert set(style.chords) <= set(CHORDS)
        assert set(style.melody) <= set(MELODY)
        assert set(style.modes) <= set(MODES)
        assert {*style.basses, *style.comps, *style.pads} <= set(INSTRUMENTS)
        assert set(style.leads) <= set(LEADS)
        assert bool(style.bass) == bool(style.basses)
        for mode in style.modes:
            assert style.minor if tonality_from_mode(mode) == "minor" else style.major

    def test_patterns_fill_whole_bars_and_use_known_strokes(self) -> None:
        for pattern in [text for layers in DRUMS.values() for text in layers.values()]:
            assert len(pattern) in (12, 16)
            assert set(pattern) <= set("Xxo.")
        for pattern in BASS.values():
            assert len(pattern) in (12, 16)
            assert set(pattern) <= set("bftsoaw-.")
        for pattern in CHORDS.values():
            assert len(pattern) in (12, 16)
            assert set(pattern) <= set("xbf012345-.")

    def test_steps_hold_and_rest(self) -> None:
        steps = steps_of("x-.xx---........", 4, 4)
        assert [(step.start, step.duration) for step in steps] == [(0, 0.5), (0.75, 0.25), (1.0, 1.0)]
        assert [step.start for step in steps_of("x-.xx---........", 4, 1)] == [0, 0.75]


class TestTheory:
    @pytest.mark.parametrize(
        ("roman", "key", "tones"),
        [
            ("I", "C", "C E G"),
            ("ii7", "C", "D F A C"),
            ("V7", "G", "D F sharp A C"),
            ("bVII7", "C", "B flat D F A flat"),
            ("viio", "A", "A flat B D"),
            ("Imaj7", "F", "F A C E"),
            ("iim7b5", "C", "D F A flat C"),
            ("i5", "E", "E B"),
        ],
    )
    def test_chords_by_hand(self, roman: str, key: str, tones: str) -> None:
        names = tones.replace(" sharp", "_sharp").replace(" flat", "_flat").split()
        expected = tuple(KEYS.index(name.replace("_", " ")) for name in names)
        assert chord_from_roman(roman, KEYS.index(key)).pitch_classes == expected

    @pytest.mark.parametrize("roman", ["", "VIII", "H", "iix", "Imaj9"])
    def test_what_is_no_chord_is_refused(self, roman: str) -> None:
        with pytest.raises(ParameterError, match="no chord"):
            chord_from_roman(roman, 0)

    def test_voicings_stay_close(self) -> None:
        for key in range(12):
            tones = voicing(chord_from_roman("V7", key), 60)
            assert len(tones) == 4
            assert all(54 <= tone <= 66 for tone in tones)
            assert pitches_in(MODES["major"], 60, 72) == (60, 62, 64, 65, 67, 69, 71, 72)
