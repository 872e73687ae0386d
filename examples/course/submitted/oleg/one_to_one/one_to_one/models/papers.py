from django.conf import settings
from django.db import models

from .people import Women


class Passport(models.Model):
    number = models.CharField(max_length=20)
    owner = models.OneToOneField(Women, on_delete=models.CASCADE)


class Profile(models.Model):
    bio = models.TextField()
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
