"""People who are linked in pairs."""

from django.conf import settings
from django.db import models


class Women(models.Model):
    name = models.CharField(max_length=100)
    best_man = models.OneToOneField(
        "Husband", on_delete=models.SET_NULL, null=True, blank=True, related_name="best_man_of"
    )

    def __str__(self):
        return self.name


class Husband(Women):
    age = models.PositiveIntegerField()
    wife = models.OneToOneField(
        'Women', on_delete=models.SET_NULL, parent_link=True, null=True, blank=True, related_name='husband'
    )


class Passport(models.Model):
    number = models.CharField(max_length=20)
    owner = models.OneToOneField(Women, on_delete=models.CASCADE)

    def __str__(self):
        return self.number


class Profile(models.Model):
    bio = models.TextField()
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)

    def __str__(self):
        return self.bio[:40]
