"""How does `manage.py` reach what `make run` keeps in a data folder? `python -m ops.manage COMMAND …`

The environment is the one that the running programs have; PORT and DATA_DIR are honoured as there.
"""

import os
import subprocess
import sys

from ops import formation, postgres_server, redis_server
from ops.places import ROOT, places
from ops.servers import Urls
from ops.trouble import Trouble, told


def main() -> int:
    """Run one command of manage.py."""
    where = places()
    if not (where.data / "secret_key").exists() and not os.environ.get("SECRET_KEY"):
        raise Trouble(f"{where.data} has no data yet: `make run` makes them, or set DATA_DIR and PORT as it had them.")
    urls = Urls(
        os.environ.get("DATABASE_URL") or postgres_server.url(where),
        os.environ.get("REDIS_URL") or redis_server.url(where),
    )
    env = formation.environment(where, urls, int(os.environ.get("PORT") or 8000))
    return subprocess.run([sys.executable, "manage.py", *sys.argv[1:]], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(told(main))
