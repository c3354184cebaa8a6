"""The page in Chinese: by the browser's wish or the reader's choice, the script's words with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.test_trouble import a_job, stub_submission

if TYPE_CHECKING:
    from typing import Any

    from playwright.sync_api import Page


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN"}


def test_a_chinese_browser_sees_and_hears_chinese(home: Page):
    expect(home.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(home.locator("#summary")).to_contain_text("钢琴 · 演奏")
    stub_submission(home, 202, a_job())
    home.get_by_role("button", name="立即生成").click()
    expect(home.get_by_text("正在等待空闲的演奏者…").first).to_be_visible()


def test_a_refusal_is_in_chinese(home: Page):
    home.route("**/api/v1/jobs", lambda route: route.continue_(post_data='{"style": "piano", "seed": -1}'))
    home.get_by_role("button", name="立即生成").click()
    expect(home.get_by_role("alert")).to_contain_text("无法按这些要求作曲")
    expect(home.get_by_role("alert")).to_contain_text("种子须为 0 到")


def test_english_is_chosen_in_the_footer_and_stays(home: Page, service_url: str):
    home.get_by_role("button", name="English").click()
    home.goto(f"{service_url}/pieces")
    expect(home.get_by_role("heading", name="My pieces")).to_be_visible()
