from django.db import models


class Passport(models.Model):
    number = models.CharField(max_length=20)


class Profile(models.Model):
    bio = models.TextField()
