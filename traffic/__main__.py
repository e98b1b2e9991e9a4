"""How is the traffic player started? `make traffic`, or `python -m traffic --help`."""

from __future__ import annotations

import asyncio
import json
import os
import sys

try:
    from traffic import game, options, record, report, setup, words
    from traffic.demo import SETUP
    from traffic.progress import Progress
    from traffic.trouble import Trouble
except ModuleNotFoundError as missing:
    sys.exit(f"traffic: the package {missing.name} is not in this environment; `make traffic` puts it there.")


def main() -> int:
    """The command line; its exit code."""
    chosen = options.parse(sys.argv[1:])
    if chosen.print_setup:
        print(json.dumps(SETUP, indent=2, ensure_ascii=False))
        return 0
    try:
        return asyncio.run(_run(chosen))
    except Trouble as trouble:
        print(f"traffic: {trouble}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("traffic: interrupted.", file=sys.stderr)
        return 130


async def _run(chosen: options.Options) -> int:
    where, said = setup.read(chosen.setup, chosen.url, chosen.data_dir, os.environ.get("PORT", ""))
    spoken = words.load(chosen.messages, chosen.dialogues)
    playing = min(chosen.agents, len(where.agents))
    print(f"{chosen.customers} customers at {chosen.rate:.2g}/s and {playing} agents against {where.url}")
    print(f"  {said}\n  {spoken.source}; seed {chosen.seed}", flush=True)
    progress = Progress()
    try:
        stage = await game.play(where, chosen, spoken, progress)
    finally:
        progress.done()
    if chosen.record:
        record.write(stage, chosen.record)
    figures, remarks, passed = report.judge(stage)
    print(report.table(figures))
    for remark in remarks:
        print(f"  ! {remark}")
    print(report.result(figures), flush=True)
    return 130 if stage.interrupted.is_set() else 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
