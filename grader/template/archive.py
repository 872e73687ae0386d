"""Archives whose bytes depend on nothing but the files in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows
_PLAIN_FILE = 0o100644 << 16
_PROGRAM = 0o100755 << 16
_UNIX = 3


def zipped(files: Mapping[str, bytes], folder: str = "", programs: Collection[str] = ()) -> bytes:
    """A zip of the files, sorted, all of them in ``folder`` where one is named. No time, user or machine is in it.

    ``programs`` are the names of those that can be executed.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PROGRAM if name in programs else _PLAIN_FILE
            archive.writestr(entry, files[name])
    return whole.getvalue()
