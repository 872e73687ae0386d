"""Women who are something else besides."""

from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Dated(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class WithGenre(models.Model):
    genre = models.CharField(max_length=50)

    class Meta:
        abstract = True


class Greeting:
    def greet(self):
        return f"Hello, {self.name}"


class Singer(Greeting, WithGenre, Dated, Women):
    pass


class Sponsor(Greeting, Dated, Women):
    company = models.CharField(max_length=100)
    woman = models.OneToOneField(
        Women, on_delete=models.CASCADE, parent_link=True, related_name="sponsor"
    )


class Guardian(Dated, Women):
    ward = models.OneToOneField(
        Women, on_delete=models.SET_NULL, null=True, blank=True, related_name="protector"
    )
