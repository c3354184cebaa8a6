"""Whom a request comes from: what proxies saw is believed, what a client says of itself is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.limits.address import client_address, network_of

PEER = "10.0.0.1"
HEADERS = st.text(st.characters(codec="latin-1"), max_size=80)
ADDRESSES = st.ip_addresses().map(str)


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "address"),
    [
        (None, 1, PEER),
        ("203.0.113.9", 0, PEER),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6,203.0.113.9, 198.51.100.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "203.0.113.9"),
        ("unknown, 198.51.100.2", 2, "198.51.100.2"),
        ("unknown", 1, PEER),
        ("6.6.6.6,", 1, PEER),
        ("203.0.113.9:4711", 1, "203.0.113.9"),
        ("[2001:db8::9]:4711", 1, "2001:db8::9"),
        ('"[2001:DB8:0::9]"', 1, "2001:db8::9"),
        ("fe80::1%eth0", 1, "fe80::1"),
        ("::ffff:203.0.113.9", 1, "203.0.113.9"),
    ],
)
def test_as_many_entries_are_believed_as_there_are_proxies(
    forwarded_for: str | None, proxies: int, address: str
) -> None:
    assert client_address(PEER, forwarded_for, proxies) == address


@given(said=HEADERS, proxies=st.integers(1, 10), data=st.data())
def test_a_client_can_say_what_it_likes_and_remains_who_the_proxies_saw(
    said: str, proxies: int, data: st.DataObject
) -> None:
    seen = data.draw(st.lists(ADDRESSES, min_size=proxies, max_size=proxies))
    honest = client_address(PEER, ",".join(seen), proxies)
    assert client_address(PEER, ",".join([said, *seen]), proxies) == honest


@given(said=HEADERS)
def test_without_proxies_nothing_that_is_said_counts(said: str) -> None:
    assert client_address("203.0.113.9", said, 0) == "203.0.113.9"


@given(peer=HEADERS, said=HEADERS, proxies=st.integers(0, 10))
def test_whatever_comes_there_is_one_address_and_its_network(peer: str, said: str, proxies: int) -> None:
    address = client_address(peer, said, proxies)
    assert client_address(address, None, 0) == address
    assert network_of(address).endswith(("/24", "/64"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::", "::/64"),
    ],
)
def test_the_network_of_an_address_is_what_one_household_or_office_has(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_caller_over_a_unix_socket_is_nobody_in_particular() -> None:
    assert client_address("", None, 0) == "::"
