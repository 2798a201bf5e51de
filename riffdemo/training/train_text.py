"""Teach the text encoder what a name stands for: "Charlie Parker" is to read like "bebop".

    python -m riffdemo.training.train_text --pipeline runs/unet/pipeline --out runs/text

MiniLM knows who played what, but deep inside its embeddings: a diffusion model that meets each artist a dozen times
does not find it there. Texts alone teach it, in minutes and without a picture. Two texts say the same, one by an
artist or a scene, the other by the name of the style; the model's UNet reads both in its cross-attentions; and the
encoder's last layer learns until the first reads like the second, and more like it than like any other style. Words
that no caption contains follow their neighbours. Texts without an artist or a scene are to read as ever.

A teacher's answers as a student's aims are the idea of Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a
Neural Network".

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import StableDiffusionPipeline
from transformers import BertModel
from transformers.models.bert.modeling_bert import BertLayer

from riffdemo.training.captions import Writer
from riffdemo.training.checkpoint import save_pipeline
from riffdemo.training.claims import without_article
from riffdemo.training.config import (
    append_log,
    config_from_args,
    keep_memory,
    learning_rate_factor,
    mixed_precision,
    save_config,
    step_generator,
    training_device,
)
from riffdemo.training.corpus import compose
from riffdemo.training.reader import Reader, Texts, states_before_last, through
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.style_words import StyleWords

_log = logging.getLogger(__name__)
_KEPT_BACK = 20  # every so many-th artist or scene teaches nothing, to see how strangers are read
_PLAIN_SHARE = 0.6  # of the pairs
_SOFTNESS = 0.3  # of the choice among styles, as a squared distance between readings
_CHOOSING = 0.2  # weight of that choice against how far pairs read apart
_OLD_SHARE = 0.2  # of the layer as it was that comes back in at the end: what was plain before stays plain


@dataclass(frozen=True, kw_only=True)
class TextConfig:
    """Options of a run.

    Attributes:
        pipeline: The trained pipeline whose UNet reads, and whose text encoder learns.
        n_pairs: Pairs of texts.
        n_queries: Points of every cross-attention at which readings are compared.
    """

    pipeline: Path = Path("runs/unet/pipeline")
    out: Path = Path("runs/text")
    n_pairs: int = 8_000
    n_queries: int = 32
    n_steps: int = 500
    batch_size: int = 64
    learning_rate: float = 1e-3
    seed: int = 0
    threads: int = 0
    report_every: int = 60


def phrases_by_style(*, kept_back: bool) -> dict[str, tuple[str, ...]]:
    """Artists and scenes of every style: those that teach, or those that are kept back."""
    return {style: _phrases(words, kept_back=kept_back) for style, words in STYLE_WORDS.items()}


def _phrases(words: StyleWords, *, kept_back: bool) -> tuple[str, ...]:
    phrases = enumerate((*words.artists, *words.scenes), start=1)
    return tuple(phrase for number, phrase in phrases if (number % _KEPT_BACK == 0) == kept_back)


def pair_of_texts(rng: np.random.Generator) -> tuple[str, str]:
    """A caption with an artist or a scene, and the same with the name of the style; or twice one without either."""
    writer = Writer(compose(int(rng.integers(2**31)), seed=0), rng)
    if rng.random() < _PLAIN_SHARE:
        plain = writer.description().text
        return plain, plain
    said, words = writer.reference().text, STYLE_WORDS[writer.clip.style]
    phrases = _phrases(words, kept_back=False)
    found = [form for phrase in phrases for form in (phrase, without_article(phrase)) if form in said]
    return (said, said.replace(max(found, key=len), words.names[0])) if found else pair_of_texts(rng)


class TextTrainer:
    """The encoder's last layer as teacher and as student, and the texts.

    Args:
        config: Options.
    """

    def __init__(self, config: TextConfig) -> None:
        self.config, self.device = config, training_device()
        self.pipeline = StableDiffusionPipeline.from_pretrained(config.pipeline, dtype=torch.float32)
        self.pipeline.set_progress_bar_config(disable=True)
        self.pipeline.to(self.device)
        self.pipeline.unet.requires_grad_(False)
        self.encoder: BertModel = self.pipeline.text_encoder.requires_grad_(False)
        self.reader = Reader(self.pipeline, n_queries=config.n_queries, seed=config.seed)
        rng = np.random.default_rng(config.seed)
        pairs = [pair_of_texts(rng) for _ in range(config.n_pairs)]
        self.said, self.meant = (self.states(texts) for texts in zip(*pairs, strict=True))
        self.phrases, self.styles = self.labelled(phrases_by_style(kept_back=False))
        self.strangers = self.labelled(phrases_by_style(kept_back=True))
        self.student = self.encoder.encoder.layer[-1]
        self.teacher = deepcopy(self.student)
        self.student.requires_grad_(True)

    def states(self, texts: Sequence[str]) -> Texts:
        """What comes into the last layer."""
        return states_before_last(self.encoder, self.pipeline.tokenizer, texts)

    def labelled(self, phrases: Mapping[str, Sequence[str]]) -> tuple[Texts, torch.Tensor]:
        """What comes into the last layer, and the number of each phrase's style."""
        styles = [number for number, said in enumerate(phrases.values()) for _ in said]
        return self.states([phrase for said in phrases.values() for phrase in said]), torch.tensor(styles)

    def embedded(self, layer: BertLayer, texts: Texts) -> torch.Tensor:
        """Token embeddings (n, tokens, width)."""
        states, lengths = texts
        return through(layer, states.to(self.device), lengths.to(self.device))

    def loss(self, generator: torch.Generator) -> torch.Tensor:
        """How far readings of pairs lie apart, and how badly phrases tell which style they mean."""
        config = self.config
        rows = torch.randint(config.n_pairs, (config.batch_size,), generator=generator)
        with torch.no_grad():
            wanted = self.reader.read(self.embedded(self.teacher, _at(self.meant, rows)))
        readings = self.reader.read(self.embedded(self.student, _at(self.said, rows)))
        apart = (readings - wanted).square().sum(1).mean()
        rows = torch.randint(len(self.styles), (config.batch_size,), generator=generator)
        away = self.reader.distances_from_names(self.embedded(self.student, _at(self.phrases, rows)))
        chosen = F.cross_entropy(-away / _SOFTNESS, self.styles[rows].to(self.device), label_smoothing=0.1)
        return apart + _CHOOSING * chosen

    @torch.no_grad()
    def share_named(self, layer: BertLayer) -> float:
        """Share of the phrases kept back that read more like the name of their style than like any other's."""
        texts, styles = self.strangers
        learning = layer.training
        nearest = self.reader.distances_from_names(self.embedded(layer.eval(), texts)).argmin(1).cpu()
        layer.train(learning)
        return float(nearest.eq(styles).float().mean())

    def run(self) -> None:
        """Train to the last step, then let some of the old layer back in and save."""
        config = self.config
        keep_memory()
        self.student.train()
        _log.info("%.3f of the phrases kept back read like their style", self.share_named(self.teacher))
        optimizer = torch.optim.AdamW(self.student.parameters(), lr=config.learning_rate, weight_decay=0.01)
        for step in range(config.n_steps):
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate * learning_rate_factor(step, config.n_steps)
            optimizer.zero_grad()
            with mixed_precision(self.device):
                loss = self.loss(step_generator(torch.device("cpu"), config.seed, step))
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            if (step + 1) % config.report_every == 0:
                share = self.share_named(self.student)
                append_log(
                    config.out / "log.jsonl", step=step + 1, loss=float(loss.detach()), kept_back=share
                )
                _log.info(
                    "step %d: loss %.4f, %.3f of those kept back", step + 1, float(loss.detach()), share
                )
        with torch.no_grad():
            for ours, old in zip(self.student.parameters(), self.teacher.parameters(), strict=True):
                ours.lerp_(old, _OLD_SHARE)
        _log.info("%.3f of those kept back at the end", self.share_named(self.student))
        self.encoder.eval()
        save_pipeline(self.pipeline, config.out / "pipeline")


def _at(texts: Texts, rows: torch.Tensor) -> Texts:
    return texts[0][rows], texts[1][rows]


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `TextConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(TextConfig, argv, "Teach the text encoder what a name stands for.")
    if config.threads:
        torch.set_num_threads(config.threads)
    config.out.mkdir(parents=True, exist_ok=True)
    run = TextTrainer(config)
    save_config(config, config.out / "config.json")
    run.run()


if __name__ == "__main__":
    main()
