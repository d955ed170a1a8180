"""Hosts that an endpoint can be on: names as the domain name system has them, and addresses of single machines."""

import re
from ipaddress import ip_address

LONGEST_NAME = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


def may_exist(host: str) -> bool:
    """Whether there can be such a host at all; whether there is, only time tells."""
    try:
        address = ip_address(host)
    except ValueError:
        return _is_a_name(host.removesuffix("."))
    return not (address.is_multicast or address.is_unspecified)


def is_loopback(host: str) -> bool:
    """Whether it is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_a_name(host: str) -> bool:
    """Underscores stand in names within a house. What ends in a number is no name, but an address gone wrong."""
    labels = host.split(".")
    return (
        len(host) <= LONGEST_NAME
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )
