"""The tab "Live": a riff without end. The page plays and draws, this side makes one clip at a time.

`static/live/live.js` exports `mount({element, props, trigger, watch, upload, options})`; it is given

    options        {riff: the riff to begin with, steps, guidance_scale: the model's defaults, clip_seconds,
                   init_clips: [{name, bpm, bars, picture: address of a small picture}], min_speed, max_prompts,
                   max_waiting, max_kept_seconds, words: {styles, leads, moods} for the dice}
    upload(file)   Gradio's upload of a File: {path, url}; `path` goes into riff.init

It asks for one clip at a time, and only while little is buffered (more than 30 s are refused):

    trigger('next_clip', {req, epoch, riff, position, ahead})

    req, epoch   any numbers; they come back with the answer. A page that throws unplayed clips away counts `epoch`
                 up and drops answers of an older one.
    riff         all wishes, see `riffdemo.live.riff.Riff`:
                 {prompts: [{text, weight}], queue: [text], negative_prompt, seed, speed, strength,
                 init: null | {name} | {path, name}, guidance_scale: number | null, quality: "auto" | steps}.
                 Other weights hold at once; new texts are walked to; another seed starts anew.
    position     `position` of the answer after whose clip this one is to be heard: the last one, or an earlier one
                 when later clips were thrown away (the last six are continued without a seam); null at the start.
    ahead        seconds that are buffered.

The answer is the value of the component:

    {req, epoch, take, audio: {url}, image: {url}, seconds, overlap, label, changed, from_prompt, to_prompt, alpha,
    seed, position, settings, work_seconds, real_time_factor, steps, queue_taken, gain_db}
    {req, epoch, error, retry}     why there is no clip; with `retry` it may work in a moment
    {refused}                      too many wait: Gradio did not take the request

    audio        wav. If overlap is 0, it begins with the sample that follows the last one of the clip before; else
                 its first `overlap` seconds are to be blended with the last ones of that clip (equal power).
    image        png of exactly the columns that are heard in `audio` (width / seconds = 100 columns per second),
                 white is silence, low frequencies at the bottom.
    queue_taken  0 or 1: the first waiting text became the prompt: shift `queue`, and let
                 prompts = [{text, weight: 1}].
    settings     what made the clip, with `riff` as it was asked for.

    trigger('stopped', {})                      the page paused, was hidden or closed: nothing more is made for it
    trigger('keep', {clips: [take], seconds})   the last `seconds` of these consecutive clips become one take in the
                                                players below, with all formats to save

Another value may come from elsewhere: {open: a part of a riff} from another tab: take it over into the controls; a
missing name leaves what was there. It may be there before `mount`. A link is the address of the page with `?riff=`
and the JSON of the riff; the page reads it itself.
"""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

import riffdemo
from riffdemo.engine.checkpoint import CheckpointInfo
from riffdemo.init_clips import init_clips
from riffdemo.live.riff import MAX_PROMPTS, MAX_WAITING, MIN_SPEED, Riff, riff_from_query
from riffdemo.ui import help as words
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.connections import Connections, Sent
from riffdemo.ui.history import History
from riffdemo.ui.live_replies import MAX_KEPT_SECONDS, Replies, kept_card
from riffdemo.ui.models import Models
from riffdemo.ui.players import players
from riffdemo.ui.settings import random_seed
from riffdemo.ui.suggestions import LEADS, MOODS, STYLES
from riffdemo.ui.theme import STATIC
from riffdemo.ui.widgets import notebook_link
from riffdemo.ui.work import ENGINE_LINE, Visitors

REFUSED = "() => ({refused: Date.now()})"
"""What the page is told where Gradio takes no request, in JavaScript."""

# Gradio forgets the props of a component whose tab was not opened yet when an event has it among its outputs.
_MOUNT = """
const events = ['next_clip', 'stopped', 'keep'];
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=%(folder)s/live/live.js?v=%(version)s`)
    .then(live => live.mount({element, props, trigger, watch, upload, options: %(options)s}));
"""


def build(demo: gr.Blocks, tabs: gr.Tabs, link: gr.Textbox, models: Models, connections: Connections) -> None:
    """Lay out the tab and connect its events."""
    gr.Markdown(words.LIVE, elem_classes="lead")
    gr.set_static_paths([STATIC])
    live = gr.HTML(
        value=None,
        html_template='<div class="live"></div>',
        js_on_load=_mount(models.info),
        apply_default_css=False,
        elem_id="live",
    )
    notebook_link("07")
    kept, history = players(elem_id="live-kept"), gr.State(History())
    replies, visitors = Replies(models.first), Visitors()

    def next_clip(request: gr.Request, event: gr.EventData) -> dict[str, Any]:
        with visitors.turn(request) as cancel:
            return replies.reply(event._data, request.session_hash, cancel)

    @shows_errors
    def keep(event: gr.EventData, history: History) -> list[Any]:
        history = history.with_new([kept_card(event.clips, event.seconds)])
        return [history.players(), history]

    @shows_errors
    def open_link(request: gr.Request) -> Any:
        return gr.skip() if riff_from_query(request.query_params) is None else gr.Tabs(selected="live")

    def leave(request: gr.Request) -> None:
        visitors.stop(request)
        replies.listeners.forget(request.session_hash)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    live.next_clip(visitors.expect, queue=False, trigger_mode="multiple", **quiet)
    asked = live.next_clip(
        next_clip,
        None,
        live,
        concurrency_id=ENGINE_LINE,
        concurrency_limit=1,
        trigger_mode="multiple",
        **quiet,
    )
    asked.failure(None, None, live, js=REFUSED, **quiet)
    live.stopped(visitors.stop, queue=False, trigger_mode="multiple", **quiet)
    live.keep(keep, history, [kept, history], **quiet)
    connections.sends(kept)
    connections.takes("Live: start from it", tab="live", outputs=[live], receive=_start_from)
    connections.takes("Live: its prompt", tab="live", outputs=[live], receive=_prompt_of, needs="prompt")
    link.change(
        open_link, None, tabs, **quiet
    )  # a component that is not on the page yet would lose its props
    demo.unload(leave)


def _start_from(sent: Sent) -> list[Any]:
    return [{"open": {"init": {"path": sent.sound, "title": sent.settings.get("prompt") or "A clip"}}}]


def _prompt_of(sent: Sent) -> list[Any]:
    names = ("negative_prompt", "seed", "guidance_scale")
    known = {name: sent.settings[name] for name in names if sent.settings.get(name) is not None}
    return [{"open": {"prompts": [{"text": sent.settings["prompt"], "weight": 1}], **known}}]


def _mount(info: CheckpointInfo) -> str:
    facts = {"folder": STATIC.as_posix(), "version": riffdemo.__version__}
    return _MOUNT % {**facts, "options": json.dumps(_options(info))}


def _options(info: CheckpointInfo) -> dict[str, Any]:
    blend, seed = ((words.EXAMPLES[0], 1.0),), random_seed() % 10_000
    return {
        "riff": Riff(blend=blend, seed=seed, guidance_scale=info.default_guidance).to_json(),
        "steps": info.default_steps,
        "guidance_scale": info.default_guidance,
        "init_clips": [
            {
                "name": clip.name,
                "bpm": clip.bpm,
                "bars": clip.bars,
                "picture": f"gradio_api/file={clip.picture.as_posix()}",
            }
            for clip in init_clips()
        ],
        "words": {"styles": STYLES, "leads": LEADS, "moods": MOODS},
        "clip_seconds": info.params.loop_seconds,
        "min_speed": MIN_SPEED,
        "max_prompts": MAX_PROMPTS,
        "max_waiting": MAX_WAITING,
        "max_kept_seconds": MAX_KEPT_SECONDS,
    }
