"""Люди, связанные попарно: женщина и её муж."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Women(models.Model):
    """Одна строка - одна женщина. Ещё не у каждой есть муж."""

    name: models.CharField = models.CharField("имя", max_length=100)
    husband: models.OneToOneField[Husband | None] = models.OneToOneField(
        "Husband",
        verbose_name="муж",
        help_text="Оставьте пустым, если женщина не замужем",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="wife",
    )
    best_man = models.OneToOneField(
        "Husband", on_delete=models.SET_NULL, null=True, blank=True, related_name="best_man_of"
    )

    class Meta:
        verbose_name = "женщина"
        verbose_name_plural = "женщины"

    def __str__(self) -> str:
        return self.name


class Husband(models.Model):
    """Одна строка - один муж."""

    name: models.CharField = models.CharField("имя", max_length=100)
    age: models.PositiveIntegerField = models.PositiveIntegerField("возраст")

    def __str__(self) -> str:
        return f"{self.name}, {self.age}"


class Passport(models.Model):
    """Одна строка - один паспорт."""

    number: models.CharField = models.CharField("номер", max_length=20)
    owner = models.OneToOneField(Women, on_delete=models.CASCADE)


class Profile(models.Model):
    """Одна строка - рассказ одного пользователя о себе."""

    bio: models.TextField = models.TextField("о себе")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
