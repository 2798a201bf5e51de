"""The notebooks: what git keeps of them, their links, their exercises, and a run from top to bottom."""

from __future__ import annotations

import ast
import base64
import io
import os
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
import torch
from nbformat import NotebookNode
from PIL import Image

from notebooks.solutions import denoising, mel, phase, picture, sound, steering, training, windows
from riffdemo.engine import Engine, load_engine
from riffdemo.notebooks import NOTEBOOKS
from riffdemo.testing import random_engine
from riffdemo.training.lora import Lora, add_lora, latents_from_audio, train_lora
from tools import notebooks as tool

ROOT = tool.ROOT
PATHS = tool.paths()
every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)

MAX_SECONDS = {"08_training": 180.0}
USUAL_MAX_SECONDS = 60.0
MAX_KB = 400
NUMBER = r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)"
BEYOND_TWELVE = r"\b\w*(?:teen|twent|thirt|fort[iy]|fift[iy]|hundred|thousand|million|billion|dozen)\w*"
NO_CLAIM = "|".join(
    (
        r"`[^`]*`",  # names
        r"\$\$?[^$]*\$\$?",  # formulas
        r"\]\([^)]*\)",  # addresses
        r"^#.*$",
        r"^\d+\. ",  # lists
        r"[Nn]otebooks? \d\d",
        r"\b(?:19|20)\d\d\)",  # the year of a citation
    )
)
COUNTED = 12  # as many things can be counted at sight


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def functions(cell: NotebookNode) -> list[ast.FunctionDef]:
    python = re.sub(r"^(\s*)[!%].*", r"\1pass", cell.source, flags=re.MULTILINE)
    return [node for node in ast.walk(ast.parse(python)) if isinstance(node, ast.FunctionDef)]


def numbers(text: str) -> set[float]:
    plain = re.sub(r"(?<=\d)_(?=\d)", "", text)
    return {float(number.replace(",", "")) for number in re.findall(NUMBER, plain)}


def unsupported_numbers(notebook: NotebookNode, *, slack: float = 0.0) -> list[float]:
    """Numbers of the prose that are neither a result nor a setting of the cells that it stands between.

    A result was printed by a cell directly above; it alone may be in bold. A setting stands in the code directly
    above, or directly below, which the prose then announces. Small whole numbers count what is to be seen.
    """

    def lacks(number: float, known: set[float]) -> bool:
        return all(abs(number - value) > slack + 1e-9 for value in known)

    missing: list[float] = []
    cells = notebook.cells[1:]  # the first one asks the question
    runs = [list(run) for _, run in groupby(cells, key=lambda cell: cell.cell_type)]
    for above, run, below in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        if run[0].cell_type == "markdown":
            claims = re.sub(NO_CLAIM, " ", "\n".join(cell.source for cell in run), flags=re.MULTILINE)
            bold = numbers(" ".join(re.findall(r"\*\*(.+?)\*\*", claims)))
            printed = numbers("\n".join(map(tool.text_of, above)))
            known = printed | numbers("\n".join(cell.source for cell in above + below))
            plain = {n for n in numbers(claims) - bold if n > COUNTED or n % 1}
            missing += sorted({n for n in bold if lacks(n, printed)} | {n for n in plain if lacks(n, known)})
    return missing


@every_notebook
def test_is_short_enough_to_be_read(path: Path) -> None:
    notebook = read(path)
    lines = [line for cell in code_cells(notebook) for line in cell.source.splitlines() if line.strip()]
    assert 25 <= len(notebook.cells) <= 40
    assert len(prose(notebook).split()) <= 1_500
    assert len(lines) <= 150
    assert max(map(len, lines)) <= 118
    assert path.stat().st_size <= MAX_KB * 1024
    for function in [f for cell in code_cells(notebook) for f in functions(cell)]:
        assert function.end_lineno - function.lineno < 8, function.name


@every_notebook
def test_holds_figures_and_nothing_that_changes_with_every_run(path: Path) -> None:
    notebook = read(path)
    figures = [o for cell in code_cells(notebook) for o in cell.outputs if "image/png" in o.get("data", {})]
    assert len(figures) >= 5
    assert notebook == tool.stripped(read(path))
    assert not any(output.get("name") == "stderr" for cell in code_cells(notebook) for output in cell.outputs)


def test_what_git_keeps_of_a_cell() -> None:
    grey = np.linspace(0, 255, 200 * 300).reshape(200, 300).astype(np.uint8)
    figure = Image.fromarray(grey).convert("RGB")
    figure.paste("#E69F00", (50, 50, 54, 54))
    buffer = io.BytesIO()
    figure.save(buffer, "PNG")
    png = base64.b64encode(buffer.getvalue()).decode()
    player = {"text/html": "<audio/>", "text/plain": "<Audio object>"}
    cell = nbformat.v4.new_code_cell("1", execution_count=7)
    cell.outputs = [
        nbformat.v4.new_output("stream", text="1 s"),
        nbformat.v4.new_output("stream", text="tep\n"),
        nbformat.v4.new_output("display_data", data=player),
        nbformat.v4.new_output("display_data", data={"image/png": png, "text/plain": "<Figure>"}),
    ]
    text, kept = tool.stripped(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs
    assert cell.execution_count is None
    assert text.text == "1 step\n"
    assert list(kept.data) == ["image/png"]
    small = Image.open(io.BytesIO(base64.b64decode(kept.data["image/png"])))
    assert small.mode == "P"
    pixels = np.asarray(small.convert("RGB"), dtype=float)
    assert np.abs(pixels[52, 52] - (0xE6, 0x9F, 0)).max() < 8  # a mark of few pixels keeps its colour
    assert np.abs(pixels[:, 100:].mean(axis=2) - grey[:, 100:]).max() < 8


@every_notebook
def test_every_number_is_computed_above_or_is_a_setting(path: Path) -> None:
    notebook = read(path)
    assert unsupported_numbers(notebook) == []
    assert re.findall(BEYOND_TWELVE, prose(notebook)) == []  # in digits, so that the line above sees them


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("It is **12.5** dB or 12.5 dB for 44,100 Hz, then 300.", []),
        ("It is **13.5** dB.", [13.5]),
        ("It is 13.5 dB.", [13.5]),
        ("It is **44,100** Hz.", [44_100.0]),  # a setting, not a result
        ("It is **3**, 3 or 0.3.", [0.3, 3.0]),
        ("## 99\n1. [it](99) `99` $99 x$, see notebook 99 (Lu, 2099)", []),
        ("It is 98 [dB](99).", [98.0]),
        ("It is 77.", [77.0]),  # printed below: too early
    ],
)
def test_a_number_that_nobody_computed_is_found(claim: str, missing: list[float]) -> None:
    above, below = (nbformat.v4.new_code_cell(code) for code in ("rate = 44_100", "play(300)"))
    above.outputs = [nbformat.v4.new_output("stream", text="-12.5 dB\n")]
    below.outputs = [nbformat.v4.new_output("stream", text="77\n")]
    question, text = map(nbformat.v4.new_markdown_cell, ("**What is 42?**", claim))
    assert unsupported_numbers(nbformat.v4.new_notebook(cells=[question, above, text, below])) == missing


@every_notebook
def test_each_control_wraps_the_figure_that_stands_above_it(path: Path) -> None:
    cells = read(path).cells
    controls = [n for n, cell in enumerate(cells) if "@interact" in cell.source]
    assert controls
    for n in controls:
        drawn = set(re.findall(r"plots\.\w+", cells[n].source))
        assert drawn
        assert drawn <= set(re.findall(r"plots\.\w+", cells[n - 1].source))
        assert any("image/png" in output.get("data", {}) for output in cells[n - 1].outputs)


@every_notebook
def test_has_the_parts_that_every_notebook_has(path: Path) -> None:
    notebook = read(path)
    text = prose(notebook)
    for part in ("**Conventions.**", "## Exercise", "## What we lost so far", "**In the app:**"):
        assert part in text
    address = f"{tool.REPOSITORY.removeprefix('https://github.com/')}/blob/main/notebooks/{path.name}"
    assert f"(https://colab.research.google.com/github/{address})" in text
    assert f"(https://www.kaggle.com/kernels/welcome?src=https://github.com/{address})" in text
    assert f"`jupyter lab notebooks/{path.name}`" in text
    assert any(tool.text_of(cell).startswith("not attempted") for cell in code_cells(notebook))
    assert any(tool.REPOSITORY in cell.source for cell in code_cells(notebook)[:1])


def links(path: Path) -> list[Path]:
    """The files that a notebook or a page in its folder links to."""
    text = prose(read(path)) if path.suffix == ".ipynb" else path.read_text()
    return [path.parent / link for link in re.findall(r"\]\((?!https?:)([^)#]+)", text)]


@pytest.mark.parametrize("path", [*PATHS, tool.FOLDER / "README.md"], ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    assert links(path)
    for target in links(path):
        assert target.exists(), target


@every_notebook
def test_links_of_pages_lead_somewhere_too(path: Path) -> None:
    page = ROOT / "build" / "notebooks" / f"{path.stem}.html"
    text = prose(tool.for_page(read(path)))
    pages = {f"{other.stem}.html" for other in PATHS}
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert link in pages or Path(os.path.normpath(page.parent / link)).exists(), link


@every_notebook
def test_pages_hold_their_formulas_and_need_no_network(path: Path, tmp_path: Path) -> None:
    formulas = re.findall(r"\$\$?[^$]+\$\$?", re.sub(r"`[^`]*`", "", prose(read(path))))
    tool.write_page(read(path), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    drawn = [ElementTree.fromstring(math) for math in re.findall(r"<math.+?</math>", page)]
    assert len(drawn) == len(formulas)
    assert all("".join(math.itertext()).strip() for math in drawn)
    assert not any("\\" in text for math in drawn for text in math.itertext())  # every command was known
    assert 'src="http' not in page


def explained_in(module: Path) -> list[str]:
    """The numbers of the notebooks that a module's docstring names."""
    named = re.search(r"^Explained in notebooks? ([\d, and]+)\.", module.read_text(), flags=re.MULTILINE)
    return re.findall(r"\d\d", named.group(1)) if named else []


@every_notebook
def test_notebooks_and_modules_name_each_other(path: Path) -> None:
    number = path.name[:2]
    linked = {target.resolve() for target in links(path) if target.suffix == ".py"}
    assert linked
    for module in linked:
        assert number in explained_in(module), module
    for module in (ROOT / "riffdemo").rglob("*.py"):
        if number in explained_in(module):
            assert {module, module.parent / "__init__.py"} & linked, module


def test_the_map_lists_every_notebook() -> None:
    listed = [target.name for target in links(tool.FOLDER / "README.md") if target.suffix == ".ipynb"]
    assert listed == [path.name for path in PATHS]


MOVE_EVERY_SLIDER = """
from hashlib import sha1
from ipywidgets import interactive

drawn = []

def show():
    plt.gcf().canvas.draw()
    drawn.append(sha1(plt.gcf().canvas.buffer_rgba()).hexdigest())
    plt.close()

plt.show = show
controls = [getattr(value, "widget", None) for value in list(globals().values())]
for control in [control for control in controls if isinstance(control, interactive)]:
    for slider in control.children[:-1]:
        drawn.clear()
        for place in (slider.min, slider.max, slider.value):
            slider.value = place
        print(slider.description, len(set(drawn)))
"""


def computing_seconds() -> float:
    """CPU time of kernels that have ended: no less than they take on an idle machine, and the same on a busy one."""
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.notebook
@every_notebook
def test_runs_from_top_to_bottom(path: Path) -> None:
    start = computing_seconds()
    notebook = read(path)
    notebook.cells.append(nbformat.v4.new_code_cell(MOVE_EVERY_SLIDER))
    notebook = tool.executed(notebook)
    moves = tool.text_of(notebook.cells.pop()).splitlines()
    assert moves
    assert [move for move in moves if not move.endswith(" 3")] == []  # three places, three figures
    assert computing_seconds() - start < MAX_SECONDS.get(path.stem, USUAL_MAX_SECONDS)
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert {"image/png", "text/html", "application/vnd.jupyter.widget-view+json"} <= kinds
    assert sum("<audio" in output.get("data", {}).get("text/html", "") for output in outputs) >= 2
    assert unsupported_numbers(notebook, slack=0.35) == []  # other machines round otherwise


EXERCISES: list[tuple[Callable[..., None], Callable[..., Any], str]] = [
    (sound.check, lambda *_: None, "not attempted"),
    (sound.check, sound.solution, "measured 7,050 Hz"),
    (sound.check, lambda f, rate: f, "does not stay"),
    (sound.check, lambda f, rate: f % rate, "remainder may lie above half"),
    (sound.check, lambda f, rate: abs(rate - f), "measured are 1,000 Hz"),
    (sound.check, lambda f, rate: min(f, rate / 2), "neither vanishes nor stops"),
    (sound.check, lambda f, rate: abs(f - rate) if f > rate / 2 else f, "turns again and again"),
    (windows.check, lambda *_: None, "not attempted"),
    (windows.check, windows.solution, "2,940 samples (67 ms): measured dip 3.0 dB"),
    (windows.check, lambda spacing, rate: rate / spacing, "one bin"),
    (windows.check, lambda spacing, rate: 4 * rate / spacing, "no longer touch"),
    (windows.check, lambda spacing, rate: 2 / spacing, "give samples, not seconds"),
    (windows.check, lambda spacing, rate: 17_640, "n_fft, which only sets"),
    (windows.check, lambda spacing, rate: 1.5 * rate / spacing, "Too short: 1.5 times"),
    (windows.check, lambda spacing, rate: 3 * rate / spacing, "not the shortest"),
    (mel.check, lambda *_: None, "not attempted"),
    (mel.check, mel.solution, "Right. The largest difference"),
    (mel.check, lambda *case: mel.solution(*case).T, "Transpose it"),
    (mel.check, lambda *case: mel.reference(*case, mel_scale="slaney"), "slaney scale"),
    (mel.check, lambda *case: mel.reference(*case, norm="slaney"), "equal areas"),
    (
        mel.check,
        lambda n, m, rate, top: mel.triangles(n, rate, np.linspace(0, top, m + 2)),
        "equally wide in Hz",
    ),
    (mel.check, lambda n, m, rate, top: mel.reference(n, m, rate, rate / 2), "end at f_max"),
    (mel.check, lambda *case: 2 * mel.solution(*case), "Weights go from 0 to 1"),
    (mel.check_mismatch, lambda n: None, "not attempted"),
    (mel.check_mismatch, mel.solution_mismatch, "measured 10.00 dB"),
    (mel.check_mismatch, lambda n: 0.0, "square of a sum"),
    (mel.check_mismatch, lambda n: 20 * np.log10(n), "the band itself"),
    (mel.check_mismatch, lambda n: -10 * np.log10(n), "sign"),
    (picture.check, lambda *_: None, "not attempted"),
    (picture.check, picture.solution, "no pixel of the loop differs"),
    (picture.check, lambda m, top: 255 - picture.solution(m, top), "a negative"),
    (picture.check, lambda m, top: picture.solution(m, top)[::-1], "on its head"),
    (picture.check, lambda m, top: picture.solution(m, top).T, "bands are rows"),
    (picture.check, lambda m, top: (255 - 255 * (m / top) ** 0.25)[::-1], "float32, not uint8"),
    (picture.check, lambda m, top: (255 - 255 * (m / top) ** 0.25)[::-1].astype(np.uint8), "Round first"),
    (picture.check, lambda m, top: picture.solution((m / top) ** 4, 1.0), "take the power 0.25"),
    (picture.check, lambda m, top: picture.solution(m, float(m.max()) or 1.0), "not the loudest point"),
    (picture.check, lambda m, top: 255 - 255 * m / m.max(), "0 / 0"),
    (phase.check, lambda *_: None, "not attempted"),
    (phase.check, phase.solution, "A margin of"),
    (phase.check, lambda S, A, stft, istft: A, "Magnitudes alone"),
    (phase.check, lambda S, A, stft, istft: A * S / S.abs().clamp_min(1e-9), "Nothing moves"),
    (phase.check, lambda S, A, stft, istft: stft(istft(S)), "set them again"),
    (phase.check, lambda S, A, stft, istft: A * stft(istft(S)), "multiplied twice"),
    (phase.check, lambda S, A, stft, istft: istft(S), "not a signal"),
    (phase.check, lambda S, A, stft, istft: 2 * phase.solution(S, A, stft, istft), "not the wanted ones"),
    (phase.check, lambda S, A, stft, istft: A * torch.nan * S, "NaN"),
    (phase.check, lambda S, A, stft, istft: A + 0j, "not towards a signal"),
    (denoising.check_guidance, lambda *_: None, "not attempted"),
    (denoising.check_guidance, denoising.solution_guidance, "Scale 7 goes 6.0 differences beyond"),
    (denoising.check_guidance, lambda away, to, g: to + g * (to - away), "counts from the answer with"),
    (denoising.check_guidance, lambda away, to, g: to + g * (away - to), "swapped"),
    (denoising.check_guidance, lambda away, to, g: away + g * to, "difference of the two"),
    (denoising.check_guidance, lambda away, to, g: g * (to - away), "direction alone"),
    (denoising.check_step, lambda *_: None, "not attempted"),
    (denoising.check_step, denoising.solution_step, "Right: in 19 steps never more than"),
    (denoising.check_step, lambda x, v, now, then: now**0.5 * x - (1 - now) ** 0.5 * v, "20 steps are one"),
    (
        denoising.check_step,
        lambda x, v, now, then: then**0.5 * (now**0.5 * x - (1 - now) ** 0.5 * v),
        "noise that is left is missing",
    ),
    (denoising.check_step, lambda x, v, now, then: x - v, "no noise to subtract"),
    (denoising.check_step, lambda x, v, now, then: x, "Nothing moves"),
    (
        denoising.check_step,
        lambda x, v, now, then: denoising.solution_step(x, v, now**2, then**2),
        "square roots",
    ),
    (denoising.check_step, lambda x, v, now, then: x / now**0.5 * torch.nan, "NaN"),
    (denoising.check_step, lambda x, v, now, then: 2 * x, "First split noisy"),
    (steering.check_slerp, lambda *_: None, "not attempted"),
    (steering.check_slerp, steering.solution_slerp, "half-way the spread is 1.00"),
    (steering.check_slerp, torch.lerp, "straight line, with a spread of 0.71"),
    (steering.check_slerp, lambda a, b, alpha: steering.solution_slerp(b, a, alpha), "swapped"),
    (
        steering.check_slerp,
        lambda a, b, alpha: steering.solution_slerp(a, b, alpha) / a.norm(),
        "keep the length",
    ),
    (steering.check_slerp, lambda a, b, x: steering.solution_slerp(a, b, x).flatten(), "flatten only"),
    (steering.check_slerp, lambda a, b, alpha: torch.nan * a, "by both norms before arccos"),
    (steering.check_slerp, steering.slerp_by_rows, "every row has its own angle"),
    (steering.check_slerp, steering.bare_slerp, "the angle is 0"),
    (steering.check_starts, lambda *_: None, "not attempted"),
    (steering.check_starts, steering.solution_starts, "13.7 s are 4 windows"),
    (steering.check_starts, lambda n, size, share: range(0, n - size + 1, size - share), "in no window"),
    (steering.check_starts, lambda n, size, share: range(0, n, size - share), "beyond the end"),
    (steering.check_starts, lambda n, size, share: [0, (n - size) // 2, n - size], "share only"),
    (steering.check_starts, lambda n, size, _: [*range(0, n - size, size // 4), n - size], "4 are enough"),
]


def mixed(clean: torch.Tensor, noise: torch.Tensor, signal: torch.Tensor) -> torch.Tensor:
    return signal * clean + (1 - signal**2).sqrt() * noise


def engine_that_knows(some: slice) -> Engine:
    """What it is taught next replaces what it knew."""
    engine = random_engine()
    latents = torch.cat([latents_from_audio(engine, sound) for sound in training.pieces(engine)[some]])
    captions = [training.CAPTION] * len(latents)
    add_lora(engine, train_lora(engine, latents, captions, n_steps=60, learning_rate=5e-2))
    return engine


def turned_away(*lesson: Any) -> Lora:
    """The opposite of what was to be learned. A learning rate that is too high leads anywhere, once to the right."""
    learned = train_lora(*lesson, n_steps=60, learning_rate=2e-2)
    return {name: -weight if "lora_B" in name else weight for name, weight in learned.items()}


EXERCISES += [
    (training.check_loss, lambda *_: None, "not attempted"),
    (training.check_loss, training.solution_loss, "half of what the toy paints is within 0.0"),
    (training.check_loss, lambda m, x, n, a: (x - n).square().mean(), "never asked"),
    (training.check_loss, lambda m, x, n, a: m(a * x + (1 - a) * n, a).mean(), "powers add up"),
    (training.check_loss, lambda m, x, n, a: m(mixed(n, x, a), a).mean(), "swapped"),
    (training.check_loss, lambda m, x, n, a: m(x, a).mean(), "nothing is left to learn"),
    (training.check_loss, lambda m, x, n, a: (m(mixed(x, n, a), a) - n).square().mean(), "with the noise"),
    (training.check_loss, lambda m, x, n, a: (m(mixed(x, n, a), a) - x).square().mean(), "clean point;"),
    (training.check_loss, lambda m, x, n, a: m(mixed(x, n, a), a), "one number"),
    (training.check_loss, lambda *args: 128 * training.solution_loss(*args), "take the mean"),
    (training.check_loss, lambda *args: training.solution_loss(*args).sqrt(), "No root"),
    (lambda learn: training.check_lora(learn, random_engine()), lambda *_: None, "not attempted"),
    (
        lambda learn: training.check_lora(learn, random_engine()),
        lambda *args: train_lora(*args, n_steps=60, learning_rate=2e-2),
        "Right, it has learned",
    ),
    (
        lambda learn: training.check_lora(learn, random_engine()),
        lambda *args: train_lora(*args, n_steps=0),
        "B is still 0",
    ),
    (
        lambda learn: training.check_lora(learn, engine_that_knows(slice(training.N_TAUGHT, None))),
        lambda *args: train_lora(*args, n_steps=60, rank=16, learning_rate=4e-2),
        "by heart",
    ),
    (
        lambda learn: training.check_lora(learn, engine_that_knows(slice(None))),
        turned_away,
        "nothing of use",
    ),
]


@pytest.mark.parametrize(("check", "answer", "expected"), EXERCISES)
def test_checks_tell_right_from_wrong(
    check: Callable[..., None],
    answer: Callable[..., Any],
    expected: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    check(answer)
    assert expected in capsys.readouterr().out


@pytest.mark.notebook
def test_the_solution_teaches_the_shipped_model(capsys: pytest.CaptureFixture[str]) -> None:
    training.check_lora(training.solution_learn, load_engine(device="cpu", dtype="float32"))
    assert "Right, it has learned" in capsys.readouterr().out


@pytest.mark.notebook
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a checkout to clone")
def test_the_first_cell_fetches_the_code_where_there_is_none(tmp_path: Path) -> None:
    (first,) = {code_cells(read(path))[0].source for path in PATHS}
    cells = [nbformat.v4.new_code_cell(source) for source in (first, "from solutions.sound import check")]
    environment = {
        "GIT_CONFIG_COUNT": "1",  # this checkout stands for the one on the web
        "GIT_CONFIG_KEY_0": f"url.{ROOT.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": tool.REPOSITORY,
        "PIP_DRY_RUN": "1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        tool.executed(nbformat.v4.new_notebook(cells=cells), folder=tmp_path)
    assert (tmp_path / "riffdemo" / "notebooks" / "01_sound.ipynb").is_file()


def test_the_app_knows_every_notebook_by_its_title() -> None:
    headings = {path.stem: re.search(r"^# (.+)$", prose(read(path)), re.MULTILINE) for path in PATHS}
    assert {name: heading and heading[1] for name, heading in headings.items()} == NOTEBOOKS
