"""Keep the libraries below quiet: what is worth saying, riffdemo says itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """No progress bars and no log lines below errors from diffusers and transformers.

    They would say that torchvision is missing, which nothing here needs.
    """
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    with ExitStack() as undo:
        for library in (diffusers_logging, transformers_logging):
            undo.callback(library.set_verbosity, library.get_verbosity())
            library.set_verbosity(logging.ERROR)
            if library.is_progress_bar_enabled():
                undo.callback(library.enable_progress_bar)
                library.disable_progress_bar()
        yield
