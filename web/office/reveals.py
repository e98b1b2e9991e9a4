"""Who has asked for hidden values of customers, which and when?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chat.models import Chat
from desk import sensitive
from desk.models import Reveal
from web.office.gate import Visit, page, shown

SHOWN = 200
DAY = timedelta(days=1)


@require_GET
@page("lead")
def reveals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The newest first, `?before=` one of them the older ones; who asked most within a day stands above."""
    of_site = Reveal.objects.filter(site=visit.agent.site_id)
    rows = of_site.select_related("agent", "customer", "thread").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    language = get_language() or "en"
    chats = Chat.objects.filter(thread__in=[row.thread_id for row in found]).select_related("topic").order_by("pk")
    topics = {chat.thread_id: chat.topic.name_in(language, visit.agent.site.default_language) for chat in chats}
    today = Counter(of_site.filter(at__gt=now() - DAY).values_list("agent__name", flat=True))
    return shown(
        request,
        "office/reveals.html",
        visit,
        rows=[{"row": row, "what": what(row.field), "topic": topics.get(row.thread_id, "")} for row in found[:SHOWN]],
        more=found[SHOWN - 1].pk if len(found) > SHOWN else None,
        today=today.most_common(10),
        quota=settings.REVEALS_PER_HOUR,
    )


def what(field: str) -> str:
    """A field in the reader's words."""
    if field == sensitive.EMAIL:
        return _("E-mail address")
    if field == sensitive.ACCOUNT:
        return _("Account")
    if field.startswith(sensitive.ATTRIBUTE):
        return _("Attribute: %(name)s") % {"name": field.removeprefix(sensitive.ATTRIBUTE)}
    return _("Field of the topic: %(name)s") % {"name": field.rpartition(":")[2]}
