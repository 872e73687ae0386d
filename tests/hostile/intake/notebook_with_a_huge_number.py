# outcome: rejected
# because: not a notebook
# says: nor does a number without end
from tests.hostile.handing import put


def build(folder):
    return put(folder, "work.ipynb", b'{"nbformat_minor": 0, "nbformat": ' + b"9" * 5000 + b', "cells": []}')
