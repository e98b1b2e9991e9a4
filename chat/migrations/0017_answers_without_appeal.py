from django.db import migrations

# A block that was kept before anybody appealed was taken for one that had its answer: leads never saw the appeal.
UNANSWERED = """
UPDATE chat_block SET answered_at = NULL, answer = ''
WHERE lifted_at IS NULL AND answered_at IS NOT NULL AND (appealed_at IS NULL OR appealed_at > answered_at)
"""


class Migration(migrations.Migration):
    dependencies = [("chat", "0016_own_profiles")]

    operations = [migrations.RunSQL(UNANSWERED, migrations.RunSQL.noop)]
