"""The Django app of the project itself: its checks, and the stamp of the database; the admin's site."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class AdminConfig(SimpleAdminConfig):
    """The pages are found by rasputin/urls.py."""

    default_site = "unfold.sites.UnfoldAdminSite"


class RasputinConfig(AppConfig):
    name = "rasputin"
    default = True

    def ready(self) -> None:
        from rasputin import checks, postgres  # noqa: F401 - they register themselves with Django
