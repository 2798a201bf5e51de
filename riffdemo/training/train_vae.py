"""Train the autoencoder: principal components first, then gradient descent on what they miss.

    python -m riffdemo.training.train_vae --corpus corpus --out runs/vae

Start it while the corpus is still being rendered, if you like: it reads the shards that are finished. Kill it and
run the same command again: it goes on where it was. The result, runs/vae/vae, loads with
`PatchAutoencoder.from_pretrained`.

Explained in notebook 08.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from riffdemo.training.config import (
    append_log,
    config_from_args,
    keep_memory,
    learning_rate_factor,
    load_state,
    mixed_precision,
    save_config,
    save_state,
    step_generator,
    training_device,
)
from riffdemo.training.dataset import (
    grey_from_pictures,
    pictures_from_grey,
    rolled_in_time,
    save_sheet,
    split_corpus,
)
from riffdemo.vae import PatchAutoencoder

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class VaeConfig:
    """Options of a run.

    Attributes:
        latent_channels: Numbers per patch of 16 x 16 pixels.
        whitening: 0 keeps the spread of each principal component, 1 makes all equal. Half way lets the strong
            ones (the outline of the music) weigh more in the diffusion model's loss than the weak ones (texture).
        latent_noise: Noise added to the latents in training, relative to their spread: the decoder learns to
            shrug off the diffusion model's small errors.
        n_steps, batch_size, learning_rate, seed: As everywhere.
        threads: CPU threads, 0 for torch's choice.
        report_every: Steps between a log line, a sheet and a saved state.
    """

    corpus: Path = Path("corpus")
    out: Path = Path("runs/vae")
    latent_channels: int = 32
    whitening: float = 0.5
    latent_noise: float = 0.05
    n_steps: int = 3_000
    batch_size: int = 16
    learning_rate: float = 4e-4
    seed: int = 0
    threads: int = 0
    report_every: int = 250


def principal_components(
    pictures: torch.Tensor, *, patch: int, n_components: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The mean patch (patch²,), the main directions (n_components, patch²) and the spread along each (n_components,).

    Args:
        pictures: (n, 1, height, width).
        patch: Side of a patch (pixels).
        n_components: How many directions to keep.
    """
    patches = F.pixel_unshuffle(pictures, patch).permute(0, 2, 3, 1).reshape(-1, patch**2).double()
    mean = patches.mean(dim=0)
    covariance = torch.cov(patches.T)
    variances, directions = torch.linalg.eigh(covariance)  # ascending
    basis = directions.flip(1)[:, :n_components].T
    return mean.float(), basis.float(), variances.flip(0)[:n_components].clamp_min(1e-12).sqrt().float()


def initial_vae(images: np.ndarray, config: VaeConfig) -> PatchAutoencoder:
    """An autoencoder that starts as the principal components of a sample of `images` (n, height, width)."""
    torch.manual_seed(config.seed)
    vae = PatchAutoencoder(latent_channels=config.latent_channels)
    sample = pictures_from_grey(images[: 2_000 : max(1, len(images[:2_000]) // 500)])
    sample = rolled_in_time(sample, step_generator(torch.device("cpu"), config.seed, 0))
    mean, basis, spread = principal_components(sample, patch=vae.patch, n_components=config.latent_channels)
    scale = spread**config.whitening
    vae.set_basis(mean, basis, scale / ((scale / spread).square().mean().rsqrt()))
    return vae


@torch.no_grad()
def reconstruction_psnr(vae: PatchAutoencoder, images: np.ndarray, device: torch.device) -> float:
    """Peak signal to noise ratio (dB) of pictures (n, height, width) after encoding and decoding."""
    errors = []
    for start in range(0, len(images), 32):
        pictures = pictures_from_grey(images[start : start + 32]).to(device)
        with mixed_precision(device):
            again = vae(pictures).sample[:, :1].float().clamp(-1, 1)
        errors.append((again - pictures).square().mean(dim=(1, 2, 3)))
    return float(10 * torch.log10(4 / torch.cat(errors).mean()))


class VaeTrainer:
    """Model, optimizer and step count: everything that a resumed run needs."""

    def __init__(self, config: VaeConfig, images: np.ndarray, held_out: np.ndarray) -> None:
        self.config, self.images, self.held_out = config, images, held_out
        self.device = training_device()
        self.vae = initial_vae(images, config).to(self.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(
            self.vae.parameters(), lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True
        )
        self.step = 0
        config.out.mkdir(parents=True, exist_ok=True)
        state = load_state(config.out / "state.pt", self.device)
        if state is not None:
            self.vae.load_state_dict(state["vae"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]

    def save(self) -> None:
        """Store the state for resuming and the autoencoder for using."""
        state = {"vae": self.vae.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step}
        save_state(state, self.config.out / "state.pt")
        self.vae.save_pretrained(self.config.out / "vae")

    def train_step(self) -> float:
        """One step of gradient descent; returns the mean squared error."""
        generator = step_generator(torch.device("cpu"), self.config.seed, self.step)
        rows = torch.randint(len(self.images), (self.config.batch_size,), generator=generator)
        grey = torch.from_numpy(self.images[rows.numpy()]).to(self.device)
        pictures = rolled_in_time(pictures_from_grey(grey), generator)
        noise = torch.randn(
            (
                len(rows),
                self.config.latent_channels,
                *(side // self.vae.patch for side in pictures.shape[-2:]),
            ),
            generator=generator,
        ).to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.learning_rate * learning_rate_factor(self.step, self.config.n_steps)
        with mixed_precision(self.device):
            latents = self.vae.encode(pictures).latents
            again = self.vae.decode(latents + self.config.latent_noise * noise).sample[:, :1]
        error = (again.float() - pictures).square().mean()
        spread = latents.float().square().mean()
        loss = error + 1e-4 * (spread - 1).square()
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.vae.parameters(), 0.1)
        self.optimizer.step()
        self.step += 1
        return float(error.detach())

    def report(self, errors: list[float], seconds: float) -> None:
        """Log, draw the first held-out pictures above their reconstructions, save."""
        psnr = reconstruction_psnr(self.vae, self.held_out[:256], self.device)
        speed = len(errors) * self.config.batch_size / seconds
        append_log(
            self.config.out / "log.jsonl",
            step=self.step,
            error=float(np.mean(errors)),
            held_out_psnr=psnr,
            samples_per_second=speed,
        )
        _log.info("step %d: held-out PSNR %.2f dB, %.1f samples/s", self.step, psnr, speed)
        with torch.no_grad():
            again = self.vae(pictures_from_grey(self.held_out[:6]).to(self.device)).sample
        save_sheet(
            np.concatenate([self.held_out[:6], grey_from_pictures(again)]), self.config.out / "sheet.png"
        )
        self.save()

    def run(self) -> None:
        """Train to the last step."""
        errors: list[float] = []
        start = time.perf_counter()
        while self.step < self.config.n_steps:
            errors.append(self.train_step())
            if self.step % self.config.report_every == 0 or self.step == self.config.n_steps:
                self.report(errors, time.perf_counter() - start)
                errors, start = [], time.perf_counter()


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `VaeConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(VaeConfig, argv, "Train the autoencoder.")
    if config.threads:
        torch.set_num_threads(config.threads)
    keep_memory()
    train, held_out = split_corpus(config.corpus)
    _log.info("%d clips teach, %d test", len(train.images), len(held_out.images))
    trainer = VaeTrainer(config, train.images, held_out.images)
    save_config(config, config.out / "config.json")
    trainer.run()


if __name__ == "__main__":
    main()
