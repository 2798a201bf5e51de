"""riffdemo.manifest: folders that grow, names that collide, stops in between."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from riffdemo.audio import load_audio
from riffdemo.clip import Clip, clip_from_audio, settings_from_file
from riffdemo.errors import ParameterError
from riffdemo.manifest import NAME, Collection, free_name, zip_from_clips
from riffdemo.params import SpectrogramParams
from riffdemo.synth import silence, tone, two_bar_loop


def clip(prompt: str = "funk", *, seed: int = 1, audio: Any = None, **settings: Any) -> Clip:
    audio = tone(440.0, seconds=0.5) if audio is None else audio
    return clip_from_audio(audio, SpectrogramParams(), {"prompt": prompt, "seed": seed, **settings})


def entries(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return found


def test_what_was_added_is_there_and_described(tmp_path: Path) -> None:
    made = clip(audio=two_bar_loop(), loop=True)
    Collection(tmp_path / "out").add(made)
    (entry,) = entries(tmp_path / "out")
    assert entry["sound"] == "funk_seed-1.flac"
    assert entry["picture"] == "funk_seed-1.png"
    assert entry["settings"] == settings_from_file(tmp_path / "out" / entry["sound"]) == made.settings
    assert entry["tempo_bpm"] == pytest.approx(93.75, abs=0.1)
    samples = load_audio(tmp_path / "out" / entry["sound"]).samples
    rms = float((samples.astype(float) ** 2).mean()) ** 0.5
    assert 10 ** (entry["level_dbfs"] / 20) == pytest.approx(rms, rel=0.02)
    assert made.settings in Collection(tmp_path / "out")


def test_silence_has_neither_level_nor_tempo(tmp_path: Path) -> None:
    Collection(tmp_path).add(clip(audio=silence(seconds=3.0)))
    (entry,) = entries(tmp_path)
    assert entry["level_dbfs"] is None
    assert entry["tempo_bpm"] is None


def test_names_that_collide_get_a_number(tmp_path: Path) -> None:
    collection = Collection(tmp_path)
    for prompt in ("a b", "a-b", "A, b!"):
        collection.add(clip(prompt))
    assert [entry["sound"] for entry in entries(tmp_path)] == [
        "a-b_seed-1.flac",
        "a-b_seed-1-2.flac",
        "a-b_seed-1-3.flac",
    ]
    for entry in entries(tmp_path):
        assert settings_from_file(tmp_path / entry["picture"])["prompt"] == entry["prompt"]


def test_nothing_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "funk_seed-1.png").write_bytes(b"mine")
    Collection(tmp_path).add(clip())
    assert (tmp_path / "funk_seed-1.png").read_bytes() == b"mine"
    assert entries(tmp_path)[0]["sound"] == "funk_seed-1-2.flac"


def test_a_stop_before_the_manifest_costs_one_clip_and_leaves_no_copy(tmp_path: Path) -> None:
    clip().save(tmp_path / "funk_seed-1.flac")
    collection = Collection(tmp_path)
    assert clip().settings not in collection
    collection.add(clip())
    assert {path.name for path in tmp_path.iterdir()} == {"funk_seed-1.flac", "funk_seed-1.png", NAME}


def test_a_file_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    Collection(tmp_path).add(clip())
    (tmp_path / "funk_seed-1.png").unlink()
    collection = Collection(tmp_path)
    assert clip().settings not in collection
    collection.add(clip())
    assert len(entries(tmp_path)) == 1


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '[{"prompt": "funk"}]', "[" * 99_999, '"a"'])
def test_another_manifest_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"manifest\.json"):
        Collection(tmp_path)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(ParameterError, match="folder"):
        Collection(tmp_path / "out").add(clip())


def test_an_archive_holds_all_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = zip_from_clips([clip("a b"), clip("a-b"), clip(seed=2)], tmp_path / "audition.zip")
    assert list(tmp_path.iterdir()) == [path]
    with zipfile.ZipFile(path) as archive:
        listed = json.loads(archive.read(NAME))
        assert archive.testzip() is None
    files = {entry[part] for entry in listed for part in ("sound", "picture")}
    assert set(archive.namelist()) == files | {NAME}
    assert len(files) == 6


def test_the_first_free_name() -> None:
    taken = {"a", "a-2"}
    assert free_name("a", lambda name: name not in taken) == "a-3"
    assert free_name("b", lambda name: name not in taken) == "b"
