"""The rhythms of the corpus, written as strings of steps.

A string spans one bar (four beats, or three in triple time) in as many equal steps as it has characters:
16 steps are sixteenths of a bar of four, 12 are triplets there and sixteenths in a bar of three.

    drums      X loud   x normal   o soft
    bass       b root   f fifth   t third   s seventh   o octave   a into the next chord   w walking tone
    chords     x the whole chord   0-5 one of its tones, lowest first   b root below   f fifth below
    melody     x a note
    everywhere - holds the note before   . is silence

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass

BASS: dict[str, str] = {
    "whole": "b---------------",
    "half": "b-------f-------",
    "quarters": "b---b---b---b---",
    "eighths": "b-b-b-b-b-b-b-b-",
    "sixteenths": "bbbbbbbbbbbbbbbb",
    "offbeat": "..b-..b-..b-..b-",
    "octaves": "b-o-b-o-b-o-b-o-",
    "gallop": "b-bbb-bbb-bbb-bb",
    "rolling": ".bbb.bbb.bbb.bbb",
    "acid": "b.bo.b.sb.o.bb.o",
    "funk": "b..b..o.b..s.of.",
    "slap": "b.o.b..ob.so..b.",
    "reese": "b-----b---------",
    "dub": "b--b..t-f---....",
    "reggae": "....b-b-t-f-b---",
    "walk up": "b---t---f---a---",
    "tumbao": "......f-----o---",
    "bossa": "b-----f-f-----b-",
    "two beat": "b---....f---....",
    "sub drop": "b---------..b-..",
    "trap": "b-----b.....b-..",
    "hip hop": "b-----..b-f-....",
    "motown": "b--bf-.bb-s-f-a-",
    "afro": "b-.bf-..b-.sf-..",
    "walking": "b--w--w--a--",
    "bebop": "b--w--w-wa--",
    "shuffle": "b-bt-tf-fs-s",
    "boogie": "b--t--f--s--",
    "slow blues": "b-----f--a--",
    "pedal": "b---------------",
    "tango": "b-----b-f---b---",
    "march": "b---f---b---f---",
    "arpeggio": "b-t-f-o-f-t-b-f-",
    "waltz": "b-----------",
    "waltz walk": "b---t---f---",
}

CHORDS: dict[str, str] = {
    "held": "x---------------",
    "two halves": "x-------x-------",
    "quarters": "x-..x-..x-..x-..",
    "eighths": "x-x-x-x-x-x-x-x-",
    "stabs": "...x..x....x..x.",
    "house stabs": "x..x..x...x.x...",
    "offbeats": "..x...x...x...x.",
    "skank": "....x.......x...",
    "skank double": "....x.x.....x.x.",
    "sidechain": "..x-..x-..x-..x-",
    "up down": "0123321001233210",
    "up": "0120120120120120",
    "arpeggio 8": "0-1-2-3-0-1-2-3-",
    "alberti": "0-2-1-2-0-2-1-2-",
    "sixteenth arp": "0123012301230123",
    "broken": "b---0-1-2---1---",
    "trance gate": "x.xx.xx.x.xx.xx.",
    "funk scratch": "..xx.x..x.xx..x.",
    "clav": "x..x.xx...x..xx.",
    "power": "x-x-x-x-x-x-x-x-",
    "palm mute": "xxxxxxxxxxxxxxxx",
    "chug": "x-xxx-xxx-xxx-xx",
    "strum": "x---x-x-..x-x-x-",
    "down up": "x-.xx-.xx-.xx-.x",
    "bossa": "x--x--x---x--x--",
    "montuno": "x-0x.x0xx.0x.x0x",
    "oom pah": "b...x...f...x...",
    "stride": "b---x---f---x---",
    "boom chick": "b-..x-..f-..x-..",
    "travis": "b-2-0-1-f-2-0-1-",
    "roll": "0213021302130213",
    "charleston": "x--..x......",
    "comping": "...x.x...x..",
    "freddie": "x-.x-.x-.x-.",
    "slow triplets": "012012012012",
    "gospel": "x--x-xx--x-x",
    "shuffle": "x-xx-xx-xx-x",
    "tango": "x...x...x..xx...",
    "waltz": "b---x-..x-..",
    "waltz held": "x-----------",
    "waltz arp": "b-0-1-2-1-0-",
    "swell": "x---------------",
    "stomp": "x-------....x---",
    "lofi": "x-----......x---",
    "chip arp": "0120120120120120",
    "drone": "x---------------",
}

MELODY: dict[str, tuple[str, ...]] = {
    "lyrical": (
        "x-------x---x---",
        "x-----x-x-------",
        "x---x---x-------",
        "x-------------..",
        "x---x-x-x-------",
    ),
    "sparse": ("x---------......", "x-------....x---", "....x-----------", "x---....x-------"),
    "running": ("x-x-x-x-x-x-x-x-", "xxx-x-x-xxx-x-x-", "x-xxx-xxx-xxx-x-", "xxxxxxxxx-x-x---"),
    "syncopated": ("x--x--x-..x-x---", "..x-x--x..x-x-..", "x--x--x---x-..x-", "x-.x--x-....x-x-"),
    "riff": ("x-x-..x-x-..x-x-", "x-.xx-..x-.xx-..", "x.x.x-..x.x.x-x-", "x--x--x-x--x--x-"),
    "catchy": ("x-x-x---x-x-x---", "x---x-x-x---x-x-", "x-x-x-x-x---....", "x--x--x-x---x---"),
    "swing": ("x-xx-xx--...", "x--x-xx-x...", "...x-xx-xx--", "x-xx-x..xx--", "x-----x-xx-x"),
    "bebop": ("xxxxxxx-xx-x", "x-xx-xx-xx-x", "xxxx-xx-xxxx", "x-xxxxx-xx-."),
    "triplets": ("xxxxxxxxxxxx", "x--xxxx--xxx", "x-xx-xx-xx--"),
    "bends": ("x-----x-xx--", "......x-xx--", "x--x-xx-----", "x-xx--......"),
    "arpeggio": ("x-x-x-x-x-x-x-x-", "x---x---x---x---", "x-x-x---x-x-x---"),
    "acid": ("xx.xx.x.xx.xx.xx", "x.xxx.xxx.x.xxx.", "x-xx.xx-x.xx.xx."),
    "toll": ("x-------x-------", "x---------------", "x-------....x---", "x---x---x---x---"),
    "waltz": ("x---x---x---", "x-------x---", "x-x-x---x---", "x-----------", "x---x-x-x-x-"),
}


@dataclass(frozen=True)
class Step:
    """One event of a pattern: its character, where it starts and how long it is held (beats)."""

    symbol: str
    start: float
    duration: float


def steps_of(pattern: str, bar_beats: int, n_beats: float) -> list[Step]:
    """The events of a pattern in the first `n_beats` of a bar; a held note ends with them."""
    step_beats = bar_beats / len(pattern)
    shown = pattern[: round(n_beats / step_beats)]
    starts = [index for index, symbol in enumerate(shown) if symbol not in ".-"]
    steps = []
    for start in starts:
        held = len(shown[start + 1 :]) - len(shown[start + 1 :].lstrip("-"))
        steps.append(Step(shown[start], start * step_beats, (1 + held) * step_beats))
    return steps
