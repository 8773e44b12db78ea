"""The Django app of the project itself: its checks, and the stamp of the database."""

from django.apps import AppConfig


class RasputinConfig(AppConfig):
    name = "rasputin"

    def ready(self) -> None:
        from rasputin import checks  # noqa: F401 - registers the system checks
