"""The drums of the corpus: one bar in steps, as patterns.py describes them.

Explained in notebook 08.
"""

from __future__ import annotations

DrumPattern = dict[str, str]

DRUMS: dict[str, DrumPattern] = {
    "techno": {
        "kick": "X...X...X...X...",
        "hat": "..x...x...x...x.",
        "clap": "....x.......x...",
        "shaker": "oooooooooooooooo",
    },
    "techno rumble": {"kick": "X...X...X...X...", "hat": "x.x.x.x.x.x.x.x.", "rim": "..x..x....x..x.."},
    "house": {
        "kick": "X...X...X...X...",
        "open hat": "..x...x...x...x.",
        "clap": "....X.......X...",
        "hat": "x...x...x...x...",
    },
    "trance": {
        "kick": "X...X...X...X...",
        "open hat": "..X...X...X...X.",
        "snare": "....x.......x...",
        "hat": "xoxoxoxoxoxoxoxo",
    },
    "disco": {
        "kick": "X...X...X...X...",
        "open hat": "..x...x...x...x.",
        "snare": "....X.......X...",
        "hat": "x.x.x.x.x.x.x.x.",
        "tambourine": "....x.......x...",
    },
    "synthwave": {"kick": "X...X...X...X...", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
    "breakbeat": {"kick": "X.X.......XX....", "snare": "....X..o.o..X..o", "hat": "x.x.x.x.x.x.x.x."},
    "two step": {
        "kick": "X.........X.....",
        "snare": "....X.......X...",
        "hat": "x.x.x.x.x.x.x.x.",
        "shaker": "oooooooooooooooo",
    },
    "boom bap": {"kick": "X......XX.X.....", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
    "lazy beat": {"kick": "X......x..x.....", "rim": "....X.......X...", "hat": "x.x.x.xox.x.x.x."},
    "trap": {"kick": "X.....x...X.....", "clap": "........X.......", "hat": "x.x.xxx.x.xxxxxx"},
    "trap rolls": {"kick": "X..x......X..x..", "clap": "........X.......", "hat": "xxxxx.x.xxxxxxx."},
    "rock": {"kick": "X.......X.x.....", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
    "rock ride": {"kick": "X..x....X.......", "snare": "....X.......X...", "ride": "x...x...x...x..."},
    "punk": {"kick": "X.X...X.X.X...X.", "snare": "....X.......X...", "crash": "x...x...x...x..."},
    "metal": {"kick": "XxXxXxXxXxXxXxXx", "snare": "....X.......X...", "crash": "x...x...x...x..."},
    "blast": {"kick": "X.X.X.X.X.X.X.X.", "snare": ".X.X.X.X.X.X.X.X", "ride": "x.x.x.x.x.x.x.x."},
    "funk": {"kick": "X..x..x...x..x..", "snare": "....X..o.o..X..o", "hat": "xxxxxxxxxxxxxxxx"},
    "funk break": {"kick": "X.X.......x..x..", "snare": "....X..o.o.oX...", "hat": "x.x.x.x.x.x.xxx."},
    "one drop": {"kick": "........X.......", "rim": "........X.......", "hat": "..x...x...x...x."},
    "steppers": {"kick": "X...X...X...X...", "rim": "........X.......", "hat": "..x...x...x...xx"},
    "ska": {"kick": "X.......X.......", "snare": "....X.......X...", "hat": "..X...X...X...X."},
    "bossa": {"kick": "X.....xXX.....xX", "rim": "x..x..x...x..x..", "shaker": "xoxoxoxoxoxoxoxo"},
    "salsa": {
        "clave": "x..x..x...x.x...",
        "low conga": "......xx......xx",
        "high conga": "..x.x.....x.x...",
        "cowbell": "x...x...x...x...",
        "shaker": "xoxoxoxoxoxoxoxo",
    },
    "mambo": {
        "clave": "..x.x...x..x..x.",
        "timbale": "x.x.xx.xx.x.xx.x",
        "low conga": "......xx......xx",
        "guiro": "x.oox.oox.oox.oo",
    },
    "swing": {"ride": "x..x.xx..x.x", "hat": "...x.....x..", "kick": "o..o..o..o.."},
    "swing brush": {"snare": "o.oo.oo.oo.o", "hat": "...x.....x..", "kick": "o.....o....."},
    "shuffle": {"kick": "X.....X.....", "snare": "...X.....X..", "hat": "x.xx.xx.xx.x"},
    "gospel": {
        "kick": "X.....X.x...",
        "snare": "...X.....X..",
        "tambourine": "x.xx.xx.xx.x",
        "ride": "x..x..x..x..",
    },
    "train": {"snare": "oxoXoxoXoxoXoxoX", "kick": "X...x...X...x..."},
    "country": {"kick": "X.......X.......", "snare": "....X.......X...", "hat": "..x...x...x...x."},
    "march": {"snare": "X.xxX.xxX.xxXxxx", "kick": "X...X...X...X...", "crash": "x.......x......."},
    "waltz": {"kick": "X...........", "hat": "....x...x..."},
    "slow waltz": {"kick": "X...........", "rim": "....x...x...", "ride": "x...x...x..."},
    "chip": {"kick": "X...X.x.X...X...", "snare": "....X.......X..x", "hat": "x.x.x.x.x.x.x.x."},
    "tabla": {"high conga": "x..x..x.x..x..x.", "low conga": "..x....x..x...x.", "bongo": "....x.......x..."},
    "timpani": {"low tom": "X.......x.......", "mid tom": "............x.x.", "crash": "X..............."},
    "afrobeat": {
        "kick": "X..x....X..x....",
        "snare": "....x..x....x.x.",
        "hat": "x.xxx.xxx.xxx.xx",
        "shaker": "x.x.x.x.x.x.x.x.",
        "cowbell": "x..x..x...x.x...",
    },
}
