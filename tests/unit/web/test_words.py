"""What the pages say of codes that programs are told."""

from __future__ import annotations

import pytest

from web.pages.words import WORDS, say_failure
from worker.contract.errors import ErrorCode

# Of audio alone; the page says it in the state of a piece.
OF_AUDIO = {ErrorCode.RENDER_FAILED}


@pytest.mark.parametrize("code", sorted(set(ErrorCode) - OF_AUDIO))
def test_each_reason_why_a_job_fails_has_words(code: ErrorCode):
    assert say_failure(code, "") == str(WORDS[f"error_{code}"])


def test_a_reason_that_is_not_known_here_is_said_otherwise():
    assert say_failure("new_reason", "Otherwise.") == "Otherwise."
