"""The append door as one function: one round trip where locking, inserting and committing took four."""

from django.db import migrations

# Each statement of a VOLATILE function has a snapshot of its own under READ COMMITTED, so the second sees what was
# committed before the first got its locks. FOR NO KEY UPDATE, since FOR UPDATE would block the foreign-key checks of
# inserts elsewhere. `fate` is stored, known (an earlier append with this client_id), refused (the thread accepts no
# messages now) or locked (only where `patient` is false: somebody else holds the thread).
CREATE = """
CREATE FUNCTION chat_append(
    patient boolean, threads bigint[], client_ids text[], types text[], actor_kinds text[], actor_ids bigint[],
    bodies text[], needs_writable boolean[]
) RETURNS TABLE (
    place integer, fate text, seq bigint, at double precision,
    type text, actor_kind text, actor_id bigint, body text
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    held bigint[];
BEGIN
    IF patient THEN
        SELECT array_agg(h.thread_id) INTO held FROM (
            SELECT thread_id FROM chat_threadhead WHERE thread_id = ANY(threads)
            ORDER BY thread_id FOR NO KEY UPDATE
        ) h;
    ELSE
        SELECT array_agg(h.thread_id) INTO held FROM (
            SELECT thread_id FROM chat_threadhead WHERE thread_id = ANY(threads)
            ORDER BY thread_id FOR NO KEY UPDATE SKIP LOCKED
        ) h;
    END IF;
    RETURN QUERY
    WITH item AS (
        SELECT i.*, i.thread_id = ANY(held) AS is_held
        FROM unnest(threads, client_ids, types, actor_kinds, actor_ids, bodies, needs_writable)
            WITH ORDINALITY AS i(thread_id, client_id, type, actor_kind, actor_id, body, needs_writable, place)
    ), known AS (
        SELECT i.place, e.seq, e.at, e.type, e.actor_kind, e.actor_id, e.body
        FROM item i JOIN chat_event e USING (thread_id, client_id)
        WHERE i.is_held
    ), fresh AS (
        SELECT i.*, h.seq + row_number() OVER (PARTITION BY i.thread_id ORDER BY i.place) AS seq
        FROM item i JOIN chat_threadhead h USING (thread_id)
        WHERE i.is_held AND (h.writable OR NOT i.needs_writable)
          AND NOT EXISTS (SELECT 1 FROM known k WHERE k.place = i.place)
    ), inserted AS (
        INSERT INTO chat_event (thread_id, seq, client_id, type, actor_kind, actor_id, body, at)
        SELECT thread_id, seq, client_id, type, actor_kind, actor_id, body::jsonb, clock_timestamp() FROM fresh
        RETURNING thread_id, seq, at
    ), moved AS (
        UPDATE chat_threadhead h SET seq = f.seq
        FROM (SELECT thread_id, max(seq) AS seq FROM fresh GROUP BY thread_id) f WHERE f.thread_id = h.thread_id
    )
    SELECT i.place::integer,
        CASE WHEN k.place IS NOT NULL THEN 'known' WHEN n.seq IS NOT NULL THEN 'stored'
             WHEN i.is_held THEN 'refused' ELSE 'locked' END,
        coalesce(k.seq, n.seq), extract(epoch FROM coalesce(k.at, n.at))::double precision,
        k.type::text, k.actor_kind::text, k.actor_id, k.body::text
    FROM item i
    LEFT JOIN known k ON k.place = i.place
    LEFT JOIN fresh f ON f.place = i.place
    LEFT JOIN inserted n ON n.thread_id = f.thread_id AND n.seq = f.seq
    ORDER BY i.place;
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [('chat', '0002_watch')]

    operations = [
        migrations.RunSQL(
            CREATE,
            "DROP FUNCTION chat_append(boolean, bigint[], text[], text[], text[], bigint[], text[], boolean[])",
        ),
    ]
