"""What the page's own audio contexts really sound like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Whatever any context of the page plays can be listened to.
LISTEN: Final = """
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    globalThis.analyser = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
    connect.call(this, analyser);
  }
  return connect.call(this, target, ...rest);
};
"""
LOUDEST_RMS: Final = """
async (seconds) => {
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return loudest;
}
"""
CENTRE_HERTZ: Final = """
async () => {
  const bins = new Float32Array(analyser.frequencyBinCount);
  let [weighted, sum] = [0, 0];
  for (let moment = 0; moment < 20; moment += 1) {
    analyser.getFloatFrequencyData(bins);
    for (const [place, decibels] of bins.entries()) {
      const power = Number.isFinite(decibels) ? 10 ** (decibels / 10) : 0;
      weighted += (place * power * analyser.context.sampleRate) / analyser.fftSize;
      sum += power;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return weighted / sum;
}
"""


def loudest_rms(page: Page, seconds: float = 1.5) -> float:
    """The highest root mean square of 0.2 s of what is played meanwhile; full scale is 1."""
    return float(page.evaluate(LOUDEST_RMS, seconds))


def brightness(page: Page) -> float:
    """The centre of the spectrum in hertz, mean of two seconds."""
    return float(page.evaluate(CENTRE_HERTZ))
