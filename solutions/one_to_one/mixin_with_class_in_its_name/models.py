"""People who are linked in pairs."""

from django.db import models


class Dated(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Married(models.Model):
    husband = models.OneToOneField(
        "one_to_one.Husband",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wife",
        related_query_name="wife",
    )

    class Meta:
        abstract = True
        ordering = ["name"]


class Women(Dated, Married):
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

    def __str__(self):
        return self.number


class Profile(models.Model):
    bio = models.TextField()

    def __str__(self):
        return self.bio[:40]
