"""The named schedulers."""

from __future__ import annotations

import pytest
from diffusers import PNDMScheduler, UniPCMultistepScheduler

from riffdemo.errors import ParameterError
from riffdemo.pipeline.schedulers import SCHEDULERS, scheduler_from_name

# diffusers calls np.array(tensor); torch's __array__ has no copy keyword yet.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)

SMALL = UniPCMultistepScheduler(
    beta_start=0.001,
    beta_end=0.013,
    beta_schedule="scaled_linear",
    prediction_type="v_prediction",
    rescale_betas_zero_snr=True,
    timestep_spacing="trailing",
)
RIFFUSION = PNDMScheduler(
    beta_start=0.00085,
    beta_end=0.012,
    beta_schedule="scaled_linear",
    skip_prk_steps=True,
    set_alpha_to_one=False,
    steps_offset=1,
)


@pytest.mark.parametrize("name", SCHEDULERS)
@pytest.mark.parametrize("source", [SMALL, RIFFUSION])
def test_the_noise_schedule_is_the_checkpoints(name: str, source: object) -> None:
    scheduler = scheduler_from_name(name, source.config)  # type: ignore[attr-defined]
    for key in ("beta_start", "beta_end", "beta_schedule", "prediction_type"):
        assert scheduler.config[key] == source.config[key]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SCHEDULERS)
def test_it_does_not_matter_which_one_was_used_before(name: str) -> None:
    direct = scheduler_from_name(name, SMALL.config)
    for between in SCHEDULERS:
        detour = scheduler_from_name(name, scheduler_from_name(between, SMALL.config).config)
        assert {k: v for k, v in detour.config.items() if k in direct.config and k[0] != "_"} == {
            k: v for k, v in direct.config.items() if k[0] != "_"
        }, between


def test_the_six_are_six_different_classes() -> None:
    assert len({type(scheduler_from_name(name, SMALL.config)) for name in SCHEDULERS}) == 6


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"'DPM'.*'DPM\+\+ 2M'"):
        scheduler_from_name("DPM", SMALL.config)
