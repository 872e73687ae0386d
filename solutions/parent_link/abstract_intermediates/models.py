"""Women who are something else besides."""

from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Artist(Women):
    stage_name = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class Linked(Women):
    woman = models.OneToOneField(
        Women, on_delete=models.CASCADE, parent_link=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class Caring(Women):
    ward = models.OneToOneField(
        "Women", on_delete=models.SET_NULL, null=True, blank=True, related_name="protector"
    )

    class Meta:
        abstract = True


class Singer(Artist):
    genre = models.CharField(max_length=50)


class Sponsor(Linked):
    company = models.CharField(max_length=100)


class Guardian(Caring):
    class Meta:
        verbose_name = "guardian"
