"""Women who are something else besides."""

from .children import Guardian, Singer, Sponsor
from .women import Women

__all__ = ["Guardian", "Singer", "Sponsor", "Women"]
