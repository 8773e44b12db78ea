"""Addresses: the API and its docs, the admin, the first admin's page, the front page."""

from django.contrib import admin
from django.urls import path

from rasputin.api import api
from rasputin.setup import front_page, make_first_admin

admin.autodiscover()

urlpatterns = [
    path("", front_page),
    path("api/", api.urls),
    path("admin/", admin.site.urls),
    path("setup/<str:token>", make_first_admin, name="setup"),
]

handler404 = "rasputin.api.not_found"
handler500 = "rasputin.api.server_error"
