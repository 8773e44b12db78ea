"""The Celery app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")

app = Celery("rasputin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["rasputin", "manifest", "tracking", "clans"])
