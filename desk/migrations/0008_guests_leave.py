from django.db import migrations

# Whoever helped in a chat that has ended has left with it, also where the thread has another chat by now.
LEAVE = """
UPDATE desk_guest g SET left_at = now() WHERE left_at IS NULL AND NOT EXISTS (
    SELECT FROM chat_chat c WHERE c.thread_id = g.thread_id AND c.state <> 'ended' AND c.queued_at <= g.at
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0016_own_profiles'),
        ('desk', '0007_guests'),
    ]

    operations = [migrations.RunSQL(LEAVE, migrations.RunSQL.noop)]
