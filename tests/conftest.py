"""What may every test ask for?

| fixture | is |
|---|---|
| `databases` | this session's PostgreSQL and Redis (`clone()` gives a migrated database) |
| `database_url`, `redis_url` | this session's database, which Django's settings name too, and its Redis |
| `db` | the same for tests that use Django's ORM: connections are closed afterwards |
| `running` | a whole product as real processes, shared by the session: leave it as you found it |
| `start_instance` | a whole product for one test alone, which may kill its processes |

Nothing starts before a test asks: unit and contract tests run without servers. pytest-django is not used, since it
wraps tests in transactions that other connections cannot see, or truncates: here tests commit for real.
"""

import importlib.util
import os
from collections.abc import Callable, Generator, Iterator

import pytest

from tests.support.databases import SESSION_DATABASE, Databases, settings_environment
from tests.support.instance import Instance

DATABASES = pytest.StashKey[Databases]()
INSTANCES = pytest.StashKey[list[Instance]]()


def pytest_configure(config: pytest.Config) -> None:
    """Tell Django where the servers will be, and load it, before any test module imports a model."""
    databases = Databases()
    config.stash[DATABASES] = databases
    config.stash[INSTANCES] = []
    for name in [name for name in os.environ if name.endswith("_ORIGIN")]:
        del os.environ[name]
    os.environ.update(settings_environment(databases.where))
    if importlib.util.find_spec("web.settings"):
        import django

        django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started, also after an interrupted session."""
    for instance in config.stash.get(INSTANCES, []):
        instance.stop()
    if DATABASES in config.stash:
        config.stash[DATABASES].stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test of a running product shows what its processes said."""
    report = yield
    if report.failed:
        for instance in item.config.stash[INSTANCES]:
            report.sections.append((f"the product on port {instance.port}", instance.logs()))
    return report


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """This session's servers, running."""
    found = pytestconfig.stash[DATABASES]
    found.start()
    return found


@pytest.fixture(scope="session")
def database_url(databases: Databases) -> str:
    """The session's own database: migrated, empty at first, shared by tests that each make a site."""
    return databases.clone(SESSION_DATABASE)


@pytest.fixture(scope="session")
def redis_url(databases: Databases) -> str:
    """The session's Redis."""
    return databases.start().urls.redis_url


@pytest.fixture
def db(database_url: str, redis_url: str) -> Iterator[str]:
    """The session's database for Django's ORM. Real commits; connections do not outlive the test."""
    from django.db import connections

    yield database_url
    connections.close_all()


@pytest.fixture(scope="session")
def running(databases: Databases, pytestconfig: pytest.Config) -> Iterator[Instance]:
    """A whole product, shared by the session."""
    yield from _instance(databases, pytestconfig)


@pytest.fixture
def start_instance(databases: Databases, pytestconfig: pytest.Config) -> Iterator[Callable[..., Instance]]:
    """Starts whole products for this test alone: `start_instance(extra_env={…})`."""
    started: list[Instance] = []

    def start(**options: dict[str, str]) -> Instance:
        instance = Instance(databases, **options)
        started.append(instance)
        pytestconfig.stash[INSTANCES].append(instance)
        return instance.start()

    yield start
    for instance in started:
        instance.stop()
        pytestconfig.stash[INSTANCES].remove(instance)


def _instance(databases: Databases, config: pytest.Config) -> Iterator[Instance]:
    instance = Instance(databases)
    config.stash[INSTANCES].append(instance)
    yield instance.start()
    instance.stop()
    config.stash[INSTANCES].remove(instance)
