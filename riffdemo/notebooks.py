"""Where the notebooks are that explain how this works."""

from __future__ import annotations

REPOSITORY = "https://github.com/riffdemo/riffdemo"

NOTEBOOKS = {
    "01_sound": "A sound is a list of numbers",
    "02_windows": "Windows onto time",
    "03_mel": "The listening scale",
    "04_picture": "A spectrogram is a picture",
    "05_phase": "The lost phase",
    "06_denoising": "Denoising a picture into music",
    "07_steering": "Steering",
    "08_training": "Teach it your sound",
}
"""Titles by name of the file."""


def notebook_url(name: str) -> str:
    """Where anybody can read a notebook, from a checkout and from a hosted app alike."""
    return f"{REPOSITORY}/blob/main/notebooks/{name}.ipynb"
