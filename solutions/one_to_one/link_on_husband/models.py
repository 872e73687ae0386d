"""People who are linked in pairs."""

from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()
    wife = models.OneToOneField(
        "Women", on_delete=models.SET_NULL, null=True, blank=True, related_name="husband"
    )

    def __str__(self):
        return self.name


class Passport(models.Model):
    number = models.CharField(max_length=20)

    def __str__(self):
        return self.number


class Profile(models.Model):
    bio = models.TextField()

    def __str__(self):
        return self.bio[:40]
