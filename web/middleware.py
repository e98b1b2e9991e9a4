"""Which headers protect every page? A strict policy by default; a view that needs another sets its own."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

BASE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(**changes: str) -> str:
    """The Content-Security-Policy, with some directives (underscores for dashes) replaced."""
    directives = BASE | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def with_files() -> dict[str, str]:
    """What a page may show besides its own: files that were sent, and those about to be."""
    return {
        "img_src": f"'self' data: blob: {settings.FILES_ORIGIN}",
        "media_src": f"'self' blob: {settings.FILES_ORIGIN}",
    }


def files_apart(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """On the origin of files there are files alone, and files are nowhere else: no session ever shares theirs.

    Where one installation names the same origin for all, nothing is kept apart. Probes may come by any address.
    """
    apart = urlsplit(settings.FILES_ORIGIN).netloc
    if apart in {urlsplit(origin).netloc for origin in (settings.CONSOLE_ORIGIN, settings.WIDGET_ORIGIN)}:
        return get_response

    def middleware(request: HttpRequest) -> HttpResponse:
        here = request.headers.get("Host", "") == apart
        if here != request.path.startswith("/f/") and not request.path.startswith(("/health/", "/metrics")):
            return HttpResponse("There is nothing at this address.", status=404, content_type="text/plain")
        return get_response(request)

    return middleware


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        # Not no-referrer: browsers then send `Origin: null` with our own forms, which the CSRF check refuses. No other
        # origin learns an address of ours either way.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]:
            response.headers.setdefault("X-Frame-Options", "DENY")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
