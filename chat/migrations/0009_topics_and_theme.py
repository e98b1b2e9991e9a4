"""What topics ask for, how a site looks, why a chat was rated so; a chat that begins learns what its topic asks for."""

from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models


# As before, with one more column at the end of each answer.
BEFORE = import_module("chat.migrations.0005_open").CREATE
AFTER = (
    BEFORE.replace("queued_at timestamptz\n)", "queued_at timestamptz, fields text\n)")
    .replace("o.level::integer, c.queued_at\n", "o.level::integer, c.queued_at, o.fields::text\n")
    .replace("NULL::timestamptz;", "NULL::timestamptz, NULL::text;")
    .replace("        queued_at;\n", "        queued_at, subject.fields::text;\n")
)
DROP = "DROP FUNCTION chat_open(bigint, text, text, text, text, text)"


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0008_embeddings'),
    ]

    operations = [
        migrations.AddField(
            model_name='chat',
            name='rating_tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='site',
            name='theme',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, help_text='color, side, scheme, logo; see agents.themes'),
        ),
        migrations.AddField(
            model_name='topic',
            name='at_hand',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, help_text='language → text'),
        ),
        migrations.AddField(
            model_name='topic',
            name='fields',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, help_text='chat.topics.Field'),
        ),
        migrations.AddField(
            model_name='topic',
            name='first_aid',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, help_text='language → text'),
        ),
        migrations.RunSQL(f"{DROP}; {AFTER}", f"{DROP}; {BEFORE}"),
    ]
