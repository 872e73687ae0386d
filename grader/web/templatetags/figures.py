"""Figures on pages, in the language of whoever reads them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import localize

from ...commands.publish import points_of

register = template.Library()


@register.filter
def points(value: float | None) -> str:
    """With as many decimals as it has, three at most; a dash for none."""
    return points_of(value) if value is None else str(localize(Decimal(points_of(value))))
