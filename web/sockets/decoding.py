"""What does a client's text say? One frame of its face of the protocol, or which row of the error table it gets."""

from __future__ import annotations

from typing import Any

import msgspec

from chat.errors import Refusal
from web.protocol.shared import FRAME_BYTES

UNREADABLE = ("bad_frame", "unknown_frame", "frame_too_large")  # the refusals of what is no frame


def decoded(requests: msgspec.json.Decoder[Any], data: str | bytes) -> Any:
    """The frame; else one of `UNREADABLE`."""
    size = len(data) if isinstance(data, bytes) else len(data.encode())
    if size > FRAME_BYTES:
        raise Refusal("frame_too_large", {"bytes": size, "limit": FRAME_BYTES})
    try:
        return requests.decode(data)
    except msgspec.ValidationError as error:
        if "Invalid value" in str(error) and str(error).endswith("`$.t`"):
            raise Refusal("unknown_frame", {"reason": str(error)[:200]}) from None
        raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None
