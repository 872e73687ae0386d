from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """One person who can log in: what settings.AUTH_USER_MODEL names."""
