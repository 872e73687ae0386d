from django.contrib.auth import get_user_model
from django.db import models


class Profile(models.Model):
    bio = models.TextField()
    user = models.OneToOneField(get_user_model(), on_delete=models.CASCADE, primary_key=True)

    def __str__(self):
        return self.bio[:40]
