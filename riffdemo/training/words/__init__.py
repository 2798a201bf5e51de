"""The words of the captions.

A caption may only use a word whose claim is true of its clip; which words make which claim stands here. Names of
artists, places and times serve as words for a style and nothing else: nobody's recordings were used.

Explained in notebook 08.
"""

from riffdemo.training.words.bands import BANDS
from riffdemo.training.words.club import CLUB
from riffdemo.training.words.roots import ROOTS
from riffdemo.training.words.scores import SCORES
from riffdemo.training.words.style_words import StyleWords as StyleWords

STYLE_WORDS: dict[str, StyleWords] = CLUB | BANDS | ROOTS | SCORES
