"""Magenta's tensor names of every era, as the one name that Cadenza uses.

TensorFlow 0.x wrote `RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix`, 1.0 `…/basic_lstm_cell/weights`, later ones
`…/basic_lstm_cell/kernel`. What is no weight of a network (an optimizer's slots, step counters) has no such name.
"""

from __future__ import annotations

import re
from typing import Final

from worker.networks.reading.checkpoint import MAX_NAME_BYTES

_VALUE: Final = r"(?:linear/)?(?P<value>kernel|weights|matrix|bias|biases)"
_WRAPPER: Final = "attentioncellwrapper/"
_LAYER: Final = re.compile(
    rf"(?:.*?/)?(?P<around>{_WRAPPER})?multirnncell/cell(?P<index>[0-9]{{1,2}})/(?P<inside>{_WRAPPER})?basiclstmcell/{_VALUE}"
)
_ATTENTION: Final = re.compile(
    rf"(?:.*?/)?(?P<inside>multirnncell/cell0/)?{_WRAPPER}(?:(?P<part>attention/|attnoutputprojection/)?{_VALUE}"
    r"|attention/attn(?P<window>[wv]))"
)
_OUTPUT: Final = re.compile(rf"(?:.*?/)?(?:fullyconnected|dense)/{_VALUE}")
_NADE: Final = re.compile(r"(?:.*?/)?nade/w(?P<side>enc|dect)")
_PARTS: Final = {None: "", "attention/": "attention/", "attnoutputprojection/": "attn_output_projection/"}


def canonical_name(name: str) -> str | None:
    """Cadenza's name for Magenta's tensor `name`; None where it is no weight."""
    if len(name) >= MAX_NAME_BYTES:
        return None
    plain = name.removesuffix(":0").lower().replace("_", "")
    if match := _LAYER.fullmatch(plain):
        return _layer_name(match)
    if match := _ATTENTION.fullmatch(plain):
        return _attention_name(match)
    if match := _OUTPUT.fullmatch(plain):
        return "fully_connected/biases" if _is_bias(match) else "fully_connected/weights"
    if match := _NADE.fullmatch(plain):
        return "nade/w_enc" if match["side"] == "enc" else "nade/w_dec_t"
    return None


def _layer_name(match: re.Match[str]) -> str:
    around = "attention_cell_wrapper/" if match["around"] else ""
    inside = "attention_cell_wrapper/" if match["inside"] else ""
    value = "bias" if _is_bias(match) else "kernel"
    return f"rnn/{around}multi_rnn_cell/cell_{int(match['index'])}/{inside}basic_lstm_cell/{value}"


def _attention_name(match: re.Match[str]) -> str:
    inside = "multi_rnn_cell/cell_0/" if match["inside"] else ""
    if match["window"]:
        return f"rnn/{inside}attention_cell_wrapper/attention/attn_{match['window']}"
    value = "bias" if _is_bias(match) else "kernel"
    return f"rnn/{inside}attention_cell_wrapper/{_PARTS[match['part']]}{value}"


def _is_bias(match: re.Match[str]) -> bool:
    return match["value"].startswith("bias")
