"""The errors that riffdemo raises on purpose.

    RiffError
    ├── ParameterError    a value out of range (also a ValueError)
    ├── AudioError        a sound file or signal that cannot be used
    ├── MetadataError     an image or tag that cannot be understood
    └── CheckpointError   a model that cannot be loaded

Every message gives the value, the allowed range and the repair, so that the app, the command line and a
notebook can all show it as it is. Anything that is not a `RiffError` is a bug.
"""

from __future__ import annotations


class RiffError(Exception):
    """Base of all errors that are meant for the user's eyes."""


class ParameterError(RiffError, ValueError):
    """A parameter is out of its range or does not fit another one."""


class AudioError(RiffError):
    """A sound file or signal cannot be read, written or converted."""


class MetadataError(RiffError):
    """An image or its embedded settings cannot be read."""


class CheckpointError(RiffError):
    """A model checkpoint is missing, of the wrong kind or unsafe to load."""
