"""Make the text encoder: MiniLM, taught which words stand for a style, and for which: "Charlie Parker" means bebop.

    python -m riffdemo.training.train_linker --text-encoder minilm --words glove.6B.100d.txt --out runs/linker

Texts alone teach it, in minutes and without a picture: every style's names, artists and scenes, alone and inside
captions, and captions that are silent about the style. Words that stand in no caption follow their neighbours.
MiniLM itself stays as it is, so all other words of a caption are embedded as before. The result,
runs/linker/text_encoder, is what train_unet.py hears captions through.

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from riffdemo.text_encoder import links_from_answers, style_logits
from riffdemo.training.config import append_log, config_from_args, save_config
from riffdemo.training.linker_lessons import (
    Lessons,
    caption_examples,
    lessons_from_examples,
    name_examples,
    phrase_examples,
)
from riffdemo.training.minilm import scale_to_unit_spread, text_encoder_from_folder
from riffdemo.training.word_vectors import linking_encoder
from riffdemo.training.words import STYLE_WORDS

_log = logging.getLogger(__name__)
_N_SCALED = 256  # captions whose embeddings get unit spread
_NAMES_SHARE = 0.5  # of names in a batch, against phrases
_INPUT_DROPOUT, _INNER_DROPOUT = 0.15, 0.3
_SHARPNESS = 2.0  # of the choice among styles, which smoothed labels leave too soft


@dataclass(frozen=True, kw_only=True)
class LinkerConfig:
    """Options of a run.

    Attributes:
        text_encoder: The folder of all-MiniLM-L6-v2.
        words: Word vectors in GloVe's format: glove.6B.100d.txt.
        n_captions: Captions that show names among other words, or other words alone.
    """

    text_encoder: Path = Path("minilm")
    words: Path = Path("glove.6B.100d.txt")
    out: Path = Path("runs/linker")
    n_captions: int = 10_000
    n_steps: int = 1_500
    batch_size: int = 128
    learning_rate: float = 2e-3
    seed: int = 0
    threads: int = 0
    report_every: int = 300


def linear_layers(linker: nn.Sequential) -> tuple[nn.Linear, nn.Linear]:
    """The first and the second."""
    first, second = (layer for layer in linker if isinstance(layer, nn.Linear))
    return first, second


class LinkerTrainer:
    """An encoder whose linker learns, and its lessons.

    Args:
        config: Options.
    """

    def __init__(self, config: LinkerConfig) -> None:
        self.config = config
        rng = np.random.default_rng(config.seed)
        captions = caption_examples(rng)
        shown = [next(captions) for _ in range(config.n_captions)]
        minilm, self.tokenizer = text_encoder_from_folder(config.text_encoder)
        scale_to_unit_spread(minilm, self.tokenizer, [example.text for example in shown[:_N_SCALED]])
        self.encoder = linking_encoder(
            minilm,
            self.tokenizer,
            config.words,
            names=[words.names[0] for words in STYLE_WORDS.values()],
        )
        self.phrases, self.names, self.captions, self.strangers = (
            lessons_from_examples(self.encoder, self.tokenizer, examples)
            for examples in (
                phrase_examples(kept_back=False),
                name_examples(rng),
                shown,
                phrase_examples(kept_back=True),
            )
        )
        features = self.phrases.features[self.phrases.in_words].float()
        self.mean, self.spread = features.mean(0), features.std(0).clamp_min(1e-3)

    def answers(self, lessons: Lessons, *, learning: bool) -> torch.Tensor:
        """The linker's answers (n, tokens, 1 + styles) to features in units of their spread."""
        into, out = linear_layers(self.encoder.linker)
        features = (lessons.features.float() - self.mean) / self.spread
        inner = F.gelu(into(F.dropout(features, _INPUT_DROPOUT, learning)))
        answers: torch.Tensor = out(F.dropout(inner, _INNER_DROPOUT, learning))
        return answers

    def loss(self, lessons: Lessons) -> tuple[torch.Tensor, torch.Tensor]:
        """How badly styles are told, and how badly mentions are found."""
        answers = self.answers(lessons, learning=True)
        told = style_logits(answers, lessons.mentions.float())
        missed = F.cross_entropy(told, lessons.styles, ignore_index=-1, label_smoothing=0.05)
        mentions = F.binary_cross_entropy_with_logits(
            answers[..., 0][lessons.in_words], lessons.mentions[lessons.in_words].float()
        )
        return missed, mentions

    def drawn(self, lessons: Lessons, n: int, generator: torch.Generator) -> Lessons:
        """`n` of the lessons."""
        return lessons.at(torch.randint(len(lessons.styles), (n,), generator=generator))

    @torch.no_grad()
    def share_linked(self) -> float:
        """Share of the phrases kept back that are linked to their style."""
        answers = self.answers(self.strangers, learning=False)
        links = links_from_answers(answers, self.strangers.in_words)
        return float(links.styles.argmax(1).eq(self.strangers.styles).float().mean())

    def run(self) -> None:
        """Train to the last step and save the encoder with its tokenizer."""
        config = self.config
        torch.manual_seed(config.seed)
        linker = self.encoder.linker.requires_grad_(True)
        for layer in linear_layers(linker):
            layer.reset_parameters()
        optimizer = torch.optim.AdamW(linker.parameters(), lr=config.learning_rate, weight_decay=0.1)
        generator = torch.Generator().manual_seed(config.seed)
        n_names = round(config.batch_size * _NAMES_SHARE)
        for step in range(config.n_steps):
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate * (1 - step / config.n_steps)
            loss = torch.zeros(())
            for lessons, n in (
                (self.phrases, config.batch_size),
                (self.names, n_names),
                (self.captions, config.batch_size),
            ):
                missed, mentions = self.loss(self.drawn(lessons, n, generator))
                loss = loss + missed + mentions
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            if (step + 1) % config.report_every == 0:
                share, value = self.share_linked(), float(loss.detach())
                append_log(config.out / "log.jsonl", step=step + 1, loss=value, kept_back=share)
                _log.info("step %d: loss %.3f, %.3f of those kept back linked", step + 1, value, share)
        self.finish()
        for part in (self.encoder, self.tokenizer):
            part.save_pretrained(config.out / "text_encoder")

    @torch.no_grad()
    def finish(self) -> None:
        """Let the linker take features as they are, and choose more sharply."""
        into, out = linear_layers(self.encoder.linker.requires_grad_(False))
        into.weight.div_(self.spread)
        into.bias.sub_(into.weight @ self.mean)
        out.weight[1:].mul_(_SHARPNESS)
        out.bias[1:].mul_(_SHARPNESS)


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `LinkerConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(LinkerConfig, argv, "Make the text encoder.")
    if config.threads:
        torch.set_num_threads(config.threads)
    config.out.mkdir(parents=True, exist_ok=True)
    run = LinkerTrainer(config)
    save_config(config, config.out / "config.json")
    run.run()


if __name__ == "__main__":
    main()
