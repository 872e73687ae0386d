"""People who are linked in pairs."""

from .husband import Husband
from .passport import Passport
from .profile import Profile
from .women import Women

__all__ = ["Husband", "Passport", "Profile", "Women"]
