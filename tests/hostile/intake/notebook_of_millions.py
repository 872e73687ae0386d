# outcome: rejected
# because: too much beside its code
# says: ten megabytes of empty objects do not become a gigabyte and a half
from tests.hostile.handing import book, cell, put


def build(folder):
    output = {"output_type": "display_data", "metadata": {}, "data": {"application/json": "HERE"}}
    whole = book(cell("x = 1") | {"outputs": [output]})
    return put(folder, "work.ipynb", whole.replace(b'"HERE"', b"[" + b",".join([b"{}"] * 3_000_000) + b"]"))
