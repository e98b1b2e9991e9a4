"""Does the supervisor's configuration say what the Procfile means?"""

import configparser
import shlex
import signal
from pathlib import Path

import pytest

from ops import formation
from ops.places import Places
from ops.program import Program
from ops.servers import Urls
from ops.supervisor import configuration
from ops.trouble import Trouble
from ops.users import me

WHERE = Places(Path("/srv/data"), me())
URLS = Urls("postgresql://x", "redis://y")
POSTGRES = Program("postgres", ["postgres", "-c", "log_line_prefix=%m [%p]"], parting=signal.SIGINT, user="nobody")
WEB = Program.of_shell_command("web", "python -m web.serve")


def read(text: str) -> configparser.RawConfigParser:
    config = configparser.RawConfigParser()
    config.read_string(text)
    return config


def test_the_procfile_is_read_by_name() -> None:
    assert formation.procfile("# why\n\nweb: a b: c\nworker:d\n") == {"web": "a b: c", "worker": "d"}


def test_a_line_without_a_command_is_named() -> None:
    with pytest.raises(Trouble, match="line 2"):
        formation.procfile("web: a\nworker:\n")


def test_two_routers_and_one_of_everything_else(tmp_path: Path) -> None:
    file = tmp_path / "Procfile"
    file.write_text("web: a\nrouter: b\n")
    assert [program.name for program in formation.programs(file)][:3] == ["web", "router-1", "router-2"]


def test_a_plain_command_needs_no_shell() -> None:
    assert WEB.argv == ["python", "-m", "web.serve"]


def test_a_shell_becomes_the_program_so_that_signals_reach_it() -> None:
    assert Program.of_shell_command("web", "serve --port $PORT").argv == ["/bin/sh", "-c", "exec serve --port $PORT"]


def test_databases_start_first_and_stop_last() -> None:
    config = read(configuration(WHERE, [POSTGRES], [WEB]))
    assert config["group:databases"]["programs"] == "postgres"
    assert config["group:application"]["programs"] == "web"
    assert int(config["group:databases"]["priority"]) < int(config["group:application"]["priority"])
    assert config["program:postgres"]["autostart"] == "true"
    assert config["program:web"]["autostart"] == "false"


def test_every_program_is_started_again_for_as_long_as_it_takes() -> None:
    config = read(configuration(WHERE, [POSTGRES], [WEB]))
    for name in ("program:postgres", "program:web"):
        assert config[name]["autorestart"] == "true"
        assert int(config[name]["startretries"]) > 100_000


def test_each_ends_by_its_own_signal_and_as_its_own_user() -> None:
    config = read(configuration(WHERE, [POSTGRES], [WEB]))
    assert config["program:postgres"]["stopsignal"] == "INT"
    assert config["program:web"]["stopsignal"] == "TERM"
    words = shlex.split(config["program:postgres"]["command"].replace("%%", "%"))
    assert words[words.index("--user") + 1] == "nobody"
    assert words[words.index("--") + 1 :] == POSTGRES.argv
    assert "--user" not in config["program:web"]["command"]


def test_without_databases_of_ours_there_is_no_such_group() -> None:
    assert "group:databases" not in read(configuration(WHERE, [], [WEB]))


def test_what_supervisord_cannot_express_is_refused() -> None:
    with pytest.raises(Trouble, match="%"):
        configuration(Places(Path("/srv/100%"), me()), [], [WEB])


def test_no_secret_is_in_the_file() -> None:
    env = formation.environment(WHERE, URLS, 8000, {"SECRET_KEY": "a-secret"})
    assert "a-secret" not in configuration(WHERE, [POSTGRES], [WEB])
    assert env["SECRET_KEY"] == "a-secret"


def test_programs_are_told_the_origins_of_their_port() -> None:
    env = formation.environment(WHERE, URLS, 9000, {"SECRET_KEY": "s", "PATH": "/bin"})
    assert env["CONSOLE_ORIGIN"] == env["WIDGET_ORIGIN"] == "http://localhost:9000"
    assert env["FILES_ORIGIN"] == "http://127.0.0.1:9000"
    assert env["DEMO_ORIGIN"] == "http://localhost:9001"
    assert env["DATABASE_URL"] == "postgresql://x"
    assert env["PATH"].endswith(":/bin")


def test_what_the_operator_names_stays() -> None:
    env = formation.environment(WHERE, URLS, 9000, {"SECRET_KEY": "s", "CONSOLE_ORIGIN": "https://desk.example"})
    assert env["CONSOLE_ORIGIN"] == "https://desk.example"
