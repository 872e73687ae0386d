"""A verdict as people and programs read it. Pure functions of a verdict, but for ``files``, which writes."""
