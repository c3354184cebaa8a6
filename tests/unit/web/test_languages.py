"""The pages in other languages: which one, from whom it is known, and that no sentence lacks its translation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from deploy.translate import LOCALE, compiled, gathered, lacking, written

if TYPE_CHECKING:
    from babel.messages.catalog import Message
    from django.test import Client

pytestmark = pytest.mark.usefixtures("built_frontend")
LANGUAGES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"), key=str)
PLACEHOLDER = re.compile(r"\{[a-z_]+(?::\w+)?\}|%\([a-z_]+\)[sd]|</?\w+>")


def name(path: object) -> str:
    return str(path).split("/")[-3]


def texts(said: object) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (str(said),)


def placeholders(message: Message) -> tuple[set[str], set[str]]:
    return set(PLACEHOLDER.findall(texts(message.id)[-1])), set(PLACEHOLDER.findall(texts(message.string)[-1]))


@pytest.mark.parametrize("path", LANGUAGES, ids=name)
def test_nothing_that_the_pages_say_lacks_its_translation(path):
    """`make messages` brings a language up to date."""
    known = written(path)
    asked = {message.id for message in gathered() if message.id}
    assert asked <= {message.id for message in known}
    assert [message.id for message in lacking(known)] == []


@pytest.mark.parametrize("path", LANGUAGES, ids=name)
def test_a_translation_fills_in_what_the_english_does(path):
    strange = [m.id for m in written(path) if m.id and placeholders(m)[0] != placeholders(m)[1]]
    assert strange == []


@pytest.mark.parametrize("path", LANGUAGES, ids=name)
def test_what_the_service_reads_is_what_the_translators_wrote(path):
    assert path.with_suffix(".mo").read_bytes() == compiled(written(path))


def test_a_browser_that_prefers_chinese_gets_the_page_in_chinese(catalogue: None, client: Client):
    page = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"})
    text = page.content.decode()
    assert '<html lang="zh-hans"' in text
    assert "立即生成" in text
    assert "Accept-Language" in page["Vary"]


def test_the_choice_of_a_reader_outweighs_the_browser_and_is_kept(catalogue: None, client: Client):
    answer = client.post("/language", {"language": "zh-hans", "next": "/pieces"})
    assert (answer.status_code, answer["Location"]) == (302, "/pieces")
    assert '<html lang="zh-hans"' in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_the_choice_of_language_leads_to_no_other_host(catalogue: None, client: Client):
    answer = client.post("/language", {"language": "zh-hans", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_language_that_nobody_translated_falls_back_to_english(catalogue: None, client: Client):
    assert '<html lang="en"' in client.get("/", headers={"accept-language": "xx"}).content.decode()


def test_a_refused_form_says_why_in_the_readers_language(catalogue: None, client: Client):
    page = client.post("/", {"style": "piano", "seed": "-1"}, headers={"accept-language": "zh-CN"})
    assert page.status_code == 422
    assert "seed 须为 0 到" in page.content.decode()
