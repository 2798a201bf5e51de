"""What the page says: help on every control, with numbers that can be used. Numbers come from the code."""

from __future__ import annotations

from riffdemo.notebooks import NOTEBOOKS, notebook_url
from riffdemo.params import SpectrogramParams
from riffdemo.plan import BARS_PER_CLIP, BEATS_PER_BAR

EXAMPLES = (
    "funk bassline with a jazzy saxophone",
    "lo-fi beats, rainy night",
    "church bells",
    "deep house with a warm synth bass",
    "bluegrass banjo, fast and happy",
    "solo cello, low and sad",
)

PAIRS = (
    ("church bells", "funk bassline"),
    ("solo piano, slow and sad", "jazz trumpet, swing"),
    ("music box lullaby", "techno, 140 bpm"),
    ("acoustic folk guitar", "metal with distorted guitar"),
    ("choir, calm", "synthwave with a warm bass"),
)

NEGATIVE_PROMPT = "What to stay away from. Empty is fine. Needs a guidance above 1 to have an effect."
SEED = "The noise to start from: the same settings with the same seed give the same sound."
KEEP = "Off: every click takes a new seed. On: change one control and hear what it does."
VARIATIONS = "Clips at once, from the seed upwards: 42, 43, 44 ... Four cost less than four clicks."
QUALITY = (
    "How hard the sound is fitted to the picture. Fast takes about half as long as balanced; best takes about three "
    "times as long and makes a smaller error."
)
CHECKPOINT = (
    "The shipped model, a folder in diffusers layout, or a hub id of a Stable Diffusion 1 model that paints "
    "spectrograms. riffusion-model-v1 is a download of about 2 GB and wants a GPU."
)
RESTORE = "Drop a sound or picture that was saved here: its settings go back into the controls."

OWN_INIT = "Or drop your own sound or picture"
WHOLE_BARS = (
    "Finds the beat of your sound, cuts whole bars out of it and fits them to one clip, pitch unchanged."
)

CHANGES = [("Prompt and seed", "both"), ("Prompt", "prompt"), ("Seed", "seed")]
CHANGES_HELP = "What leads from A to B: the words, the noise, or both. What does not stays as it is at A."
POWER = "Above 1 stays longer near A, below 1 longer near B. At 2, half of the clips are within a quarter of the way."
EASE = "1 lingers at both ends and hurries in the middle; 0 goes evenly."
ALPHAS = "Instead of a length and a curve: where each clip lies, from 0 (A) to 1 (B)."
SOUNDS = (
    "Start from one of these loops, or from a sound or picture of yours, and let the prompts lead it on. With a "
    "second sound, the first turns into it."
)
STRENGTH = (
    "How much is painted anew. 0.3 colours the sound, 0.5 keeps its notes and suits the way from one sound to "
    "another, 0.75 keeps the rhythm, 1 leaves nothing."
)

REWORKS = (
    "a string quartet",
    "church organ",
    "chiptune with synth lead",
    "solo cello, low and sad",
    "heavy metal with distorted guitar",
)
SOUND_TASKS = [("Paint it again", "audio_to_audio"), ("Add to its ends", "extend")]
OWN_SOUND = "Or drop your own sound"
REWORK_STRENGTH = (
    "0.2 colours it, 0.5 keeps its rhythm and pitches, 0.8 keeps a memory of it, 1 keeps nothing."
)
TURNS_INTO = "Another prompt for the end: the sound turns from the one to the other. Empty is fine."
MASK = "Look at the source, and paint what may change"
MASK_HELP = (
    "Drag over a stretch of **time**, a **box** or with the **brush**: only what is painted is made anew, all else "
    "stays the source to the sample."
)
PART_START = "Where the part begins that is painted (seconds)."
CHANNELS = [("As the source", "source"), ("Mono", "mono"), ("Stereo", "stereo")]
CHANNELS_HELP = "The model paints the middle of a stereo sound; the source says what is heard left and right."

LAB = (
    "A spectrogram is a picture of sound: time runs to the right, pitch upwards, brighter is louder. "
    "Drop a **sound** to see its picture and to hear what the picture kept of it. Drop a **picture**, any picture, "
    "to hear it. A file that was saved here also shows the settings that made it."
)

LIVE = (
    "A riff that never ends. It wanders from seed to seed until you type something new; then it walks there, clip by "
    "clip, without a break in the waveform. Mix up to four prompts, start every clip from a loop or from a sound of "
    "your own, and change all of it while it plays."
)

DRAW = "Low sounds are at the bottom, time runs to the right: 5 seconds. Soft strokes are soft sounds."
EXPONENT = "Grey is the magnitude to this power. Lower shows more of what is soft, and rounds more coarsely."
MEL_BANDS = "Rows of the picture. Fewer keep less of the pitch."
WINDOW = "How much sound each column looks at. Longer tells close pitches apart, shorter close onsets."
METHOD = (
    "How the lost phase is found. Textbook is the usual way, from random phases: slow, of the first 10 s only, and "
    "never a loop."
)
ITERATIONS = "How often the sound is fitted to the picture. Textbook always takes 32."
DENOISING = (
    "The model starts from noise. After each step it expects a finished piece, at first a blurred one: see and hear "
    "it become clear."
)
AUDITION = (
    "Every prompt with every seed, to listen through and to choose from. Star what you like, compare two, and take "
    "the starred ones with you. What is there already is not made again. Tempi are estimated: half or "
    "twice as fast may be right."
)
PROMPTS = "One per line."
SEEDS = "Numbers and ranges, such as 1-4, 42. Each prompt is made with each of them."
PROMPTS_FILE = "Or drop a CSV file with a column “prompt”, or a JSON list"
AUDITION_EXAMPLE = (
    "lo-fi beats, rainy night",
    "deep house with a warm synth bass",
    "solo cello, low and sad",
)

HOW = """
A spectrogram is a picture of sound, and a diffusion model can paint pictures. This one has learned to paint
spectrograms: it starts from noise and makes the picture clearer step by step, guided by your words. Then the
picture becomes a waveform: its magnitudes are known, the missing phases are estimated, and the sound is corrected
until its own spectrogram fits the picture. The idea is [Riffusion](https://www.riffusion.com/about)'s, by Seth
Forsgren and Hayk Martiros. The notebooks that come with this app explain every step with code that you can run.
"""

LICENCE = """
| | Licence | What you may do |
|---|---|---|
| Code | MIT | Use, change and share it; keep the notice. |
| Shipped model | MIT | The same. It was trained here, from nothing but music that the code composed. |
| What you make | yours | No rights are claimed. With another checkpoint, its own licence applies. |
"""


def notebook_link(*numbers: str) -> str:
    """A line that leads to the notebooks "01", "02", ... that explain a tab or a group of controls.

    Those that are still to be written are left out.
    """
    links = [
        f"[{name[:2]} {title}]({notebook_url(name)})"
        for name, title in NOTEBOOKS.items()
        if name[:2] in numbers
    ]
    return f"Explained in {' and '.join(links)}" if links else ""


def clips(params: SpectrogramParams) -> str:
    """Help for the length of an interpolation."""
    seconds = params.loop_seconds
    return f"A clip has {seconds:.3g} s: 6 are {6 * seconds:.0f} s. Seconds are rounded to whole clips."


def lost_file(name: str) -> str:
    """What is said where a clip started from a file that only the visitor has."""
    return f"This started from your file “{name}”: drop it again to make the same."


def other_checkpoint(asked: str, own: str) -> str:
    """What is said where a clip was made with a model that cannot be chosen here."""
    return f"This was made with {asked}. This server has {own} only, so it will sound different."


def part_length(longest: float) -> str:
    """Help for the length of the part that is painted."""
    return f"Seconds; empty takes all of it, up to {longest:g} s."


def steps(default: int) -> str:
    """Help for the number of steps."""
    return f"{default} is good; {max(default // 2, 1)} is a sketch; more than {3 * default} is hardly heard."


def guidance(default: float) -> str:
    """Help for the guidance."""
    return f"How literally the prompt is taken. 1 follows it loosely, {default:g} is good, {3 * default:g} is harsh."


def scheduler(default: str) -> str:
    """Help for the scheduler."""
    return f"The way from noise to picture. {default} needs few steps; Euler a varies most with their number."


def length(params: SpectrogramParams) -> str:
    """Help for the length."""
    return (
        f"{params.loop_seconds:.3g} s is what the model paints in one go; longer pieces are painted in parts that "
        "overlap."
    )


def unit(params: SpectrogramParams) -> str:
    """Help for the choice between seconds and bars."""
    tempo = 60 * BEATS_PER_BAR * BARS_PER_CLIP / params.loop_seconds
    return (
        f"A bar has {BEATS_PER_BAR} beats, at the tempo in the prompt (“120 bpm”) or else at {tempo:.0f} bpm: then "
        f"{BARS_PER_CLIP} bars are {params.loop_seconds:.3g} s."
    )


def loop(params: SpectrogramParams) -> str:
    """Help for the loop switch."""
    return f"The end leads into the start. The length is rounded to multiples of {params.loop_seconds / 2:.3g} s."
