"""Women who are something else besides: three classes that inherit from one with a table of its own."""

from django.db import models


class Women(models.Model):
    """One row is one woman."""

    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


# Singer (implicit.1): a woman who sings, with her genre; the link to her row among the women is left to Django
### BEGIN SOLUTION
class Singer(Women):
    """One row is what makes one woman a singer."""

    genre = models.CharField(max_length=50)
### END SOLUTION


# Sponsor (explicit.1): a woman who pays for concerts, with her company; the link to her row is written here: woman
### BEGIN SOLUTION
class Sponsor(Women):
    """One row is what makes one woman a sponsor."""

    company = models.CharField(max_length=100)
    woman = models.OneToOneField(
        Women,
        on_delete=models.CASCADE,
        parent_link=True,
        related_name="sponsor",
    )
### END SOLUTION


# Guardian (second_link.1): a woman who looks after another woman; ward is a second link, to that other woman
### BEGIN SOLUTION
class Guardian(Women):
    """One row is what makes one woman a guardian, and the woman she looks after."""

    ward = models.OneToOneField(
        Women,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="protector",
    )
### END SOLUTION
