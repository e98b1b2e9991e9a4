"""Is the port free that the product is to listen on? (standard library only)"""

import os
import socket

from ops.trouble import Trouble

DEFAULT_PORT = 8000


def chosen_port() -> int:
    """PORT of the environment, 8000 by default. The demo website takes the next one."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 1 <= int(text) <= 65534:
        raise Trouble(f"PORT={text} is no port: give a number from 1 to 65534.")
    return int(text)


def require_free(port: int) -> None:
    """Refuse a port that something listens on, or that this user may not use."""
    try:
        in_use = not is_free(port)
    except PermissionError:
        raise Trouble(f"port {port} needs privileges: choose one above 1023, for example PORT=8000.") from None
    if in_use:
        raise Trouble(
            f"port {port} is taken by another program: stop it, or choose two other ports, for example "
            f"`make run PORT={port + 100}` (the next one, {port + 101}, is the demo website's)."
        )


def is_free(port: int) -> bool:
    """Whether nobody listens there, neither on IPv4 nor on IPv6, and we could."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            try:
                if probe.connect_ex((address, port)) == 0:
                    return False
            except OSError:
                continue  # This machine has no such family.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an earlier run that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise
        except OSError:
            return False
    return True


def free_pair() -> int:
    """A free port whose next one is free as well, for a throw-away instance."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port < 65534 and is_free(port) and is_free(port + 1):
            return port
    raise Trouble("no two free ports beside each other were found.")
