"""What happens to captains and their ships."""

from .links import appoint, dismiss, hire, reassign, roster, ship_or_none
from .ranks import demote, promote

__all__ = ["appoint", "demote", "dismiss", "hire", "promote", "reassign", "roster", "ship_or_none"]
