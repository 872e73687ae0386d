from django.db import models

from .women import Women


class Passport(models.Model):
    number = models.CharField(max_length=20)
    owner = models.OneToOneField(Women, on_delete=models.CASCADE)

    def __str__(self):
        return self.number
