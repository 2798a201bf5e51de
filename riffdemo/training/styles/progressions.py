"""Chord progressions that several styles share, in roman numerals.

Explained in notebook 08.
"""

from __future__ import annotations

POP = ("I V vi IV", "I vi IV V", "vi IV I V", "I IV vi V", "I IV I V")
MINOR_POP = ("i bVI bIII bVII", "i iv bVI V", "i bVII bVI bVII", "i bIII bVII iv")
JAZZ = ("ii7 V7 Imaj7 vi7", "Imaj7 vi7 ii7 V7", "iii7 vi7 ii7 V7")
MINOR_JAZZ = ("iim7b5 V7 i7 i7", "i7 iv7 iim7b5 V7")
BLUES = ("I7 IV7 I7 V7", "I7 I7 IV7 I7", "I7 IV7 V7 I7")
MINOR_BLUES = ("i7 iv7 i7 V7", "i7 i7 iv7 i7")
FOLK = ("I IV I V", "I V IV I", "I I IV V")
CLASSIC = ("I IV V I", "I vi ii V", "I V vi iii IV I IV V")
MINOR_CLASSIC = ("i iv V i", "i bVII bIII bVI iio V i", "i V i iv V")
