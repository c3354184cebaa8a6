"""What is taken for a webhook's URL."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.webhooks.target import Target, parse_target


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.org/a/b?c=d&e", Target("hooks.example.org", 443, "/a/b?c=d&e")),
        ("https://a.org", Target("a.org", 443, "/")),
        ("HTTPS://A.Org:8443/X", Target("a.org", 8443, "/X")),
        ("https://a.org?x=1#part", Target("a.org", 443, "/?x=1")),
        ("https://xn--bcher-kva.example/", Target("xn--bcher-kva.example", 443, "/")),
        ("https://8.8.8.8/", Target("8.8.8.8", 443, "/")),
        ("https://[2606:4700::1]:1024/", Target("2606:4700::1", 1024, "/")),
        ("https://a.org:/", Target("a.org", 443, "/")),
    ],
)
def test_an_https_address_is_taken_apart(url: str, target: Target) -> None:
    assert parse_target(url) == target


@pytest.mark.parametrize(
    ("allowed", "urls"),
    [
        (
            "https://",
            [
                *("", "a.org", "http://a.org/", "ftp://a.org/", "https:/a.org", "https://", "https:///a", "//a.org/"),
                *("https://a.org/a b", "https://a.org/\n", "https://a.org/\x00", "https://bücher.example/"),
                *("\thttps://a.org/", "https://a.org:port/", "https://a.org:99999/", "https://[::1/"),
            ],
        ),
        (
            "user or password",
            ["https://user@a.org/", "https://user:pw@a.org/", "https://a.org\\@10.0.0.1/", "https://@a.org"],
        ),
        (
            "name a host",
            [
                *("https://localhost/", "https://db/", "https://a..org/", "https://.org/", "https://a.org./"),
                *(
                    "https://-a.org/",
                    "https://a_b.org/",
                    "https://127.1/",
                    "https://0x7f.0.0.1/",
                    "https://2130706433/",
                ),
                *("https://1.2.3.4.5/", "https://a.org\\.b.org/", "https://%31.org/", "https://[fe80::1%25eth0]/"),
                f"https://{'a' * 64}.org/",
            ],
        ),
        ("port 443", ["https://a.org:22/", "https://a.org:80/", "https://a.org:1023/", "https://a.org:0/"]),
    ],
)
def test_any_other_is_refused_and_what_is_allowed_is_said(allowed: str, urls: list[str]) -> None:
    for url in urls:
        with pytest.raises(ValueError, match=allowed):
            parse_target(url)


@given(st.text(max_size=30) | st.from_regex(r"https://[!-~]{1,20}", fullmatch=True))
def test_whatever_is_taken_can_be_put_in_a_request(url: str) -> None:
    with suppress(ValueError):
        target = parse_target(url)
        assert re.fullmatch(r"/[!-~]*", target.path)
        assert re.fullmatch(r"[a-z0-9.:-]*[.:][a-z0-9.:-]*", target.host)
