"""Whose word on a client's address is taken?"""

import pytest

from web.proxies import client_address

PROXIES = ["10.0.0.0/8", "192.0.2.1"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("203.0.113.5", "1.1.1.1", [], "203.0.113.5"),  # nobody is trusted: the header is air
        ("203.0.113.5", "1.1.1.1", PROXIES, "203.0.113.5"),
        ("10.0.0.2", "203.0.113.9", PROXIES, "203.0.113.9"),
        ("10.0.0.2", "6.6.6.6, 203.0.113.9", PROXIES, "203.0.113.9"),  # the leftmost was written by the client
        ("10.0.0.2", "203.0.113.9, 192.0.2.1", PROXIES, "203.0.113.9"),  # two proxies of ours
        ("10.0.0.2", "", PROXIES, "10.0.0.2"),
        ("10.0.0.2", "rubbish", PROXIES, "rubbish"),
    ],
)
def test_the_rightmost_address_that_no_trusted_proxy_has_is_the_client(
    peer: str, forwarded: str, trusted: list[str], address: str
) -> None:
    assert client_address(peer, forwarded, trusted) == address
