"""One function per task. The app, the command line, HTTP and notebooks all call these.

generate.py        text to audio
audio_to_audio.py  a sound of any length, painted again
extend.py          what comes before and after a sound
interpolation.py   from A to B; way.py: where the clips lie
audition.py        every prompt with every seed
denoising.py       what the model expects after each step
endless.py         music without end, clip by clip
painting.py        from complete settings to clips, a batch at a time
inits.py           what a task may start from: bundled loops, files, sounds, pictures
checks.py          arguments in range, or an error that says what would be

Importing this package loads neither torch nor diffusers; running a task does.

Explained in notebooks 06 and 07.
"""

from riffdemo.tasks.audio_to_audio import BeforeAfter as BeforeAfter
from riffdemo.tasks.audio_to_audio import audio_to_audio as audio_to_audio
from riffdemo.tasks.audition import audition as audition
from riffdemo.tasks.denoising import denoising as denoising
from riffdemo.tasks.endless import endless as endless
from riffdemo.tasks.extend import extend as extend
from riffdemo.tasks.generate import arguments_from_settings as arguments_from_settings
from riffdemo.tasks.generate import text_to_audio as text_to_audio
from riffdemo.tasks.interpolation import Interpolation as Interpolation
from riffdemo.tasks.interpolation import interpolate as interpolate
from riffdemo.tasks.interpolation import interpolation_arguments as interpolation_arguments
