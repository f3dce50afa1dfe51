"""Files that are sent, whole or (RFC 9110, section 14) a part of them."""

from __future__ import annotations

from starlette.responses import FileResponse as StarletteFileResponse
from starlette.responses import MalformedRangeHeader, RangeNotSatisfiable

from .problems import Problem


class FileResponse(StarletteFileResponse):
    """A file of which a part can be asked for; errors are problems."""

    @classmethod
    def _parse_range_header(cls, http_range: str, file_size: int) -> list[tuple[int, int]]:
        """Return the ranges that a header asks for, none where it cannot be understood: then it is to be ignored.

        Raises Problem 416.
        """
        try:
            return super()._parse_range_header(http_range, file_size)
        except MalformedRangeHeader:
            return []
        except RangeNotSatisfiable as error:
            raise Problem(
                416,
                "There is no such part of the file",
                f"It has {file_size:,} bytes, counted from 0.",
                "range",
                headers={"Content-Range": f"bytes */{file_size}"},
            ) from error
