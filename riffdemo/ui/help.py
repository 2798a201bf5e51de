"""What the controls say about themselves."""

from __future__ import annotations

QUALITY = (
    "How hard the sound is fitted to the picture. Fast takes about half as long as balanced, best about three times "
    "as long and halves the error."
)

LAB = (
    "A spectrogram is a picture of sound: time runs to the right, pitch upwards, brighter is louder. "
    "Drop a **sound** to see its picture and to hear what the picture kept of it. Drop a **picture**, any picture, "
    "to hear it. A file that was saved here also shows the settings that made it."
)

HOW = """
**How it works.** A spectrogram is a picture of sound, and a diffusion model can paint pictures. This one has
learned to paint spectrograms: you describe music, it starts from noise and makes the picture clearer step by step.
Then the picture is turned into a waveform: the missing phases are estimated, and the sound is corrected until its
own spectrogram fits the picture. The idea is [Riffusion](https://www.riffusion.com/about)'s, by Seth Forsgren and
Hayk Martiros. The notebooks that come with this app explain every step, with code that you can run.
"""

LICENCE = """
| | Licence | What you may do |
|---|---|---|
| Code | MIT | Use, change and share it; keep the notice. |
| Shipped model | MIT | Made by this project's own training code, from music that the code composed itself. |
| What you generate | yours | No rights are claimed. With another checkpoint, its licence applies. |
"""
