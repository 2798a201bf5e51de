"""What one visitor may ask for: generous at home, tighter on a public server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of the app.

    Attributes:
        max_seconds: Longest clip that is generated (s).
        max_variations: Clips per click.
        max_lab_seconds: Longest sound or picture that the lab reads (s).
        max_file_size: Largest upload, as Gradio writes it.
        max_queue: Requests that may wait.
        keep_files: How long files are kept (s).
    """

    max_seconds: float = 60.0
    max_variations: int = 8
    max_lab_seconds: float = 120.0
    max_file_size: str = "50mb"
    max_queue: int = 64
    keep_files: int = 24 * 3_600


HOME = Limits()
HOSTED = Limits(
    max_seconds=20.5,
    max_variations=4,
    max_lab_seconds=30.0,
    max_file_size="10mb",
    max_queue=16,
    keep_files=3_600,
)
