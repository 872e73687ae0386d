from django.conf import settings
from django.db import models


class Passport(models.Model):
    number = models.CharField(max_length=20)
    owner = models.OneToOneField("Women", on_delete=models.CASCADE)

    def __str__(self):
        return self.number


class Profile(models.Model):
    bio = models.TextField()
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)

    def __str__(self):
        return self.bio[:40]
