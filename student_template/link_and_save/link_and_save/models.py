"""Captains, ships and admirals. This file is given: it is the same for everybody, and it is not handed in."""

from django.db import models


class Captain(models.Model):
    """One row is one captain; an admiral is a captain too, and has a row here."""

    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField(null=True, blank=True)  # None: nobody knows it

    def __str__(self):
        return self.name


class Ship(models.Model):
    """One row is one ship, with its captain or without one."""

    name = models.CharField(max_length=100)
    captain = models.OneToOneField(Captain, on_delete=models.SET_NULL, null=True, blank=True, related_name="ship")

    def __str__(self):
        return self.name


class Admiral(Captain):
    """One row is what makes an admiral of one captain: the fleet. Name and age stand in the captain's row."""

    fleet = models.CharField(max_length=100)
    captain = models.OneToOneField(Captain, on_delete=models.CASCADE, parent_link=True, related_name="admiral")

    def __str__(self):
        return f"{self.name} ({self.fleet})"
