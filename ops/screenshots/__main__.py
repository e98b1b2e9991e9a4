"""`python -m ops.screenshots [PART …]`: which pictures are taken, and in which order?"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import traceback
from collections.abc import Awaitable, Callable

from ops.places import ROOT
from ops.screenshots import (
    console,
    moments,
    pages,
    pane,
    readme,
    refused,
    routing,
    sheet,
    states,
    surroundings,
    vip,
    widget,
    work,
)
from ops.screenshots.studio import Studio
from ops.steps import Steps
from tests.support import chromium
from tests.support.databases import Databases
from tests.support.instance import Instance

FOLDER = ROOT / "screenshots"
Scene = Callable[[Studio], Awaitable[None]]

# Each with a product of its own: what one leaves behind is not in the next one's pictures.
SCENES: dict[str, tuple[str, Scene]] = {
    "widget-en": ("Widget in English", lambda studio: widget.story(studio, "en")),
    "widget-ar": ("Widget in Arabic", lambda studio: widget.story(studio, "ar")),
    "widget-zh": ("Widget in Chinese", lambda studio: widget.story(studio, "zh")),
    "widget-refused": ("Widget, refused", refused.refused),
    "pages": ("Pages that refuse", pages.refusals),
    "console": ("Console", console.day),
    "pane": ("The customer's pane", pane.pane),
    "console-states": ("Console, its helpers", states.console),
    "widget-states": ("Widget, against the odds", surroundings.widget),
    "routing": ("Routing", routing.routing),
    "vip": ("A VIP's choice", vip.vip),
    "work-abuse": ("Against abuse", work.alone(work.abuse)),
    "work-handover": ("Passing a chat on", work.alone(work.handover)),
    "work-helping": ("Helping in a chat", work.alone(work.helping)),
    "work-after": ("After a chat", work.alone(work.after_a_chat)),
    "moments": ("Seldom moments", moments.moments),
    "surge": ("A surge on the wall", moments.surge),
}


async def photograph(wanted: list[str], *, for_readme: bool = False) -> int:
    """All scenes; a scene that fails does not keep the others from being taken."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    steps = Steps(len(wanted) + 2, ROOT / ".cache" / "screenshots.log")
    databases = Databases()
    failed = 0
    try:
        with steps.step("Databases"):
            databases.start()
        async with chromium.launched() as browser:
            pictures = []
            for name in wanted:
                title, scene = SCENES[name]
                instance = Instance(databases)
                studio = Studio(instance, browser, FOLDER)
                try:
                    with steps.step(title):
                        await asyncio.to_thread(instance.start)
                        await scene(studio)
                        steps.note = f"{len(studio.pictures)} pictures"
                except Exception as reason:
                    failed += 1
                    where = traceback.extract_tb(reason.__traceback__)
                    lines = [f"{each.name}:{each.lineno}" for each in where if "screenshots" in each.filename]
                    print(f"    {' > '.join(lines)}: {type(reason).__name__}: {str(reason)[:1500]}", flush=True)
                finally:
                    await asyncio.to_thread(instance.stop)
                    pictures += studio.pictures
            with steps.step("Contact sheet"):
                studio.pictures = pictures
                await sheet.write(studio)
                if for_readme and not failed:
                    await readme.cut(studio)
    finally:
        databases.stop()
    print(f"{len(pictures)} pictures: {FOLDER.relative_to(ROOT)}/index.html and contact-sheet.png")
    return 1 if failed else 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m ops.screenshots", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *SCENES], help="only these parts")
    parser.add_argument("--readme", action="store_true", help="make docs/pictures anew, from these parts")
    given = parser.parse_args()
    return asyncio.run(photograph(given.part or list(SCENES), for_readme=given.readme))


if __name__ == "__main__":
    sys.exit(main())
