"""The zip that a platform gives for "download all submissions": what is in it, by whom. One module for each platform.

Each has ``recognises(members)``, whether an archive is one of its, and ``handed_in(download)``, what is in it.
"""
