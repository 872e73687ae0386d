"""Women who are something else besides."""

from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Singer(Women):
    genre = models.CharField(max_length=50)


class Sponsor(Women):
    company = models.CharField(max_length=100)
    woman = models.OneToOneField(
        Women, on_delete=models.CASCADE, parent_link=True, related_name="sponsor"
    )


class Guardian(Women):
    ward = models.OneToOneField(
        Women, on_delete=models.SET_NULL, null=True, blank=True, related_name="protector_"
    )
