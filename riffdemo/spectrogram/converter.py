"""The one object that turns sound into mel spectrograms and back.

Both ways lose something. Forward, 512 mel bands keep less than the 8,821 bins of the Fourier transform, and the
phase is thrown away. Backward, both are estimated: first magnitudes that fit the mel bands, then a phase that fits
the magnitudes, then a waveform whose mel spectrogram fits the picture.

Explained in notebooks 02, 03 and 05.
"""

from __future__ import annotations

import torch
from torch import nn

from riffdemo.audio import Audio, concatenate
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.qualities import QUALITIES, Quality, QualityName
from riffdemo.spectrogram import on_device, textbook
from riffdemo.spectrogram.analysis import mel_from_samples
from riffdemo.spectrogram.reconstruction import checked_mel, samples_from_mel
from riffdemo.spectrogram.stream import MelStream

_LONG_FRAMES = 1_536
_STRETCH_FRAMES = 1_024


class SpectrogramConverter(nn.Module):
    """Converts between `Audio` and mel magnitudes.

    On a CPU the loops are compiled on first use; on another device (`converter.to("cuda")`) all is done in torch.

    Args:
        params: The geometry, both ways.
        quality: How much work goes into the way back: "fast", "balanced", "best", or "textbook" (torchaudio's
            inverse mel scale and Griffin-Lim, slow, for comparison), or a `Quality` of your own.

    Raises:
        ParameterError: The quality has no such name.
    """

    def __init__(
        self, params: SpectrogramParams | None = None, *, quality: QualityName | Quality = "balanced"
    ) -> None:
        super().__init__()
        self.params = params or SpectrogramParams()
        self.quality = quality
        _checked_quality(quality)
        self.register_buffer("_here", torch.empty(0), persistent=False)

    @property
    def device(self) -> torch.device:
        """Where the conversion runs."""
        return self.get_buffer("_here").device

    def mel_from_audio(self, audio: Audio, *, loop: bool = False) -> torch.Tensor:
        """Mel magnitudes of a sound.

        Args:
            audio: At the sample rate of `params`; any number of channels.
            loop: The sound is one period of a loop: the last frame leads into the first.

        Returns:
            (channels, n_mels, n_frames) float32 magnitudes with n_frames = n_samples // hop_length + 1, or
            n_samples // hop_length for a loop.

        Raises:
            ParameterError: The sample rate is not that of `params`.
            AudioError: A loop is not a whole number of hops, or shorter than a window.
        """
        if audio.sample_rate != self.params.sample_rate:
            raise ParameterError(
                f"The audio has {audio.sample_rate} Hz, the spectrogram {self.params.sample_rate} Hz: "
                f"resample(audio, {self.params.sample_rate}) first."
            )
        samples = torch.tensor(audio.samples, device=self.device)
        return mel_from_samples(samples, self.params, loop=loop)

    def audio_from_mel(
        self,
        mel: torch.Tensor,
        *,
        quality: QualityName | Quality | None = None,
        loop: bool = False,
        seed: int = 0,
    ) -> Audio:
        """A sound whose mel magnitudes are close to `mel`.

        Args:
            mel: (channels, n_mels, n_frames) magnitudes, 2 frames or more. Silence stays silent.
            quality: Instead of the converter's own.
            loop: Make one period of a loop: it can be repeated without a seam.
            seed: Seed of the phases that nothing determines; the same seed gives the same samples.

        Returns:
            (channels, (n_frames - 1) * hop_length) samples, n_frames * hop_length for a loop. Peaks above 1 are
            left as they are.

        Raises:
            ParameterError: Wrong shape, negative or not finite values, a loop shorter than a window, or a loop
                in "textbook" quality.
        """
        name = quality or self.quality
        values = checked_mel(mel, self.params)
        settings = _checked_quality(name, loop=loop)
        if self.device.type != "cpu" or settings is None:
            return self.audios_from_mels(mel[None], quality=name, loop=loop, seed=seed)[0]
        if not loop and mel.shape[-1] > _LONG_FRAMES:
            return self._audio_in_stretches(mel, name, seed)
        samples = samples_from_mel(values, self.params, settings, loop=loop, seed=seed)
        return Audio(samples.numpy(), self.params.sample_rate)

    def audios_from_mels(
        self,
        mels: torch.Tensor,
        *,
        quality: QualityName | Quality | None = None,
        loop: bool = False,
        seed: int = 0,
    ) -> list[Audio]:
        """One sound for each spectrogram of a batch, all at once on a GPU; see `audio_from_mel`.

        Args:
            mels: (batch, channels, n_mels, n_frames) magnitudes.
        """
        name = quality or self.quality
        settings = _checked_quality(name, loop=loop)
        if self.device.type == "cpu" and settings is not None:
            return [self.audio_from_mel(mel, quality=name, loop=loop, seed=seed) for mel in mels]
        for mel in mels:
            checked_mel(mel, self.params)
        batch = mels.to(self.device, torch.float32)
        if settings is None:
            samples = torch.stack([textbook.samples_from_mel(mel, self.params) for mel in batch])
        else:
            samples = on_device.samples_from_mels(batch, self.params, settings, loop=loop, seed=seed)
        return [Audio(s, self.params.sample_rate) for s in samples.cpu().numpy()]

    def stream(self, *, quality: QualityName | Quality | None = None, seed: int = 0) -> MelStream:
        """A stream that turns stretches of columns into one sound without seams; it runs on the CPU.

        Raises:
            ParameterError: The quality is "textbook", which knows no context.
        """
        settings = _checked_quality(quality or self.quality, loop=True)
        assert settings is not None
        return MelStream(self.params, settings, seed=seed)

    def _audio_in_stretches(self, mel: torch.Tensor, quality: QualityName | Quality, seed: int) -> Audio:
        """A long piece in stretches, so that the memory needed does not grow with its length."""
        stream = self.stream(quality=quality, seed=seed)
        n_stretches = mel.shape[-1] // _STRETCH_FRAMES
        pieces = [stream.push(stretch) for stretch in mel.tensor_split(n_stretches, dim=-1)]
        return concatenate([*pieces, stream.finish()])


def _checked_quality(name: QualityName | Quality, *, loop: bool = False) -> Quality | None:
    if isinstance(name, Quality):
        return name
    if name not in QUALITIES:
        raise ParameterError(f"quality is {name!r}: give one of {', '.join(map(repr, QUALITIES))}.")
    if loop and QUALITIES[name] is None:
        others = ", ".join(repr(other) for other, settings in QUALITIES.items() if settings)
        raise ParameterError(f"The quality {name!r} makes neither loops nor streams: give one of {others}.")
    return QUALITIES[name]
