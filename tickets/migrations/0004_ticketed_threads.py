from django.db import migrations

# Threads with a ticket: whether one is unclosed, and whether a customer's message is accepted, which a chat that ended
# beside an unclosed ticket, or a ticket closed beside a live chat, had got wrong.
SETTLE = """
UPDATE chat_threadhead h SET ticketed = t.unclosed, writable = t.unclosed OR EXISTS (
    SELECT FROM chat_chat c WHERE c.thread_id = h.thread_id AND c.state <> 'ended'
)
FROM (SELECT thread_id, bool_or(state <> 'closed') AS unclosed FROM tickets_ticket GROUP BY thread_id) t
WHERE h.thread_id = t.thread_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0018_ticketed'),
        ('tickets', '0003_tickets_apart'),
    ]

    operations = [migrations.RunSQL(SETTLE, migrations.RunSQL.noop)]
