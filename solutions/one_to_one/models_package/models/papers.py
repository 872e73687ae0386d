from django.db import models


class Passport(models.Model):
    number = models.CharField(max_length=20)

    def __str__(self):
        return self.number


class Profile(models.Model):
    bio = models.TextField()

    def __str__(self):
        return self.bio[:40]
