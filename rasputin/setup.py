"""The page on which the first admin is made, by a link that works once; and the front page."""

import re
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rasputin import connect
from rasputin.models import Stamp
from rasputin.prepare import hash_of

if TYPE_CHECKING:
    UserForm = BaseUserCreationForm[User]
else:
    UserForm = BaseUserCreationForm  # generic for the type checker alone


class FirstAdminForm(UserForm):
    """User name and password twice, judged by Django's validators."""

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = self.instance.is_superuser = True
        return super().save(commit=commit)


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    host = re.sub(r":[0-9]+$", "", request.get_host())
    context = {
        "version": connect.VERSION,
        "simulated": not settings.BUNGIE_IS_REAL,
        "flower": f"{request.scheme}://{host}:{settings.RASPUTIN_FLOWER_PORT}/",
    }
    return render(request, "rasputin/front.html", context)


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def make_first_admin(request: HttpRequest, token: str) -> HttpResponse:
    """The stamp's row is locked, so that two who hold the link make one admin."""
    mark = Stamp.objects.select_for_update().first()
    if mark is None or not _opens(mark, token):
        return render(request, "rasputin/setup_gone.html", status=404)
    form = FirstAdminForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "rasputin/setup.html", {"form": form})
    login(request, form.save(), backend="django.contrib.auth.backends.ModelBackend")
    mark.setup_token_hash = ""
    mark.save(update_fields=["setup_token_hash"])
    return HttpResponseRedirect(reverse("admin:index"))


def _opens(mark: Stamp, token: str) -> bool:
    known = mark.setup_token_hash
    fits = bool(known) and secrets.compare_digest(known, hash_of(token))
    return fits and not get_user_model().objects.filter(is_superuser=True).exists()
