from __future__ import annotations

from pathlib import Path

import pytest

from tests.images.build import DOERS
from tests.images.context import is_sent
from tests.images.dockerfile import KNOWN, Instruction, Stage, read_stages

IMAGES = Path(__file__).parents[3] / "deploy" / "images"
TWO_STAGES = """\
# What it is.
FROM debian:12 AS packages
ARG KIND=
RUN first \\
# between
 && second

FROM debian:12
COPY --from=packages /venv /venv
CMD ["sh", "-c", "go \\"$WHERE\\" \\
     --far"]
"""


def test_stages_have_their_base_their_name_and_their_steps_in_order():
    packages, image = read_stages(TWO_STAGES)
    steps = (Instruction("ARG", "KIND=", {}), Instruction("RUN", "first  && second", {}))
    assert packages == Stage("debian:12", "packages", steps)
    assert (image.base, image.name) == ("debian:12", "")


def test_a_copy_says_which_stage_it_is_from():
    copy = read_stages(TWO_STAGES)[1].instructions[0]
    assert (copy.options, copy.text) == ({"from": "packages"}, "/venv /venv")


def test_a_command_over_two_lines_is_one():
    assert read_stages(TWO_STAGES)[1].instructions[1].text == '["sh", "-c", "go \\"$WHERE\\"      --far"]'


@pytest.mark.parametrize(
    "text",
    ["FROM a\nVOLUME /data", "RUN first", "FROM a\nCOPY --link a b", "FROM a\nRUN --mount=type=cache,target=/x go"],
)
def test_what_is_not_understood_is_refused_rather_than_left_out(text: str):
    with pytest.raises(ValueError, match=r"\w"):
        read_stages(text)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_our_own_files_are_understood_and_end_as_nobodys_user(name: str):
    image = read_stages((IMAGES / f"{name}.Dockerfile").read_text())[-1]
    assert [step.text for step in image.instructions if step.keyword == "USER"] == ["10001:10001"]


def test_every_instruction_that_is_read_can_be_done():
    assert DOERS.keys() == KNOWN


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("README.md", False),
        ("web/urls.py", True),
        ("web/__pycache__/urls.cpython-311.pyc", False),
        ("frontend/tests/a.ts", False),
        ("frontend/src/main.ts", True),
        ("deploy/kubernetes/base/secrets.env", False),
    ],
)
def test_a_build_is_sent_what_the_last_rule_lets_through(path: str, sent: bool):
    rules = ["# Few.", "*", "!web", "!frontend", "!deploy", "frontend/tests", "**/__pycache__", "**/secrets.env"]
    assert is_sent(path, rules) is sent
