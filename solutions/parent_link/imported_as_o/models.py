"""Women who are something else besides."""

from django.db import models
from django.db.models import CASCADE, SET
from django.db.models import OneToOneField as O

PARENT = {"parent_link": True, "related_name": "sponsor"}


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Singer(Women):
    genre = models.CharField(max_length=50)


class Sponsor(Women):
    company = models.CharField(max_length=100)
    woman = O(Women, CASCADE, **PARENT)


class Guardian(Women):
    ward = O(Women, SET(None), null=True, blank=True, related_name="protector")
