"""Addresses of the project: the admin site, once you have made yourself a user (manage.py createsuperuser)."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
