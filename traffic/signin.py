"""How does an agent get the session that their socket needs? `POST /api/v1/session`."""

from __future__ import annotations

import asyncio
import http.client
import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from traffic.setup import Seat, Setup
from traffic.trouble import Trouble

PATIENCE_S = 20.0
ATTEMPTS, ATTEMPTS_UNANSWERED = 6, 3
LOOPBACK = ("localhost", "127.0.0.1", "::1")


async def sign_in(setup: Setup, seat: Seat) -> str:
    """The `Cookie` header of a session; `Trouble` when the sign-in is refused or nobody answers."""
    said = ""
    for attempt in range(ATTEMPTS):
        try:
            return await asyncio.to_thread(_post, setup, seat)
        except urllib.error.HTTPError as error:
            said = f"{error.code} {_said(error)}"
            if error.code != 429 and error.code < 500:
                break
        except (OSError, http.client.HTTPException) as error:
            said = str(getattr(error, "reason", error)) or type(error).__name__
            if attempt + 1 >= ATTEMPTS_UNANSWERED:
                break
        await asyncio.sleep(0.5 * 2**attempt)
    raise Trouble(f"{seat.email} cannot sign in at {setup.url}: {said}.")


def _post(setup: Setup, seat: Seat) -> str:
    request = urllib.request.Request(  # noqa: S310  # `setup.read` refuses every scheme but http and https
        f"{setup.url}/api/v1/session",
        data=json.dumps({"email": seat.email, "password": seat.password}).encode(),
        headers={"Origin": setup.console_origin, "Content-Type": "application/json"},
    )
    with opener(setup.url).open(request, timeout=PATIENCE_S) as response:
        cookies = [cookie.partition(";")[0] for cookie in response.headers.get_all("Set-Cookie") or []]
    if not cookies:
        raise OSError("the answer set no session cookie")
    return "; ".join(cookies)


def opener(url: str) -> urllib.request.OpenerDirector:
    """Our own machine is never reached through a proxy."""
    loopback = urlsplit(url).hostname in LOOPBACK
    return urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if loopback else []))


def _said(error: urllib.error.HTTPError) -> str:
    try:
        answer = json.loads(error.read(2000))
        found = answer.get("error", answer)
        return f"{found['code']}: {found['message']}".rstrip(".")
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return str(error.reason)
