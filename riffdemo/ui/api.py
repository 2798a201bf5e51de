"""The same tasks for programs: named endpoints of the served app ("Use via API" at the foot of the page).

    from gradio_client import Client, handle_file

    client = Client("http://127.0.0.1:7860")
    takes = client.predict("church bells", seed=42, api_name="/text_to_audio")
    made = client.predict("church bells", "funk bassline", seeds=[1, 2], api_name="/interpolate")
    takes = client.predict(handle_file("song.wav"), "a string quartet", strength=0.5, api_name="/audio_to_audio")
    take = client.predict(["deep house", "church bells"], seconds=30, api_name="/endless")
    takes = client.predict(handle_file("loop.wav"), "best", api_name="/round_trip")
    takes = client.predict(["church bells", "techno"], [1, 2], {"loop": True}, api_name="/audition")
    settings = client.predict(handle_file("riff.flac"), api_name="/settings_from_file")

A take is {"sound": a wav file, "picture": a png file, "title": ..., "facts": [...], "settings": {...}}.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import api
from gradio.utils import get_upload_folder

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clip
from riffdemo.limits import Limits
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.audition_api import AuditionApi
from riffdemo.ui.cards import take_from_card
from riffdemo.ui.lab import cards_from_file
from riffdemo.ui.making import endless_work, interpolation_work, text_to_audio_work
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.sound_api import SoundApi

if TYPE_CHECKING:
    from riffdemo.spectrogram import QualityName


class Api:
    """The endpoints.

    Args:
        engine: The model; None leaves out what needs one.
        limits: What may be asked for.
        engine_line: Name of the queue that all users of the model share.
    """

    def __init__(self, engine: AnyEngine | None, limits: Limits, *, engine_line: str) -> None:
        self._engine, self._limits = engine, limits
        if engine is not None:
            api(self.text_to_audio, concurrency_id=engine_line, concurrency_limit=1)
            api(self.interpolate, concurrency_id=engine_line, concurrency_limit=1)
            SoundApi(engine, limits, engine_line=engine_line)
            AuditionApi(engine, limits, engine_line=engine_line)
            api(self.endless, concurrency_id=engine_line, concurrency_limit=1)
        file, quality = gr.File(visible=False, label="File"), gr.Textbox("balanced", visible=False)
        takes, settings = gr.JSON(visible=False, label="Takes"), gr.JSON(visible=False, label="Settings")
        gr.on([], self.round_trip, [file, quality], takes, api_name="round_trip")
        gr.on([], self.settings_from_file, file, settings, api_name="settings_from_file")

    @shows_errors
    def text_to_audio(
        self,
        prompt: str,
        negative_prompt: str = "",
        seed: int = 0,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seconds: float | None = None,
        bars: int | None = None,
        loop: bool = False,
        num_variations: int = 1,
        quality: str = "balanced",
    ) -> list[dict[str, Any]]:
        """Music from a text.

        Args:
            prompt: What to hear, with weights such as "(saxophone:1.4)".
            negative_prompt: What not to hear.
            seed: 0 to 4294967295; the same seed makes the same sound.
            num_inference_steps: 1 to 100; more is cleaner and slower. None takes the model's default.
            guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
            scheduler: "DPM++ 2M", "Euler", "Euler a", "DDIM", "PNDM" or "UniPC". None: the model's default.
            seconds: Length; a loop is rounded to half clips. None makes one clip.
            bars: Length in bars of four beats instead, at the tempo in the prompt ("120 bpm").
            loop: Make the end run into the start.
            num_variations: Clips with the seeds seed, seed + 1, ...
            quality: How much work goes into the sound: "fast", "balanced" or "best".

        Returns:
            One take per variation: sound (wav), picture (png), title, facts and settings.
        """
        arguments = dict(locals())
        del arguments["self"]
        assert self._engine is not None
        work = text_to_audio_work(self._engine, arguments, limits=self._limits, cancel=threading.Event())
        cards, notice = work.run()
        return [take_from_card(card, notice) for card in cards]

    @shows_errors
    def interpolate(
        self,
        prompt: str,
        end_prompt: str | None = None,
        seeds: list[int] | None = None,
        num_clips: int | None = None,
        seconds: float | None = None,
        alphas: list[float] | None = None,
        power: float = 1.0,
        ease: float = 0.0,
        init: str | dict[str, Any] | None = None,
        end_init: str | dict[str, Any] | None = None,
        whole_bars: bool = False,
        strength: float | None = None,
        negative_prompt: str = "",
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        quality: str = "balanced",
    ) -> dict[str, Any]:
        """Music that turns from one prompt, seed or sound into another.

        Args:
            prompt: What to hear at A.
            end_prompt: What to hear at B. None keeps the prompt.
            seeds: Of the noise at A and at B, each 0 to 4294967295. None: [0, 0].
            num_clips: How many clips. None: 6.
            seconds: Length instead, rounded to whole clips.
            alphas: Instead of both: where each clip lies, 0 (A) to 1 (B).
            power: 0.2 to 5; above 1 stays longer near A.
            ease: 0 to 1: how much longer both ends last than the middle.
            init: What to start from: the name of a bundled loop ("funk groove") or a file. None: noise.
            end_init: What init turns into.
            whole_bars: Cut whole bars out of own sounds.
            strength: How much is painted anew, 0 to 1. None: 0.75, between two sounds 0.5.
            negative_prompt: What not to hear.
            num_inference_steps: 1 to 100. None takes the model's default.
            guidance_scale: How strictly to follow the prompts, 0 to 30. None takes the model's default.
            scheduler: As for text_to_audio.
            quality: "fast", "balanced" or "best".

        Returns:
            {"piece": a take, "clips": a take each, "alphas": where each lies}.
        """
        arguments = dict(locals())
        del arguments["self"]
        arguments |= {"seeds": seeds or [0, 0], "init": _start(init), "end_init": _start(end_init)}
        assert self._engine is not None
        work = interpolation_work(self._engine, arguments, limits=self._limits, cancel=threading.Event())
        (card,), notice = work.run()
        alphas = [alpha for part in card["parts"] for alpha in part["settings"]["alphas"]]
        return {
            "piece": take_from_card(card, notice),
            "clips": [take_from_card(part) for part in card["parts"]],
            "alphas": alphas,
        }

    @shows_errors
    def endless(
        self,
        prompts: list[str],
        seconds: float = 20.0,
        seed: int = 0,
        speed: float = 0.25,
        init: str | dict[str, Any] | None = None,
        strength: float = 0.6,
        negative_prompt: str = "",
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
    ) -> dict[str, Any]:
        """A stretch of music without end: it wanders from seed to seed, and from prompt to prompt.

        Args:
            prompts: Where it begins, and what it walks to, one after the other.
            seconds: Length.
            seed: Where the walk begins, 0 to 4294967295.
            speed: Part of the way that one clip covers, 0.05 to 1.
            init: What every clip starts from: the name of a bundled loop or a file. None: noise.
            strength: How far the clips go from it, 0 to 1.
            negative_prompt: What not to hear.
            num_inference_steps: 1 to 100. None takes the model's default.
            guidance_scale: How strictly to follow the prompts, 0 to 30. None takes the model's default.

        Returns:
            A take.
        """
        arguments = dict(locals())
        del arguments["self"]
        arguments |= {"prompt": arguments.pop("prompts"), "init": _start(init)}
        assert self._engine is not None
        work = endless_work(self._engine, arguments, limits=self._limits, cancel=threading.Event())
        return take_from_card(work.run())

    @shows_errors
    def round_trip(self, file: str, quality: str = "balanced") -> list[dict[str, Any]]:
        """A sound's picture, or any picture's sound, and the sound read back from it.

        Args:
            file: A sound (wav, flac, ogg, mp3, aiff) or a picture (png, jpg, webp, ...).
            quality: How much work goes into the sound: "fast", "balanced" or "best".

        Returns:
            One or two takes: the sound as given with its picture, and the sound read back from the picture.
        """
        from riffdemo.roundtrip import Conversion

        conversion = Conversion(quality=cast("QualityName", quality))
        return [take_from_card(card) for card in cards_from_file(file, conversion, self._limits)]

    @shows_errors
    def settings_from_file(self, file: str) -> dict[str, Any]:
        """The settings inside a sound or picture that was saved here.

        Args:
            file: The sound or picture.

        Returns:
            Prompt, seed and all else that makes the same clip again.
        """
        from riffdemo.clip import settings_from_file

        return settings_from_file(file)


def _start(init: str | dict[str, Any] | None) -> str | None:
    """A bundled loop by its name, or a file that was uploaded: no other file of the server.

    Raises:
        ParameterError: It is neither.
    """
    if not isinstance(init, dict):
        return init_clip(init).name if init else None
    path = Path(str(init.get("path"))).resolve()
    if not path.is_relative_to(Path(get_upload_folder()).resolve()):
        raise ParameterError(f"{path.name!r} was not uploaded: give it as a file.")
    return str(path)
