"""Which addresses are there?"""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from web.api import desk, files, health, mine, openapi, views
from web.office import (
    acts,
    clients,
    home,
    me,
    people,
    plans,
    policy,
    preview,
    replies,
    reports,
    reveals,
    service,
    site,
    theme,
    topics,
)
from web.pages import console, genuine, portraits, tickets, widget
from web.pages import files as file_pages

handler500 = "web.pages.errors.server_error"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="console"), name="home"),
    path("console/", console.console, name="console"),
    path("console/sign-in", console.sign_in, name="sign-in"),
    path("console/sign-out", console.sign_out, name="sign-out"),
    path("console/office/", home.home, name="office"),
    path("console/office/service", service.service, name="office-service"),
    path("console/office/waits", reports.waits, name="office-waits"),
    path("console/office/fairness", reports.fairness, name="office-fairness"),
    path("console/office/policy", policy.policy, name="office-policy"),
    path("console/office/site", site.site, name="office-site"),
    path("console/office/theme", theme.theme, name="office-theme"),
    path("console/office/preview", preview.preview, name="office-preview"),
    path("console/office/topics", topics.topics, name="office-topics"),
    path("console/office/topic", topics.topic, name="office-new-topic"),
    path("console/office/topic/<slug:slug>", topics.topic, name="office-topic"),
    path("console/office/me", me.me, name="office-me"),
    path("console/office/people", people.people, name="office-people"),
    path("console/office/people/<slug:public_id>", people.person, name="office-person"),
    path("console/office/plans", plans.plans, name="office-plans"),
    path("console/office/clients", clients.clients, name="office-clients"),
    path("console/office/replies", replies.shared, name="office-replies"),
    path("console/office/reveals", reveals.reveals, name="office-reveals"),
    path("console/office/acts", acts.acts, name="office-acts"),
    path("widget.js", widget.loader, name="loader"),
    path("widget/frame", widget.frame, name="frame"),
    path("t/<str:token>", tickets.ticket, name="ticket"),
    path("t/<str:token>/file/<slug:file>", tickets.ticket_file, name="ticket-file"),
    path("p/<slug:name>", portraits.portrait, name="portrait"),
    path("verify", genuine.check, name="genuine"),
    path("confirm/<str:token>", tickets.confirm, name="confirm"),
    path("api/v1/embed", views.embed, name="embed"),
    path("api/v1/site", views.site, name="site"),
    path("api/v1/session", views.session, name="session"),
    path("api/v1/files", files.begin, name="file-begin"),
    path("api/v1/files/links", files.links_of, name="file-links"),
    path("api/v1/files/<slug:public_id>", files.one, name="file"),
    path("api/v1/files/<slug:public_id>/send", files.send, name="file-send"),
    path("f/<str:token>/<str:name>", file_pages.file, name="file-link"),
    path("api/v1/why/<slug:thread>", views.why, name="why"),
    path("api/v1/search", mine.find, name="search"),
    path("api/v1/nothing", mine.nothing, name="nothing"),
    path("api/v1/policy", desk.policy, name="policy"),
    path("api/v1/reports/service", desk.service, name="report-service"),
    path("api/v1/reports/waits", desk.waits, name="report-waits"),
    path("api/v1/reports/fairness", desk.fairness, name="report-fairness"),
    path("api/openapi.json", openapi.document, name="openapi"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
