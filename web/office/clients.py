"""How does a lead say who looks after which client, and who stands in for whom?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents.models import Agent, ClientCare
from chat.errors import Refusal
from chat.models import Customer
from routing import holds
from web.office.gate import Visit, page, shown, told


@require_http_methods(["GET", "HEAD", "POST"])
@page("lead")
def clients(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All clients with their people, all deputies, and a form for each."""
    problems: list[dict[str, str]] = []
    form = request.POST
    if request.method == "POST":
        try:
            if form.get("do") == "deputy":
                visit.act(holds.set_deputy, visit.agent.pk, form.get("agent", ""), form.get("deputy", ""))
            else:
                visit.act(
                    holds.set_manager,
                    visit.agent.pk,
                    form.get("account", ""),
                    form.get("manager", ""),
                    form.get("deputy", ""),
                )
            messages.success(request, _("Saved."))
            return redirect("office-clients")
        except Refusal as refusal:
            problems = told(refusal)
    site = visit.agent.site_id
    cared = list(ClientCare.objects.select_related("manager__deputy", "deputy").filter(site=site).order_by("account"))
    names = dict(
        Customer.objects.filter(site=site, account__in=[care.account for care in cared]).values_list("account", "name")
    )
    return shown(
        request,
        "office/clients.html",
        visit,
        problems=problems,
        form=form,
        cared=[{"row": care, "name": names.get(care.account, "")} for care in cared],
        agents=Agent.objects.select_related("deputy").filter(site=site, is_active=True).order_by("name"),
    )
