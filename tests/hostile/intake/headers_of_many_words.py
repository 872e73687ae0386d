# outcome: rejected
# because: damaged
# says: extended headers of thirteen thousand entries each keep nobody busy for minutes
import gzip

from tests.hostile.handing import ANSWER, put


def build(folder):
    words = _member(b"x", b"5 a=\n" * 13_107)
    whole = b"".join(words * 4 + _member(b"0", b"", b"venv/x%d" % number) for number in range(500))
    return put(folder, "work.tar.gz", gzip.compress(whole + _member(b"0", ANSWER, b"models.py") + bytes(1024)))


def _member(kind, content, name=b"x"):
    header = bytearray(512)
    header[: len(name)] = name
    header[124:136] = f"{len(content):011o}\0".encode()
    header[148:157] = b" " * 8 + kind
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header) + content + bytes(-len(content) % 512)
