"""Женщины и те, кем они ещё бывают."""

from __future__ import annotations

from django.db import models


class Women(models.Model):
    """Одна строка - одна женщина."""

    name: str = models.CharField("имя", max_length=100)
    city: str = models.CharField("город", max_length=100)

    def __str__(self) -> str:
        return self.name


class Singer(Women):
    """Певица: это тоже женщина."""

    genre: str = models.CharField("жанр", max_length=50)


class Sponsor(Women):
    """Спонсор: связь с родителем написана вручную."""

    company: str = models.CharField("компания", max_length=100)
    woman: Women = models.OneToOneField(
        Women,
        on_delete=models.CASCADE,
        parent_link=True,
        related_name="sponsor",
        verbose_name="женщина",
    )


class Guardian(Women):
    """Опекунша и её подопечная."""

    ward: Women | None = models.OneToOneField(
        Women,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="protector",
        verbose_name="подопечная",
    )
