"""The endpoints, through Gradio's own client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from riffdemo.audio import load_audio, save_audio
from riffdemo.clip import settings_from_file
from riffdemo.synth import tone

# The served app runs in this process: what Gradio, pandas and diffusers warn about is not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def client(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    connected = Client(url, verbose=False, download_files=tmp_path_factory.mktemp("downloads"))
    yield connected
    connected.close()


def test_the_endpoints_are_named_and_described(client: Client) -> None:
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]  # type: ignore[index]
    tasks = {"/text_to_audio", "/interpolate", "/endless", "/audio_to_audio", "/extend", "/audition"}
    assert set(endpoints) == {*tasks, "/round_trip", "/settings_from_file"}
    assert all(endpoint["description"] for endpoint in endpoints.values())
    names = [parameter["parameter_name"] for parameter in endpoints["/text_to_audio"]["parameters"]]
    assert names[:3] == ["prompt", "negative_prompt", "seed"]


def test_text_to_audio_returns_files_with_settings(client: Client) -> None:
    takes = client.predict("a tone", seed=41, num_variations=2, loop=True, api_name="/text_to_audio")
    assert [take["settings"]["seed"] for take in takes] == [41, 42]
    for take in takes:
        assert settings_from_file(take["sound"]) == settings_from_file(take["picture"]) == take["settings"]
        assert Path(take["sound"]).name == f"a-tone_seed-{take['settings']['seed']}.wav"
        assert load_audio(take["sound"]).seconds == pytest.approx(take["settings"]["seconds"], abs=0.01)


def test_interpolate_returns_a_piece_and_its_clips(client: Client, tmp_path: Path) -> None:
    own = handle_file(save_audio(tone(440.0, seconds=0.7), tmp_path / "own.wav"))
    for init, name in (("music box", "music box"), (own, "own.wav"), (None, None)):
        made = client.predict("bells", "funk", seeds=[1, 2], num_clips=3, init=init, api_name="/interpolate")
        assert made["alphas"] == [0, 0.5, 1]
        assert len(made["clips"]) == 3
        assert settings_from_file(made["piece"]["sound"]).get("init") == name
        assert made["piece"]["settings"]["seeds"] == [1, 2]


def test_endless_returns_one_take(client: Client) -> None:
    take = client.predict(["jazz", "techno"], seconds=1.5, speed=1.0, seed=7, api_name="/endless")
    assert take["title"] == "jazz → techno"
    assert take["settings"]["seed"] == 7
    assert load_audio(take["sound"]).seconds == pytest.approx(1.5, abs=1e-3)
    with pytest.raises(AppError, match="seconds is 1000"):
        client.predict(["jazz"], seconds=1000, api_name="/endless")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seeds": [-1, 0]}, "seed is -1"),
        ({"num_clips": 25}, "25 clips are asked for: give up to 24"),
        ({"alphas": [2.0]}, "alpha is 2"),
        ({"init": "/etc/hosts"}, "The init clip is 'hosts'"),
        ({"init": {"path": "/etc/hosts"}}, "'hosts' was not uploaded"),
        ({"init": {"path": "/etc/hosts", "meta": {"_type": "gradio.FileData"}}}, ""),
    ],
    ids=str,
)
def test_an_interpolation_out_of_range_is_told_and_no_file_of_the_server_is_read(
    client: Client, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(AppError, match=message):
        client.predict("bells", api_name="/interpolate", **arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"seed": 2**32}, "seed is 4294967296"),
        ({"seed": 1.5}, r"seed is 1\.5"),
        ({"num_inference_steps": 0}, "num_inference_steps is 0"),
        ({"num_inference_steps": 101}, "num_inference_steps is 101"),
        ({"guidance_scale": -0.1}, "guidance_scale"),
        ({"num_variations": 9}, "num_variations is 9"),
        ({"seconds": 1e9}, "seconds is 1000000000.0: give a number from 0.5 to 60"),
        ({"seconds": "long"}, "seconds is 'long': give a number from 0.5 to 60"),
        ({"bars": 1_000}, "1000 bars last"),
        ({"loop": "no"}, "loop is 'no'"),
        ({"num_variations": "many"}, "num_variations is 'many'"),
        ({"scheduler": "Heun"}, "scheduler is 'Heun'"),
        ({"quality": "superb"}, "quality is 'superb'"),
    ],
)
def test_what_is_out_of_range_is_told_and_the_next_call_works(
    client: Client, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(AppError, match=message):
        client.predict("a tone", api_name="/text_to_audio", **arguments)
    assert client.predict("a tone", api_name="/text_to_audio")


def test_an_audition_returns_every_prompt_with_every_seed(client: Client) -> None:
    takes = client.predict(["funk", "bells"], [1, 2], {"loop": True}, api_name="/audition")
    made = [(take["settings"]["prompt"], take["settings"]["seed"]) for take in takes]
    assert made == [("funk", 1), ("funk", 2), ("bells", 1), ("bells", 2)]
    for take in takes:
        assert load_audio(take["sound"]).rms_dbfs == pytest.approx(take["level_dbfs"], abs=0.1)
        assert take["settings"]["loop"] is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [1]), "one or more"),
        (("funk", [1]), "list of prompts"),
        (([7], [1]), "prompt is 7"),
        ((["funk"], [-1]), "seed is -1"),
        ((["funk"], list(range(101))), "101 clips: give up to 100"),
        ((["funk"], [1], {"volume": 11}), "'volume'"),
        ((["funk"], [1], {"seconds": 1e9}), "seconds is"),
    ],
)
def test_an_audition_out_of_range_is_told(client: Client, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(AppError, match=message):
        client.predict(*arguments, api_name="/audition")


@pytest.mark.parametrize(
    "prompt", ["\N{SAXOPHONE}\N{FIRE}", "\u0645\u0648\u0633\u064a\u0642\u0649", "loud drums " * 1_000]
)
def test_any_prompt_makes_a_clip(client: Client, prompt: str) -> None:
    (take,) = client.predict(prompt, api_name="/text_to_audio")
    assert settings_from_file(take["sound"])["prompt"] == prompt
    assert ("did not read" in " ".join(take["facts"])) == (len(prompt) > 1_000)


def test_a_round_trip_and_the_settings_inside(client: Client, tmp_path: Path) -> None:
    path = save_audio(tone(440.0, seconds=0.5), tmp_path / "tone.wav", settings={"prompt": "a tone"})
    given, heard = client.predict(handle_file(path), "fast", api_name="/round_trip")
    assert load_audio(given["sound"]).seconds == pytest.approx(0.5)
    assert load_audio(heard["sound"]).seconds == pytest.approx(0.5)
    assert client.predict(handle_file(path), api_name="/settings_from_file") == {"prompt": "a tone"}


def test_a_file_without_settings_says_so_without_naming_folders(client: Client, tmp_path: Path) -> None:
    path = save_audio(tone(440.0, seconds=0.5), tmp_path / "tone.wav")
    with pytest.raises(AppError, match=r"^'tone\.wav' holds no settings"):
        client.predict(handle_file(path), api_name="/settings_from_file")
