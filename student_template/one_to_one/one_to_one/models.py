"""People who are linked in pairs."""

from django.conf import settings
from django.db import models

# A class that stands further down in this file is named in quotes: "Husband".


class Women(models.Model):
    """One row is one woman."""

    name = models.CharField(max_length=100)

    # husband (husband.1): who she is married to

    # best_man (best_man.1): who stood beside her at the wedding

    def __str__(self):
        return self.name


class Husband(models.Model):
    """One row is one man who may be somebody's husband, and somebody's best man."""

    name = models.CharField(max_length=100)
    age = models.PositiveIntegerField()

    def __str__(self):
        return self.name


class Passport(models.Model):
    """One row is one passport."""

    number = models.CharField(max_length=20)

    # owner (passport.1): the woman to whom it belongs

    def __str__(self):
        return self.number


class Profile(models.Model):
    """One row is what one user tells about herself."""

    bio = models.TextField()

    # user (profile.1): the user of this project, settings.AUTH_USER_MODEL

    def __str__(self):
        return self.bio[:40]
