"""Figures of sounds, spectrograms and pictures: `ax` first, units on the axes, the artist returned.

    from matplotlib.figure import Figure

    fig = Figure(layout="constrained")
    picture = plots.mel_spectrogram(fig.subplots(), mel, params)
    fig.colorbar(picture, label="level (dB)")

signals.py         samples, levels, spectra of a whole sound, sampling and rounding
spectrograms.py    time against frequency
bands.py           the mel scale and its filters
pictures.py        what a grey level holds
phases.py          how a lost phase is found again
denoising.py       how noise becomes a picture
steering.py        ways between two ideas
learning.py        how a model learns

Nothing here shows a figure, keeps one, or touches pyplot. Lines differ in style as well as in colour.
"""

from riffdemo.plots.bands import filter_bank as filter_bank
from riffdemo.plots.bands import mel_scales as mel_scales
from riffdemo.plots.bands import residual as residual
from riffdemo.plots.denoising import clean_guesses as clean_guesses
from riffdemo.plots.denoising import noise_schedule as noise_schedule
from riffdemo.plots.denoising import ways_from_noise as ways_from_noise
from riffdemo.plots.learning import components as components
from riffdemo.plots.learning import learned as learned
from riffdemo.plots.learning import losses as losses
from riffdemo.plots.phases import convergence as convergence
from riffdemo.plots.phases import griffin_lim as griffin_lim
from riffdemo.plots.phases import projections as projections
from riffdemo.plots.pictures import grey_steps as grey_steps
from riffdemo.plots.pictures import painted as painted
from riffdemo.plots.pictures import picture as picture
from riffdemo.plots.scales import hz_from_mels as hz_from_mels
from riffdemo.plots.scales import mels_from_hz as mels_from_hz
from riffdemo.plots.signals import aliased_tone as aliased_tone
from riffdemo.plots.signals import comparison as comparison
from riffdemo.plots.signals import digitised as digitised
from riffdemo.plots.signals import folding as folding
from riffdemo.plots.signals import level as level
from riffdemo.plots.signals import samples as samples
from riffdemo.plots.signals import spectrum as spectrum
from riffdemo.plots.signals import waveform as waveform
from riffdemo.plots.signals import window_sum as window_sum
from riffdemo.plots.spectrograms import difference as difference
from riffdemo.plots.spectrograms import mel_spectrogram as mel_spectrogram
from riffdemo.plots.spectrograms import stft as stft
from riffdemo.plots.steering import seams as seams
from riffdemo.plots.steering import spreads as spreads
from riffdemo.plots.steering import ways_back as ways_back
