"""Mutation proof of the checks: each small change to a model answer must cost points, or be known to change nothing.

``python -m tests.mutants`` grades them all; ``docs/howto/mutants.md`` says how to read what it prints.
"""
