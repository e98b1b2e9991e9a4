"""Where do agents sign in, and which page is the console?"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agents.models import Agent
from chat.errors import Refusal
from web import limits
from web.assets import entry
from web.middleware import policy, with_files

FAILURES, WINDOW = 10, 300  # failed sign-ins for one person from one network address, in seconds


def socket_url(origin: str, path: str) -> str:
    """The WebSocket address on an origin."""
    parts = urlsplit(origin)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{path}"


@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """The console itself; everything it shows comes over the socket."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    assets = entry("src/console/main.tsx")
    config = {
        "socket": socket_url(settings.CONSOLE_ORIGIN, "/ws/agent"),
        "signIn": "/console/sign-in",
        "signOut": "/console/sign-out",
        "language": request.LANGUAGE_CODE,
    }
    response = render(request, "web/console.html", {"assets": assets, "config": config})
    sockets = socket_url(settings.CONSOLE_ORIGIN, "")
    response.headers["Content-Security-Policy"] = policy(connect_src=f"'self' {sockets}", **with_files())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; the same answer whether or not the address is known."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("console")
        return render(request, "web/sign_in.html")
    email = request.POST.get("email", "").strip().lower()[:254]
    try:
        attempt(request, email, request.POST.get("password", "")[:200])
    except Refusal as refusal:
        words = {
            "rate_limited": _("Too many attempts. Please wait a few minutes."),
            "session_invalid": _("E-mail address or password is not right."),
        }
        problem = words.get(refusal.code, str(refusal))
        return render(request, "web/sign_in.html", {"problem": problem, "email": email}, status=refusal.kind.status)
    return redirect("console")


def attempt(request: HttpRequest, email: str, password: str) -> None:
    """Sign in, or refuse."""
    login(request, proven(request, email, password))


def proven(request: HttpRequest, email: str, password: str) -> Agent:
    """The person whose password this is; `session_invalid`, and `rate_limited`: guessing is slow."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    # By person and address together: nobody can lock somebody else out from elsewhere.
    guesses = [("sign-in", f"{email}|{address}", FAILURES), ("sign-in-from", address, settings.SIGN_INS_PER_ADDRESS)]
    for purpose, who, most in guesses:
        limits.check(purpose, who, most, WINDOW)
    user = authenticate(request, username=email, password=password)
    if not isinstance(user, Agent):
        for purpose, who, most in guesses:
            limits.count(purpose, who, most, WINDOW)
        raise Refusal("session_invalid")
    return user


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseRedirect:
    """End the session; its sockets close within seconds."""
    logout(request)
    return redirect("sign-in")
