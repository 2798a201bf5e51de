import ast
import subprocess
import sys
from pathlib import Path

import riffdemo

SOURCE = Path(riffdemo.__file__).parent
HEAVY = ("torch", "gradio", "diffusers", "transformers", "matplotlib", "librosa")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return set(output.split())


def test_import_is_light():
    assert not modules_after("import riffdemo").intersection(HEAVY)


def test_converters_need_no_app_and_no_plots():
    loaded = modules_after("import riffdemo; [getattr(riffdemo, n) for n in riffdemo.__all__]")
    assert "torch" in loaded
    assert not loaded.intersection({"gradio", "matplotlib", "librosa"})


def test_import_takes_less_than_a_second_beyond_torch():
    code = (
        "import time, torch, torchaudio\nstart = time.perf_counter()\n"
        "import riffdemo.spectrogram, riffdemo.image, riffdemo.clip\nprint(time.perf_counter() - start)"
    )
    seconds = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    assert min(seconds) < 1.0


def test_every_public_name_is_declared_for_type_checkers_and_loads():
    tree = ast.parse((SOURCE / "__init__.py").read_text())
    declared = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("riffdemo.")
        for alias in node.names
    }
    assert declared == set(riffdemo.__all__) - {"__version__"}
    for name in riffdemo.__all__:
        assert getattr(riffdemo, name) is not None


def test_unknown_names_fail_like_any_module():
    import pytest

    with pytest.raises(AttributeError, match="nonsense"):
        riffdemo.nonsense  # noqa: B018
