"""How does an administrator change the site: its name and languages, where it may be embedded, its secrets?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings as django_settings
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from agents import audit, themes
from agents.planning import Problems, language, named, region, replanned
from chat.embeddings import origin_of
from chat.models import IdentitySecret, Site, Topic

MOST_ORIGINS = 50
MOST_LEFT_AFTER = 24 * 60  # minutes
GREETING_CHARACTERS = 160
ELSEWHERE_CHARACTERS = 300
LIVE_SECRETS = 2  # at once, so that the host website can exchange them without a gap


@dataclass(frozen=True, slots=True)
class Settings:
    """What somebody typed of a site. `left_after` in minutes. By language: a greeting, empty for the usual one, and
    other ways to reach the desk."""

    name: str
    languages: Sequence[str]
    default_language: str
    default_region: str
    left_after: str
    origins: Sequence[str]
    greeting: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    own_profiles: bool = True


def new_site(name: str, languages: Sequence[str]) -> Site:
    """A site with one topic, to begin with, named in every language that there is; the first language is the usual."""
    site = Site.objects.create(name=name, languages=list(languages), default_language=languages[0])
    Topic.objects.create(site=site, slug="other", names=_anything())
    return site


def _anything() -> dict[str, str]:
    """language → what the topic of everything else is called."""
    names = {}
    for code, _name in django_settings.LANGUAGES:
        with override(code):
            names["zh" if code == "zh-hans" else code] = _("Something else")
    return names


def change(by_id: int, typed: Settings) -> Site:
    """All that is typed of the administrator's site, at once. Else `settings_invalid`."""
    by = audit.administrator(by_id)
    site = Site.objects.select_for_update(no_key=True).get(pk=by.site_id)
    fields = _checked(typed)
    changed = [[name, getattr(site, name), value] for name, value in fields.items() if getattr(site, name) != value]
    Site.objects.filter(pk=site.pk).update(**fields)
    audit.record(by, "site_changed", str(fields["name"]), changed=changed)
    replanned(site.pk)
    return site


def change_theme(by_id: int, typed: Mapping[str, str], logo: bytes | None, without_logo: bool = False) -> Site:
    """How the widget looks: `color`, `side` and `scheme`, and a new logo (None: as it was). Else `settings_invalid`."""
    by = audit.administrator(by_id)
    problems = Problems()
    try:
        # Drawing takes a while: the row is locked only afterwards.
        drawn = themes.drawn(logo) if logo is not None and not without_logo else None
    except themes.Unfit:
        drawn = None
        problems.add("logo", _("A picture is a PNG, JPEG, GIF, WebP or HEIC of at most 1 MB."))
    site = Site.objects.select_for_update(no_key=True).get(pk=by.site_id)
    reasons = {
        "color": _("A colour looks like #2a50d8."),
        "side": _("Left or right."),
        "scheme": _("As the system says, light or dark."),
    }
    after = dict(site.theme)
    for name, reason in reasons.items():
        try:
            after = themes.changed(after, {name: typed.get(name, "")})
        except themes.Unfit:
            problems.add(name, reason)
    if without_logo:
        after.pop("logo", None)
    elif drawn is not None:
        after["logo"] = drawn
    problems.settle()
    changed = [[name, site.theme.get(name), after[name]] for name in reasons if site.theme.get(name) != after[name]]
    if site.theme.get("logo") != after.get("logo"):
        changed.append(["logo", "logo" in site.theme, "logo" in after])
    Site.objects.filter(pk=site.pk).update(theme=after)
    audit.record(by, "theme_changed", site.name, changed=changed)
    return site


def add_secret(by_id: int) -> IdentitySecret:
    """A new secret for signed identities; of those before it only the newest goes on living."""
    by = audit.administrator(by_id)
    Site.objects.select_for_update(no_key=True).get(pk=by.site_id)
    secret = new_secret(by.site_id)
    audit.record(by, "secret_made", secret.kid)
    return secret


def new_secret(site_id: int) -> IdentitySecret:
    """The same for commands, which nobody has signed in to."""
    live = IdentitySecret.objects.filter(site=site_id, retired_at=None).order_by("-pk")
    old = list(live.values_list("pk", flat=True)[LIVE_SECRETS - 1 :])
    IdentitySecret.objects.filter(pk__in=old).update(retired_at=Now())
    return IdentitySecret.objects.create(site_id=site_id, kid=secrets.token_hex(4), secret=secrets.token_urlsafe(48))


def retire_secret(by_id: int, kid: str) -> None:
    """What is signed with it is not believed any more."""
    by = audit.administrator(by_id)
    if IdentitySecret.objects.filter(site=by.site_id, kid=kid[:64], retired_at=None).update(retired_at=Now()):
        audit.record(by, "secret_retired", kid[:64])


def _checked(typed: Settings) -> dict[str, object]:
    problems = Problems()
    name = named(problems, "name", typed.name)
    languages = [language(problems, "languages", code) for code in typed.languages if code.strip()]
    if not languages:
        problems.add("languages", _("Choose one language at least."))
    if len(set(languages)) < len(languages):
        problems.add("languages", _("Each language once."))
    usual = language(problems, "default_language", typed.default_language)
    if languages and usual not in languages:
        problems.add("default_language", _("The usual language is one of those that you answer in."))
    minutes = typed.left_after.strip()
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5 and 1 <= int(minutes) <= MOST_LEFT_AFTER):
        problems.add("left_after", _("A whole number of minutes from 1 to %(most)d.") % {"most": MOST_LEFT_AFTER})
    origins = []
    for origin in filter(None, (each.strip().rstrip("/") for each in typed.origins)):
        if not origin_of(origin):
            problems.add(
                "origins",
                _("%(text)s is not an origin. One looks like https://www.example.com, without a path.")
                % {"text": origin[:100]},
            )
        origins.append(origin)
    if len(set(origins)) > MOST_ORIGINS:
        problems.add("origins", _("%(most)d origins at most.") % {"most": MOST_ORIGINS})
    greeting = _by_language(problems, "greeting", typed.greeting, GREETING_CHARACTERS)
    elsewhere = _by_language(problems, "elsewhere", typed.elsewhere, ELSEWHERE_CHARACTERS)
    place = region(problems, "default_region", typed.default_region)
    problems.settle()
    return {
        "name": name,
        "languages": languages,
        "default_language": usual,
        "default_region": place,
        "left_after_minutes": int(minutes),
        "allowed_origins": sorted(set(origins)),
        "greeting": greeting,
        "elsewhere": elsewhere,
        "own_profiles": typed.own_profiles,
    }


def _by_language(problems: Problems, field: str, typed: Mapping[str, str], most: int) -> dict[str, str]:
    texts = {}
    for code, text in typed.items():
        words = " ".join(text.replace("\x00", "").split())
        if len(words) > most:
            problems.add(field, _("%(code)s: %(most)d characters at most.") % {"code": code[:16], "most": most})
        if words:
            texts[language(Problems(), "", code)] = words
    return texts
