"""The ASGI application: Django for HTTP, and what `web.application` puts beside it."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
http = get_asgi_application()
# By name: it imports models, which can be had only now that Django is set up.
application: Any = import_module("web.application").beside(http)
