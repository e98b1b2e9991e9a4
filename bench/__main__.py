"""How fast is it? `make bench [ONLY=routing|delivery|browser|search] [QUICK=1]`: medians of a run, a RESULT."""

from __future__ import annotations

import json
import os
import sys

from bench import browser, console, delivery, reporting, routing_bind, routing_console, routing_engine, searching

PARTS = {
    "routing": [routing_engine.run, routing_bind.run, routing_console.run],
    "delivery": [delivery.run],
    "browser": [browser.run, console.run, reporting.run],
    "search": [searching.run],
}


def main() -> int:
    """Run the parts asked for."""
    only, quick = os.environ.get("ONLY", ""), os.environ.get("QUICK", "") == "1"
    if only and only not in PARTS:
        print(f"bench: ONLY must be one of {', '.join(PARTS)}", file=sys.stderr)
        return 2
    result: dict[str, float] = {}
    for name, runs in PARTS.items():
        if only in ("", name):
            print(f"-- {name}", flush=True)
            for run in runs:
                result |= run(quick)
    print("RESULT " + json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
