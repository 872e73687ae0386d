"""What edx-platform would keep: names, enrolments, and the grades that a block publishes."""

import uuid

from django.conf import settings
from django.db import models


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(max_length=200)


class ExternalId(models.Model):
    """What a tool calls somebody; it outlives an enrolment."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    value = models.UUIDField(default=uuid.uuid4, unique=True)


class Enrolment(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    role = models.CharField(max_length=30)


class Grade(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    block = models.CharField(max_length=255)
    points = models.FloatField()
    maximum = models.FloatField()
    comment = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "block"], name="one_grade"),)
