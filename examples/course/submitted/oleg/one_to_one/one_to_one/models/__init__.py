from .papers import Passport, Profile
from .people import Husband, Women

__all__ = ["Husband", "Passport", "Profile", "Women"]
