"""People who are linked in pairs."""

from django.conf import settings
from django.db import models


class Guest(models.Model):
    best_man = models.OneToOneField("Husband", models.SET_NULL, null=True, blank=True, related_name="best_man_of")

    class Meta:
        abstract = True


class Bride(Guest):
    husband = models.OneToOneField("Husband", models.SET_NULL, null=True, blank=True, related_name="wife")

    class Meta:
        abstract = True


class AboutUser(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True


class Women(Bride):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Husband(models.Model):
    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()

    def __str__(self):
        return self.name


class Passport(models.Model):
    number = models.CharField(max_length=20)
    owner = models.OneToOneField(Women, on_delete=models.CASCADE)

    def __str__(self):
        return self.number


class Profile(AboutUser):
    bio = models.TextField()

    def __str__(self):
        return self.bio[:40]
