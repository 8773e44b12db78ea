"""The Django app of the project itself: its checks, and the stamp of the database."""

from django.apps import AppConfig


class RasputinConfig(AppConfig):
    name = "rasputin"

    def ready(self) -> None:
        from rasputin import checks, postgres  # noqa: F401 - they register themselves with Django
