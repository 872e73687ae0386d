"""The operators' pages at ``/admin/``: Django's own, for superusers and nobody else."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class Operators(AdminSite):
    """Whoever is let in sees all courses, so that a permission or two are not enough."""

    site_header = site_title = "Grader"
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)


class OperatorsConfig(AdminConfig):
    """In the place of ``django.contrib.admin``."""

    default_site = "grader.web.operators.Operators"
