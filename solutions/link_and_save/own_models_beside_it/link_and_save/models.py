from django.db import models


class Captain(models.Model):
    """Not the given one: this file is not taken."""

    rank = models.CharField(max_length=10)
