"""Customers who may not write: their blocks, and the log and the door of new chats that keep to them."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# What a customer says needs a writable thread, and a customer who may write.
APPEND_BEFORE = import_module("chat.migrations.0003_append").CREATE
BLOCKED = """EXISTS (
                SELECT FROM chat_block b WHERE b.customer_id = i.actor_id AND b.lifted_at IS NULL
                  AND (b.until IS NULL OR b.until > clock_timestamp()))"""
APPEND = (
    APPEND_BEFORE.replace(
        "i.thread_id = ANY(held) AS is_held\n",
        "i.thread_id = ANY(held) AS is_held,\n"
        f"            i.needs_writable AND i.actor_kind = 'customer' AND {BLOCKED} AS is_blocked\n",
    )
    .replace(
        "AND (h.writable OR NOT i.needs_writable)\n",
        "AND (h.writable OR NOT i.needs_writable) AND NOT i.is_blocked\n",
    )
    .replace("             WHEN i.is_held THEN", "             WHEN i.is_held AND i.is_blocked THEN 'blocked' WHEN i.is_held THEN")
)
OPEN_BEFORE = import_module("chat.migrations.0009_topics_and_theme").AFTER
OPEN = OPEN_BEFORE.replace(
    "    SELECT * INTO subject FROM chat_topic",
    f"""    PERFORM 1 FROM (VALUES (customer)) i(actor_id) WHERE {BLOCKED};
    IF FOUND THEN
        RETURN QUERY SELECT 'blocked', NULL::bigint, NULL, NULL::bigint, NULL, home, false, 0,
            NULL::timestamptz, NULL::text;
        RETURN;
    END IF;
    SELECT * INTO subject FROM chat_topic""",
)
DROP_OPEN = import_module("chat.migrations.0009_topics_and_theme").DROP
DROP_APPEND = "DROP FUNCTION chat_append(boolean, bigint[], text[], text[], text[], bigint[], text[], boolean[])"


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0013_found_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('insults', 'Insults'), ('threats', 'Threats'), ('spam', 'Spam'), ('fraud', 'Fraud'), ('other', 'Other')], max_length=10)),
                ('reason', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('appeal', models.TextField(blank=True, default='')),
                ('appealed_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='chat.customer')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='chat.site')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['site', '-id'], name='blocks_of_site')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('customer',), name='one_block_per_customer')],
            },
        ),
        migrations.RunSQL(f"{DROP_APPEND}; {APPEND}", f"{DROP_APPEND}; {APPEND_BEFORE}"),
        migrations.RunSQL(f"{DROP_OPEN}; {OPEN}", f"{DROP_OPEN}; {OPEN_BEFORE}"),
    ]
