"""A chat begins in one round trip, where looking, locking and four inserts took nine."""

from django.db import migrations

# `fate` is opened, known (this start made it before), open (another chat of this customer goes on) or topic_unknown.
# The customer's row orders two tabs that start at once: each statement of a VOLATILE function has a snapshot of its
# own under READ COMMITTED, so what follows the lock sees what the other tab has committed.
CREATE = """
CREATE FUNCTION chat_open(
    customer bigint, start text, topic_slug text, spoken text, new_thread text, new_chat text
) RETURNS TABLE (
    fate text, chat_id bigint, chat_public_id text, thread_id bigint, thread_public_id text, site_id bigint,
    urgent boolean, level integer, queued_at timestamptz
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    home bigint;
    subject chat_topic;
    thread bigint;
BEGIN
    SELECT site_id INTO home FROM chat_customer WHERE id = customer FOR NO KEY UPDATE;
    RETURN QUERY
    SELECT found.*, t.public_id::text, c.site_id, o.urgent, o.level::integer, c.queued_at
    FROM (
        SELECT 'known', c.id, c.public_id::text, t.id FROM chat_thread t JOIN chat_chat c ON c.thread_id = t.id
        WHERE t.customer_id = customer AND t.start_id = start
        UNION ALL
        SELECT 'open', id, public_id::text, thread_id FROM chat_chat
        WHERE customer_id = customer AND state <> 'ended'
    ) AS found (fate, chat_id, chat_public_id, thread_id)
    JOIN chat_chat c ON c.id = found.chat_id JOIN chat_thread t ON t.id = c.thread_id
    JOIN chat_topic o ON o.id = c.topic_id
    ORDER BY found.fate, found.chat_id LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO subject FROM chat_topic WHERE site_id = home AND slug = topic_slug;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'topic_unknown', NULL::bigint, NULL, NULL::bigint, NULL, home, false, 0,
            NULL::timestamptz;
        RETURN;
    END IF;
    INSERT INTO chat_thread (site_id, customer_id, public_id, start_id)
    VALUES (home, customer, new_thread, start) RETURNING id INTO thread;
    INSERT INTO chat_threadhead (thread_id, seq, writable) VALUES (thread, 0, true);
    INSERT INTO chat_cursor (thread_id, customer_seq, agent_seq) VALUES (thread, 0, 0);
    RETURN QUERY
    INSERT INTO chat_chat (site_id, thread_id, customer_id, public_id, topic_id, language, state, ended_by, outcome,
        rating_comment)
    VALUES (home, thread, customer, new_chat, subject.id, spoken, 'waiting', '', '', '')
    RETURNING 'opened', id, public_id::text, thread, new_thread, site_id, subject.urgent, subject.level::integer,
        queued_at;
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [('chat', '0004_topic_level')]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION chat_open(bigint, text, text, text, text, text)"),
    ]
