"""Does the journal of real traffic replay, across two killed leaders? `python -m tests.replay` (CHATS=2000 RATE=8).

A whole product, the traffic player against it, the leading router killed after a third and after two thirds of the
arrivals; then `manage.py replay`. Ends with 0 when the traffic was served and the replay found no difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

from ops.places import ROOT
from tests.support.databases import Databases, settings_environment
from tests.support.instance import Instance


def leader(instance: Instance) -> str:
    """The router that leads, by its own words."""
    epochs = {
        name: int(found[-1])
        for name in ("router-1", "router-2")
        if (found := re.findall(r"leading, epoch (\d+)", instance.log(name)))
    }
    return max(epochs, key=lambda name: epochs[name])


def main() -> int:
    """Play, kill twice, replay."""
    chats, rate = int(os.environ.get("CHATS", "2000")), float(os.environ.get("RATE", "8"))
    databases = Databases()
    os.environ.update(settings_environment(databases.where))
    databases.start()
    instance = Instance(databases, extra_env={"LOG_LEVEL": "INFO"}).start()
    try:
        play = {
            "URL": instance.url, "DATA_DIR": str(instance.where.data), "CUSTOMERS": str(chats), "AGENTS": "12",
            "RATE": str(rate), "SECONDS": str(int(chats / rate) + 180),
        }  # fmt: skip
        command = [sys.executable, "-m", "traffic", "--think", "0.3"]
        traffic = subprocess.Popen(command, cwd=ROOT, env=os.environ | play, stdout=subprocess.PIPE, text=True)
        for _ in range(2):
            time.sleep(chats / rate / 3)
            victim = leader(instance)
            instance.kill(victim)
            print(f"killed {victim}", flush=True)
            instance.restart(victim)
        said, _ = traffic.communicate()
        print(said.strip().splitlines()[-1], flush=True)
        replayed = instance.manage("replay")
        print(replayed.strip())
        return 0 if traffic.returncode == 0 and "no difference" in replayed else 1
    finally:
        instance.stop()
        databases.stop()


if __name__ == "__main__":
    raise SystemExit(main())
