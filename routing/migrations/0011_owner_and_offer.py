"""A request may have an offer beside its owner: two unique indexes in place of one.

The new ones are built beside those who chat, and the old one, stronger than both, holds until they are there. What is
interrupted may be run again. Where both are there already (they were once made by 0009) only the old one is seen to.
"""

from django.db import migrations, models

OLD = {"one_live_assignment_per_request": "ended_at IS NULL"}
NEW = {
    "one_owner_per_request": "accepted_at IS NOT NULL AND ended_at IS NULL",
    "one_offer_per_request": "accepted_at IS NULL AND ended_at IS NULL",
}


def replace(schema_editor, built: dict[str, str], dropped: dict[str, str]) -> None:
    # Not through the editor: it would keep statements for the end.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for name, condition in built.items():
            cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [name])
            if cursor.fetchone() == (True,):
                continue
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            cursor.execute(
                f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON routing_assignment (request_id) WHERE {condition}"
            )
        for name in dropped:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        cursor.execute("RESET statement_timeout")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("routing", "0010_wrap_ups")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(
                    lambda _apps, schema_editor: replace(schema_editor, NEW, OLD),
                    lambda _apps, schema_editor: replace(schema_editor, OLD, NEW),
                )
            ],
            state_operations=[
                migrations.RemoveConstraint("assignment", "one_live_assignment_per_request"),
                migrations.AddConstraint(
                    "assignment",
                    models.UniqueConstraint(
                        fields=["request"],
                        condition=models.Q(ended_at__isnull=True, accepted_at__isnull=False),
                        name="one_owner_per_request",
                    ),
                ),
                migrations.AddConstraint(
                    "assignment",
                    models.UniqueConstraint(
                        fields=["request"],
                        condition=models.Q(ended_at__isnull=True, accepted_at__isnull=True),
                        name="one_offer_per_request",
                    ),
                ),
            ],
        )
    ]
