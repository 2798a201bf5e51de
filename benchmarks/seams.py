"""What is left of a stereo image, and what is heard where clips meet."""

from __future__ import annotations

from statistics import mean

from benchmarks.clips import CONVERT, PARAMS, column_errors, eight_bit
from riffdemo import measures
from riffdemo.audio import Audio, concatenate


def print_stereo(clips: list[Audio]) -> None:
    """Two clips panned apart: is the stereo image still there?"""
    shared, apart = [], []
    for one, other in zip(clips[::2], clips[1::2], strict=True):
        a, b = one.samples[0], other.samples[0]
        stereo = Audio([a + 0.4 * b, b + 0.4 * a], one.sample_rate).scaled(0.5)
        mel = CONVERT.mel_from_audio(stereo)
        wanted = measures.stereo_coherence(stereo)
        n_bins = int(PARAMS.f_max / PARAMS.sample_rate * 2_048)
        for errors, method in ((shared, "balanced"), (apart, "textbook")):
            found = measures.stereo_coherence(CONVERT.audio_from_mel(mel, quality=method))
            errors.append(float((found - wanted)[:n_bins].abs().mean()))
    print(f"stereo coherence error: {mean(shared):.3f} (textbook {mean(apart):.3f}; bar 0.25)\n")


def print_seams(clips: list[Audio]) -> None:
    """Error in the columns around a seam, in grey levels, against the error of the same columns without one."""
    loop_seam, loop_else, stream_seam, joint, butt = [], [], [], [], []
    half = PARAMS.n_frames // 2
    for clip in clips:
        mel = eight_bit(CONVERT.mel_from_audio(clip, loop=True))
        error = column_errors(CONVERT.audio_from_mel(mel, loop=True), mel, loop=True)
        loop_seam.append(float(error[-10:].mean() + error[:10].mean()) / 2)
        loop_else.append(float(error[10:-10].mean()))
        mel = eight_bit(CONVERT.mel_from_audio(clip))
        stream = CONVERT.stream()
        pieces = [stream.push(mel[..., :half]), stream.push(mel[..., half:]), stream.finish()]
        apart = [CONVERT.audio_from_mel(mel[..., : half + 1]), CONVERT.audio_from_mel(mel[..., half:])]
        for errors, audio in (
            (stream_seam, concatenate(pieces)),
            (joint, CONVERT.audio_from_mel(mel)),
            (butt, concatenate(apart)),
        ):
            errors.append(float(column_errors(audio, mel)[half - 15 : half + 5].mean()))
    print(f"loop seam: {mean(loop_seam):.2f} grey, elsewhere {mean(loop_else):.2f} (bar: twice that)")
    print(
        f"consecutive clips: {mean(stream_seam):.2f} grey at the seam (joint {mean(joint):.2f}, "
        f"apart {mean(butt):.2f}; bar 1.6)\n"
    )
