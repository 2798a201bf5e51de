"""Serve the app: what is safe to show, how much may wait, which routes there are beside the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from riffdemo.limits import Limits
from riffdemo.ui.theme import FAVICON, STYLE_SHEET, theme

if TYPE_CHECKING:
    import gradio as gr
    from starlette.routing import BaseRoute


def serve(
    demo: gr.Blocks,
    *,
    limits: Limits,
    routes: Sequence[BaseRoute] = (),
    host: str | None = None,
    port: int | None = None,
    share: bool = False,
    on_start: Callable[[], object] | None = None,
    block: bool = True,
) -> str:
    """Serve the page until the process is interrupted.

    No folder is opened to visitors beside the package's own `static` and the files made for them.

    Args:
        demo: What `build_demo` returned.
        limits: Size of the queue and of uploads.
        routes: What else is answered, see `riffdemo.routes`.
        host: Address to listen on; None honours GRADIO_SERVER_NAME, else 127.0.0.1.
        port: Port; None honours GRADIO_SERVER_PORT, else the first free one from 7860.
        share: Open a public link; False honours GRADIO_SHARE.
        on_start: Called once the page is served.
        block: Wait for the end of the process; else return at once.

    Returns:
        The address of the page.
    """
    demo.queue(max_size=limits.max_queue, default_concurrency_limit=4)
    _, url, _ = demo.launch(
        server_name=host,
        server_port=port,
        share=share or None,
        theme=theme(),
        css_paths=STYLE_SHEET,
        favicon_path=FAVICON,
        max_file_size=limits.max_file_size,
        footer_links=["api"],
        run_history=False,
        enable_monitoring=False,
        pwa=False,
        app_kwargs={"routes": list(routes)},
        quiet=not block,
        prevent_thread_lock=True,
    )
    if on_start is not None:
        on_start()
    if block:
        demo.block_thread()
    return str(url)
