"""What the page's audio element really sounds like."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOUDEST_RMS = """
async (seconds) => {
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaElementSource(document.querySelector("audio")).connect(analyser).connect(context.destination);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return loudest;
}
"""
DECODED_SECONDS = """
async () => {
  const response = await fetch(document.querySelector("audio").src);
  const sound = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(await response.arrayBuffer());
  return sound.duration;
}
"""


def loudest_rms(page: Page, listen_seconds: float) -> float:
    """The highest root mean square of 46 ms of what is played meanwhile; full scale is 1."""
    return float(page.evaluate(LOUDEST_RMS, listen_seconds))


def decoded_seconds(page: Page) -> float:
    """How long the audio file lasts when all of it is decoded."""
    return float(page.evaluate(DECODED_SECONDS))
