"""Women who are something else besides: three classes that inherit from one with a table of its own."""

from django.db import models


class Women(models.Model):
    """One row is one woman."""

    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


# Singer (implicit.1): a woman who sings, with her genre; the link to her row among the women is left to Django


# Sponsor (explicit.1): a woman who pays for concerts, with her company; the link to her row is written here: woman


# Guardian (second_link.1): a woman who looks after another woman; ward is a second link, to that other woman
