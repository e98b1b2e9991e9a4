"""How is a file handed out? As an attachment from an origin of its own, where nothing can run and no session is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from chat.database import in_thread
from chat.errors import Refusal
from files import actions, links, store

PIECE = 64 * 1024
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@require_http_methods(["GET", "HEAD"])
async def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file behind a link, whole or the range asked for (players of videos jump about)."""
    try:
        found, form, left = await in_thread(links.behind, token)
        stored = found.stored if form == "whole" else actions.preview_of(found.stored)
        content = await asyncio.to_thread(store.opened, stored)
        size = await asyncio.to_thread(_size, content)
    except (Refusal, FileNotFoundError):
        return HttpResponse("This link is not valid any more.", status=404, content_type="text/plain")
    first, last = wanted(request.headers.get("Range", ""), size)
    whole = (first, last) == (0, size - 1)
    if first > last:
        content.close()
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    elif request.method == "HEAD":
        content.close()
        response = HttpResponse(status=200 if whole else 206)
    else:
        response = StreamingHttpResponse(pieces(content, first, last), status=200 if whole else 206)
    if first <= last:
        response.headers["Content-Length"] = str(last - first + 1)
        if not whole:
            response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    shown = found.name if form == "whole" else "preview.webp"
    for header, value in {
        "Accept-Ranges": "bytes",
        "Content-Type": media(found.media) if form == "whole" else "image/webp",
        "Content-Disposition": content_disposition_header(True, shown) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": f"private, max-age={left}",
    }.items():
        response.headers[header] = value
    return response


def media(kind: str) -> str:
    """With the encoding, where it is text."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def wanted(header: str, size: int) -> tuple[int, int]:
    """First and last byte of the one range asked for; everything where none is, or several are. First behind last:
    there is no such range."""
    asked = RANGE.fullmatch(header.strip())
    if asked is None:
        return 0, size - 1
    return int(asked[1]), min(size - 1, int(asked[2]) if asked[2] else size - 1)


def _size(content: IO[bytes]) -> int:
    size = content.seek(0, 2)
    content.seek(0)
    return size


async def pieces(content: IO[bytes], first: int, last: int) -> AsyncIterator[bytes]:
    """The bytes in pieces, read as fast as they are taken; also the reading does not hold up the loop."""
    try:
        await asyncio.to_thread(content.seek, first)
        left = last - first + 1
        while left > 0 and (piece := await asyncio.to_thread(content.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        content.close()
