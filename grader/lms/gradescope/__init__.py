"""Gradescope: ``results`` writes a verdict as its results.json, ``bundle`` the autograder that it is given."""
