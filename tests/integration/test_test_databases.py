"""Do tests get migrated databases that commit for real, apart from each other?"""

import psycopg
from django.contrib.contenttypes.models import ContentType

from tests.support.databases import Databases


def test_a_clone_is_migrated_and_apart_from_the_others(databases: Databases) -> None:
    one, other = databases.clone(), databases.clone()
    with psycopg.connect(one) as connection:
        applied = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        connection.execute("CREATE TABLE mine ()")
    with psycopg.connect(other) as connection:
        found = connection.execute("SELECT to_regclass('mine')").fetchone()
    assert applied is not None
    assert applied[0] > 10
    assert found == (None,)
    databases.drop(one)
    databases.drop(other)


def test_django_writes_what_other_connections_see_at_once(db: str) -> None:
    kind = ContentType.objects.create(app_label="tests", model="seen")
    with psycopg.connect(db) as connection:
        row = connection.execute("SELECT model FROM django_content_type WHERE id = %s", [kind.pk]).fetchone()
    assert row == ("seen",)
