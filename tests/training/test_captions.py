"""Captions: true, whole, varied. Words are read back from the text, not only from the claims that came with it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from riffdemo.errors import ParameterError
from riffdemo.training.captions import captions_from_arrangement
from riffdemo.training.claims import BPM_TOLERANCE, Caption, Claim, holds, implied_by, with_article
from riffdemo.training.corpus import Arrangement, compose
from riffdemo.training.instruments import INSTRUMENTS, LEADS
from riffdemo.training.styles import STYLES
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.vocabulary import (
    ABSENCE_WORDS,
    BROAD_WORDS,
    DENSITY_WORDS,
    DRUM_WORDS,
    INSTRUMENT_WORDS,
    MOOD_WORDS,
    REGISTER_WORDS,
    TEMPO_WORDS,
    TONALITY_WORDS,
)

CLIPS = 600
GRAMMAR = set(
    """
    a an the with without no in at of and for by on over around like inspired style manner sound music something
    soundtrack featuring led played plays playing alone itself solo unaccompanied duo duet melody line tune lead
    notes piece loop track clip riff bassline backing accompaniment instrumental groove rhythm section drum drums
    only beat percussion drumless vocals singing voices soloist bass bpm beats per minute key major minor major-key
    minor-key sharp flat A B C D E F G slow very downtempo unhurried adagio moderately moderate easy-going andante
    mid-tempo medium-tempo steady moderato fast upbeat quick allegro rapid breakneck presto
    """.split()  # noqa: SIM905
)
TELLING = [
    words
    for vocabulary in (
        INSTRUMENT_WORDS,
        TEMPO_WORDS,
        MOOD_WORDS,
        DENSITY_WORDS,
        REGISTER_WORDS,
        TONALITY_WORDS,
        DRUM_WORDS,
        ABSENCE_WORDS,
    )
    for words in vocabulary.values()
]
SUNG_OR_ALONE = {
    *("solo", "alone", "unaccompanied", "melody", "no", "without"),
    *("vocal", "vocals", "singer", "singers", "singing"),
}
NEGATION = re.compile(r"\b(no|without) ([\w -]+)|\b(drumless)\b")


@pytest.fixture(scope="module")
def captioned() -> list[tuple[Arrangement, tuple[Caption, ...]]]:
    clips = [compose(index) for index in range(CLIPS)]
    return [
        (clip, captions_from_arrangement(clip, np.random.default_rng(index)))
        for index, clip in enumerate(clips)
    ]


class TestTruth:
    def test_every_claim_of_every_caption_holds(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        for clip, captions in captioned:
            for caption in captions:
                assert caption.claims
                for claim in caption.claims:
                    assert holds(claim, clip), (caption, clip.attributes())

    def test_negations_read_from_the_text(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        seen: Counter[str] = Counter()
        for clip, captions in captioned:
            for match in (match for caption in captions for match in NEGATION.finditer(caption.text)):
                thing = (match[2] or "drums").removeprefix("a ")
                seen[thing] += 1
                roles = {part.role for part in clip.parts}
                if thing in ("drums", "percussion", "beat"):
                    assert "drums" not in roles
                elif thing in ("melody", "lead", "soloist"):
                    assert "melody" not in roles
                elif thing == "bass":
                    assert "bass" not in roles
                elif thing in ("vocals", "singing", "voices"):
                    assert "choir" not in clip.instruments
                else:
                    assert thing in LEADS
                    assert thing not in clip.instruments
        assert {"drums", "beat", "melody", "bass", "vocals", "piano"} <= set(seen)

    def test_tempos_read_from_the_text(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        numbers = [
            (clip, int(match[1]))
            for clip, captions in captioned
            for caption in captions
            for match in re.finditer(r"(\d+) (?:bpm|beats per minute)", caption.text)
        ]
        assert len(numbers) > CLIPS // 2
        for clip, bpm in numbers:
            assert abs(bpm / (60 * clip.n_beats / 5.12) - 1) < 0.06

    def test_major_and_minor_read_from_the_text(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        found = {"major": 0, "minor": 0}
        for clip, captions in captioned:
            for match in re.finditer(r"\b(major|minor)\b", " / ".join(caption.text for caption in captions)):
                found[match[1]] += 1
                assert clip.tonality == match[1]
        assert min(found.values()) > 100

    def test_instruments_read_from_the_text(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        telling = {
            word: name
            for name, words in INSTRUMENT_WORDS.items()
            for word in words
            if word
            in (
                "harmonica",
                "clarinet",
                "violoncello",
                "french horn",
                "marimba",
                "vibraphone",
                "banjo",
                "tuba",
            )
        }
        for clip, captions in captioned:
            for caption in captions:
                positive = NEGATION.sub("", caption.text)
                for word, name in telling.items():
                    assert word not in positive or name in clip.instruments, (caption.text, clip.instruments)

    def test_words_of_other_moods_registers_and_densities_are_absent(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        for clip, captions in captioned:
            told = {claim for caption in captions for claim in caption.claims}
            assert {claim.value for claim in told if claim.kind == "mood"} <= {clip.mood}
            assert {claim.value for claim in told if claim.kind == "register"} <= {clip.register}
            assert {claim.value for claim in told if claim.kind == "density"} <= {clip.density}
            assert {claim.value for claim in told if claim.kind == "style"} <= {clip.style}


class TestClaims:
    @pytest.mark.parametrize(
        ("claim", "truth"),
        [
            (Claim("style", "tango"), True),
            (Claim("style", "waltz"), False),
            (Claim("lead", "cello"), True),
            (Claim("plays", "cello"), True),
            (Claim("plays", "piano"), False),
            (Claim("absent", "piano"), True),
            (Claim("absent", "violin"), False),  # the cello is of its family
            (Claim("drums", False), True),
            (Claim("drums", True), False),
            (Claim("bass", False), True),
            (Claim("voices", False), True),
            (Claim("melody", True), True),
            (Claim("full", True), False),
            (Claim("tempo", 117), True),
            (Claim("bpm", 122), True),
            (Claim("bpm", 128), False),
            (Claim("kind", "solo"), True),
            (Claim("tonality", "minor"), True),
            (Claim("tonality", "major"), False),
            (Claim("register", "low"), True),
            (Claim("manner", "Latin"), True),
            (Claim("manner", "jazzy"), False),
        ],
    )
    def test_a_solo_cello_tango(self, claim: Claim, truth: bool) -> None:
        clip = compose(0)
        assert (clip.style, clip.lead, clip.kind, clip.bpm) == ("tango", "cello", "solo", 117)
        assert holds(claim, clip) is truth

    def test_words_of_a_style_imply_more(self) -> None:
        assert implied_by("drum and bass") == [Claim("drums", True), Claim("bass", True)]
        assert implied_by("big band jazz") == [Claim("full", True)]
        assert implied_by("tango") == []

    @pytest.mark.parametrize(
        ("noun", "text"),
        [("organ", "an organ"), ("flute", "a flute"), ("urban beat", "an urban beat"), ("vibes", "vibes"),
         ("euphoric choir", "a euphoric choir"), ("8-bit synth", "an 8-bit synth")],
    )  # fmt: skip
    def test_articles(self, noun: str, text: str) -> None:
        assert with_article(Caption(noun)).text == text

    def test_tolerance_separates_the_tempos(self) -> None:
        tempos = [60 * beats / 5.12 for beats in (6, 8, 10, 12, 14)]
        for slow, fast in pairwise(tempos):
            assert slow * (1 + BPM_TOLERANCE) < fast * (1 - BPM_TOLERANCE)


class TestText:
    def test_joints_are_clean(self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]) -> None:
        for _, captions in captioned:
            for caption in captions:
                text = caption.text
                assert text == text.strip()
                assert not re.search(r"  |,,| ,|,\w|\{|\}", text), text
                words = text.lower().replace(",", "").split()
                assert all(word != after for word, after in pairwise(words)), text
                assert 1 <= len(words) <= 30

    def test_all_words_are_known(self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]) -> None:
        """No word is glued together at a joint ("bwith"): each stands in a table or in this list."""
        tables = [
            text for words in STYLE_WORDS.values() for text in (*words.names, *words.artists, *words.scenes)
        ]
        tables += (
            [text for words in INSTRUMENT_WORDS.values() for text in words] + list(BROAD_WORDS) + list(LEADS)
        )
        tables += [
            text
            for table in (MOOD_WORDS, DENSITY_WORDS, REGISTER_WORDS)
            for words in table.values()
            for text in words
        ]
        known = {word for text in tables for word in re.findall(r"[^\s,]+", text)}
        known |= GRAMMAR
        for _, captions in captioned:
            for word in (word for caption in captions for word in re.findall(r"[^\s,]+", caption.text)):
                assert word in known or word.isdigit(), word

    def test_captions_differ_and_reproduce(self) -> None:
        clip = compose(9)
        captions = captions_from_arrangement(clip, np.random.default_rng(1), n=32)
        assert len({caption.text for caption in captions}) == 32
        assert captions == captions_from_arrangement(clip, np.random.default_rng(1), n=32)
        assert captions != captions_from_arrangement(clip, np.random.default_rng(2), n=32)

    @pytest.mark.parametrize("n", [0, 33])
    def test_the_number_is_checked(self, n: int) -> None:
        with pytest.raises(ParameterError, match="from 1 to 32"):
            captions_from_arrangement(compose(0), np.random.default_rng(0), n=n)

    def test_what_matters_is_said_often(
        self, captioned: list[tuple[Arrangement, tuple[Caption, ...]]]
    ) -> None:
        said: Counter[str] = Counter()
        for _, captions in captioned:
            for caption in captions:
                said.update({claim.kind for claim in caption.claims})
        share = {kind: count / (8 * CLIPS) for kind, count in said.items()}
        for kind, least in {
            "style": 0.6,
            "lead": 0.45,
            "drums": 0.2,
            "mood": 0.2,
            "tonality": 0.2,
            "register": 0.2,
        }.items():
            assert share[kind] > least


class TestVocabulary:
    @pytest.mark.parametrize("name", list(STYLES))
    def test_a_style_has_many_words_of_its_own(self, name: str) -> None:
        words = STYLE_WORDS[name]
        assert len(set(words.names)) >= 10
        assert len(set(words.artists)) >= 40
        assert len(set(words.scenes)) >= 40
        for texts in (words.names, words.artists, words.scenes):
            assert any(not implied_by(text) for text in texts), "some words must suit a solo"

    def test_no_word_stands_for_two_styles(self) -> None:
        """Nor twice for one: articles and capitals make no difference."""
        counted = Counter(
            text.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
            for words in STYLE_WORDS.values()
            for text in (*words.names, *words.artists, *words.scenes)
        )
        assert [text for text, count in counted.items() if count > 1] == []

    def test_words_read_whole_from_the_lists(self) -> None:
        """No comma or space left over at a line's end, no hyphen torn from its word."""
        for words in STYLE_WORDS.values():
            for text in (*words.names, *words.artists, *words.scenes):
                assert text, words.names[0]
                assert text == text.strip()
                assert not re.search(r",|  |\w- ", text), text

    def test_a_scene_says_nothing_of_players_mood_or_tempo(self) -> None:
        """It stands in captions of any clip of its style, a solo and a sad one too; drums and strings are checked."""
        instruments = {f"{word.lower()}s" for words in INSTRUMENT_WORDS.values() for word in words}
        telling = {word.lower() for words in TELLING for word in words} | instruments | SUNG_OR_ALONE
        for words in STYLE_WORDS.values():
            for scene in words.scenes:
                said = re.findall(r"[\w-]+", scene.lower())
                runs = {" ".join(said[i:j]) for i in range(len(said)) for j in range(i + 1, len(said) + 1)}
                assert not {run for run in runs & telling if not implied_by(run)}, scene

    def test_every_instrument_and_mood_has_words(self) -> None:
        assert set(INSTRUMENT_WORDS) == set(INSTRUMENTS)
        assert {compose(index).mood for index in range(CLIPS)} <= set(MOOD_WORDS)
        assert {style for styles in BROAD_WORDS.values() for style in styles} <= set(STYLES)
