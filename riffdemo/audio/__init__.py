"""Sound as a value: what it is, how it is read and written, resampled and joined.

Explained in notebook 01.
"""

from riffdemo.audio.files import bytes_from_audio as bytes_from_audio
from riffdemo.audio.files import load_audio as load_audio
from riffdemo.audio.files import save_audio as save_audio
from riffdemo.audio.loudness import amplified as amplified
from riffdemo.audio.loudness import limit as limit
from riffdemo.audio.loudness import loudness as loudness
from riffdemo.audio.loudness import loudness_gain_db as loudness_gain_db
from riffdemo.audio.loudness import normalize_loudness as normalize_loudness
from riffdemo.audio.resampling import resample as resample
from riffdemo.audio.seams import concatenate as concatenate
from riffdemo.audio.seams import crossfade as crossfade
from riffdemo.audio.seams import loop as loop
from riffdemo.audio.seams import normalize as normalize
from riffdemo.audio.seams import overlap_add as overlap_add
from riffdemo.audio.value import Audio as Audio
