"""Entry point for WSGI servers."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# Nobody but its owner reads what a server writes.
os.umask(0o077)
# Before the settings are read: all processes of the server then find the one key that is kept there.
Path(os.environ.get("MALAQBIQ_HOME") or "var").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "malaqbiq.config.settings")
application = get_wsgi_application()
# All pages are loaded now: else the first reader would wait for it.
get_resolver().url_patterns  # noqa: B018 - reading it loads them
# What is loaded stays: collecting garbage needn't look through all of it while somebody waits, a tenth of a second.
gc.collect()
gc.freeze()
