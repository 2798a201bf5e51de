"""What people call instruments, tempos, moods.

Explained in notebook 08.
"""

from __future__ import annotations

INSTRUMENT_WORDS: dict[str, tuple[str, ...]] = {
    "piano": ("piano", "grand piano", "piano", "acoustic piano"),
    "electric piano": ("electric piano", "Rhodes", "Rhodes piano", "Wurlitzer"),
    "harpsichord": ("harpsichord", "cembalo"),
    "organ": ("organ", "Hammond organ", "electric organ", "drawbar organ"),
    "church organ": ("church organ", "pipe organ", "cathedral organ"),
    "accordion": ("accordion", "bandoneon", "squeezebox"),
    "harmonica": ("harmonica", "blues harp", "mouth organ"),
    "acoustic guitar": ("acoustic guitar", "fingerpicked guitar", "nylon guitar", "acoustic guitar"),
    "electric guitar": ("electric guitar", "clean electric guitar", "guitar"),
    "distorted guitar": ("distorted guitar", "overdriven guitar", "fuzz guitar", "heavy electric guitar"),
    "banjo": ("banjo", "five-string banjo"),
    "sitar": ("sitar",),
    "harp": ("harp", "concert harp"),
    "violin": ("violin", "fiddle"),
    "cello": ("cello", "violoncello"),
    "strings": ("strings", "string section", "string ensemble", "orchestral strings"),
    "choir": ("choir", "voices", "choral voices", "vocal choir"),
    "trumpet": ("trumpet",),
    "trombone": ("trombone", "slide trombone"),
    "french horn": ("french horn", "horn"),
    "saxophone": ("saxophone", "sax", "alto sax", "tenor saxophone"),
    "clarinet": ("clarinet", "B flat clarinet"),
    "flute": ("flute", "concert flute", "flute"),
    "marimba": ("marimba", "wooden mallets", "xylophone-like marimba"),
    "vibraphone": ("vibraphone", "vibes"),
    "music box": ("music box", "musical box"),
    "bells": ("bells", "tubular bells", "chimes", "church bells"),
    "synth lead": ("synth lead", "synthesizer", "lead synth", "analog synth"),
    "upright bass": ("upright bass", "double bass", "acoustic bass"),
    "electric bass": ("electric bass", "bass guitar"),
    "slap bass": ("slap bass", "slapped bass guitar"),
    "synth bass": ("synth bass", "synthesizer bass"),
    "sub bass": ("sub bass", "deep sub bass", "808 bass"),
    "tuba": ("tuba",),
    "synth pad": ("synth pad", "pads", "warm synth pad"),
    "synth brass": ("synth brass", "synth chords"),
    "brass section": ("brass section", "horn section"),
    "muted guitar": ("muted guitar", "chicken scratch guitar", "rhythm guitar"),
    "mandolin": ("mandolin",),
    "viola": ("viola", "violas"),
    "pizzicato strings": ("pizzicato strings", "plucked strings"),
    "square wave": ("square wave synth", "pulse wave synth", "8-bit synth"),
}
PLURAL_ENDINGS = ("strings", "voices", "vibes", "bells", "chimes", "pads", "chords", "violas", "mallets")

BROAD_WORDS: dict[str, tuple[str, ...]] = {
    "jazzy": ("swing", "bebop", "bossa nova"),
    "electronic": ("techno", "house", "trance", "synthwave", "drum and bass", "ambient", "chiptune"),
    "classical": ("baroque", "string quartet", "orchestral"),
    "Latin": ("bossa nova", "salsa", "tango"),
    "Brazilian": ("bossa nova",),
    "Caribbean": ("reggae", "salsa"),
    "Jamaican": ("reggae", "ska"),
    "African": ("afrobeat",),
    "Indian": ("raga",),
    "funky": ("funk", "disco", "afrobeat"),
    "bluesy": ("blues",),
    "heavy": ("metal", "punk"),
    "cinematic": ("orchestral",),
    "atmospheric": ("ambient", "drone"),
    "old-time": ("ragtime", "bluegrass"),
    "rustic": ("folk", "country", "bluegrass"),
    "urban": ("hip hop", "trap"),
    "religious": ("gospel", "church bells"),
    "traditional": ("folk", "bluegrass", "raga", "tango"),
    "vintage": ("ragtime", "swing"),
    "retro": ("synthwave", "disco", "chiptune"),
    "futuristic": ("techno", "drum and bass"),
    "eighties": ("synthwave", "chiptune"),
    "seventies": ("funk", "disco"),
    "sixties": ("bossa nova",),
    "nineties": ("hip hop", "drum and bass", "trance"),
    "eighteenth-century": ("baroque", "string quartet"),
}
"""Adjectives that fit several styles."""

IMPLICATIONS: dict[str, tuple[str, object]] = {
    **dict.fromkeys(("drum", "drums", "beat", "beats", "breakbeat", "groove", "rap", "jam"), ("drums", True)),
    **dict.fromkeys(("band", "orchestra", "symphony", "symphonies", "symphonic", "epic"), ("full", True)),
    **dict.fromkeys(("combo", "ensemble", "quartet", "trio", "brass", "choir"), ("full", True)),
    **dict.fromkeys(("battle", "congregation", "crowd", "concert"), ("full", True)),
    "bass": ("bass", True),
    "slow": ("tempo", 70),
    "sitar": ("plays", "sitar"),
    "strings": ("plays", "strings"),
}
"""What a word in a style's name says beside the style."""

TEMPO_WORDS: dict[int, tuple[str, ...]] = {
    70: ("slow", "very slow", "downtempo", "unhurried", "adagio"),
    94: ("moderately slow", "moderate", "easy-going", "andante"),
    117: ("mid-tempo", "medium-tempo", "steady", "moderato"),
    141: ("fast", "upbeat", "quick", "allegro"),
    164: ("very fast", "rapid", "breakneck", "presto"),
}
MOOD_WORDS: dict[str, tuple[str, ...]] = {
    "hypnotic": ("hypnotic", "trance-like", "repetitive", "mesmerising"),
    "groovy": ("groovy", "funky feeling", "danceable", "cool"),
    "euphoric": ("euphoric", "ecstatic", "soaring", "uplifting"),
    "energetic": ("energetic", "lively", "driving", "exciting"),
    "calm": ("calm", "peaceful", "gentle", "relaxing", "soft"),
    "dark": ("dark", "menacing", "ominous", "sinister"),
    "angry": ("angry", "aggressive", "furious", "raw"),
    "laid-back": ("laid-back", "relaxed", "easy", "sunny"),
    "happy": ("happy", "cheerful", "joyful", "bright"),
    "festive": ("festive", "celebratory", "rousing", "jubilant"),
    "playful": ("playful", "whimsical", "quirky", "fun"),
    "uplifting": ("uplifting", "soulful", "inspiring", "hopeful"),
    "passionate": ("passionate", "dramatic", "romantic", "fiery"),
    "elegant": ("elegant", "stately", "ornate", "refined"),
    "solemn": ("solemn", "sacred", "grave", "majestic"),
    "nostalgic": ("nostalgic", "dreamy", "wistful", "retro"),
    "sad": ("sad", "melancholic", "sorrowful", "mournful", "melancholy"),
    "tense": ("tense", "nervous", "urgent", "restless"),
    "mysterious": ("mysterious", "moody", "haunting", "brooding"),
}
DENSITY_WORDS: dict[str, tuple[str, ...]] = {
    "sparse": ("sparse", "minimal", "spacious"),
    "medium": (),
    "dense": ("busy", "dense", "intricate"),
}
REGISTER_WORDS: dict[str, tuple[str, ...]] = {
    "low": ("low", "deep", "low-pitched"),
    "middle": ("mid-range", "middle-register"),
    "high": ("high", "high-pitched", "bright high"),
}
DRUM_WORDS: dict[bool, tuple[str, ...]] = {
    True: ("with drums", "with a beat", "drums", "with percussion"),
    False: ("no drums", "without drums", "drumless", "no percussion", "no beat", "without a beat"),
}
ABSENCE_WORDS: dict[str, tuple[str, ...]] = {
    "melody": ("no melody", "without a melody", "no lead", "no soloist"),
    "voices": ("without vocals", "no vocals", "instrumental", "no singing", "no voices"),
    "bass": ("no bass", "without bass"),
}
TONALITY_WORDS: dict[str, tuple[str, ...]] = {
    "major": ("in a major key", "in major", "major key"),
    "minor": ("in a minor key", "in minor", "minor key"),
}
