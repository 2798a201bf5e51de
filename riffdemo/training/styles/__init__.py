"""The styles of the corpus: which rhythms, chords and players make each one recognisable.

A style is data. The composer draws from it, so a new style is one more entry in one of these tables, its rhythms in
patterns.py and its words in the table of the same name in words/.

Explained in notebook 08.
"""

from riffdemo.training.styles.bands import BANDS
from riffdemo.training.styles.club import CLUB
from riffdemo.training.styles.roots import ROOTS
from riffdemo.training.styles.scores import SCORES
from riffdemo.training.styles.style import Style as Style

STYLES: dict[str, Style] = CLUB | BANDS | ROOTS | SCORES
