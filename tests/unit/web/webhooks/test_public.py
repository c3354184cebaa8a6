"""Only what lies on the open Internet is reached."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest

from web.webhooks.public import NotPublicError, is_public, public_address

PRIVATE = {
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1"],
    "shared by a provider": ["100.64.0.1", "100.127.255.255"],
    "link-local": ["169.254.0.1", "fe80::1", "fe80::1%1"],
    "site-local": ["fec0::1"],
    "metadata": ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "4000::1", "100::1"],
    "for documents and benchmarks": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "2001:db8::1"],
    "IPv4 inside IPv6": [
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2001:0:808:808::f7f7:f7f7"),
    ],
}
PUBLIC = [
    *("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"),
    *("::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"),
]


@pytest.mark.parametrize("address", [address for kind in PRIVATE.values() for address in kind])
def test_an_address_off_the_open_internet_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def found(*addresses: str) -> Any:
    """A name server that knows these addresses of every host."""
    return lambda _host, port, **_: [(2, 1, 6, "", (address, port)) for address in addresses]


def test_a_name_leads_to_its_first_address() -> None:
    assert public_address("a.org", 443, found("8.8.8.8", "1.1.1.1")) == "8.8.8.8"


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "::ffff:10.0.0.1"])
def test_a_name_of_a_private_address_is_refused_and_the_address_is_named(address: str) -> None:
    with pytest.raises(NotPublicError, match=address.replace(".", r"\.")):
        public_address("a.org", 443, found(address))


@pytest.mark.parametrize("answer", [("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8"), ("2606:4700::1", "fe80::1%1")])
def test_one_private_address_among_public_ones_is_enough_to_refuse(answer: tuple[str, ...]) -> None:
    with pytest.raises(NotPublicError):
        public_address("a.org", 443, found(*answer))


def test_this_machine_by_its_name_is_refused_with_the_machines_own_resolver() -> None:
    with pytest.raises(NotPublicError):
        public_address("localhost", 443)


@pytest.mark.parametrize("spelling", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1"])
def test_odd_spellings_of_loopback_are_refused_by_what_they_resolve_to(spelling: str) -> None:
    with pytest.raises(NotPublicError):
        public_address(spelling, 443)
