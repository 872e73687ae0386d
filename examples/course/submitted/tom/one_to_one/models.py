"""People who are linked in pairs."""

from django.db import models

# A class that stands further down in this file is named in quotes: "Husband".


class Women(models.Model):
    """One row is one woman."""

    name = models.CharField(max_length=100)

    # husband: who she is married to

    def __str__(self):
        return self.name


class Husband(models.Model):
    """One row is one man who may be somebody's husband."""

    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()

    def __str__(self):
        return self.name


class Passport(models.Model):
    """One row is one passport."""

    number = models.CharField(max_length=20)

    def __str__(self):
        return self.number


class Profile(models.Model):
    """One row is what one user tells about herself."""

    bio = models.TextField()

    def __str__(self):
        return self.bio[:40]
