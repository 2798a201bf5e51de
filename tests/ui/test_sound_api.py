"""The endpoints from sound to sound, through Gradio's own client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from riffdemo.audio import load_audio, save_audio
from riffdemo.clip import settings_from_file
from riffdemo.synth import music

# The served app runs in this process: what Gradio, pandas and diffusers warn about is not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def client(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    connected = Client(url, verbose=False, download_files=tmp_path_factory.mktemp("downloads"))
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("songs") / "song.wav"
    return save_audio(music(seconds=1.5, sample_rate=22_050), path)


def test_audio_to_audio_returns_after_before_and_difference(client: Client, song: Path) -> None:
    takes = client.predict(
        handle_file(song),
        "bells",
        end_prompt="funk",
        strength=0.4,
        seed=5,
        seconds=1.2,
        api_name="/audio_to_audio",
    )
    after, before, difference = (load_audio(take["sound"]).samples for take in takes)
    np.testing.assert_allclose(before + difference, after, atol=2e-4)  # 16 bits each
    settings = settings_from_file(takes[0]["sound"])
    assert settings == settings_from_file(takes[0]["picture"]) == takes[0]["settings"]
    expected = {
        "task": "audio_to_audio",
        "prompt": "bells",
        "end_prompt": "funk",
        "seed": 5,
        "source": "song.wav",
    }
    assert {name: settings[name] for name in expected} == expected
    assert settings["seconds"] == pytest.approx(1.2, abs=1e-3)


def test_a_mask_is_a_file(client: Client, song: Path, tmp_path: Path) -> None:
    Image.new("L", (16, 16), "black").save(tmp_path / "mask.png")
    takes = client.predict(
        handle_file(song),
        "bells",
        strength=1.0,
        mask=handle_file(tmp_path / "mask.png"),
        api_name="/audio_to_audio",
    )
    assert load_audio(takes[2]["sound"]).peak == 0


def test_extend_returns_a_longer_sound(client: Client, song: Path) -> None:
    (take,) = client.predict(handle_file(song), "bells", left=0.5, right=0.25, api_name="/extend")
    assert load_audio(take["sound"]).seconds == pytest.approx(2.25, abs=0.01)
    assert take["settings"]["task"] == "extend"


@pytest.mark.parametrize(
    ("endpoint", "arguments", "message"),
    [
        ("/audio_to_audio", {"strength": 1.5}, r"strength is 1\.5"),
        ("/audio_to_audio", {"stereo": "quadro"}, "stereo is 'quadro'"),
        ("/audio_to_audio", {"start": 2}, "start is 2 s, but the sound lasts"),
        ("/audio_to_audio", {"scheduler": "Heun"}, "scheduler is 'Heun'"),
        ("/extend", {"left": 1e9}, "left is 1000000000"),
        ("/extend", {"right": 0}, "left and right are"),
    ],
)
def test_what_is_out_of_range_is_told(
    client: Client, song: Path, endpoint: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(AppError, match=message):
        client.predict(handle_file(song), "bells", api_name=endpoint, **arguments)
