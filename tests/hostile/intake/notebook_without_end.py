# outcome: rejected
# because: not a notebook
# says: lists within lists bend nobody
from tests.hostile.handing import put


def build(folder):
    return put(folder, "work.ipynb", b'{"nbformat": 4, "cells": ' + b"[" * 200_000)
