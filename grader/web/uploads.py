"""What is uploaded: counted before it is read, kept in memory, and never under a student's name on disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from ..sandbox.limits import default_limits

_ROOM_FOR_FORM = 64 << 10  # bytes beside the file


def largest() -> int:
    """Bytes of the largest upload that can be taken: an archive."""
    return default_limits().archive_mb << 20


class Bounded(FileUploadHandler):
    """Django's handler of one upload. Too much is refused by what the request announces, and again by count."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_: Any) -> None:
        if content_length > largest() + _ROOM_FOR_FORM:
            raise RequestDataTooBig("the upload is too large")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > largest():
            raise RequestDataTooBig("the upload is too large")
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._content.seek(0)
        return InMemoryUploadedFile(
            self._content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
