"""What the system says of a file that it does not open or write; frequent errors in the language that is asked for."""

from __future__ import annotations

import errno

from .words import Wording, gettext_noop

FREQUENT = {
    errno.ENOENT: gettext_noop("No such file or directory"),
    errno.EACCES: gettext_noop("Permission denied"),
    errno.EPERM: gettext_noop("Operation not permitted"),
    errno.EISDIR: gettext_noop("Is a directory"),
    errno.ENOTDIR: gettext_noop("Not a directory"),
    errno.EEXIST: gettext_noop("File exists"),
    errno.ELOOP: gettext_noop("Too many levels of symbolic links"),
    errno.ENAMETOOLONG: gettext_noop("File name too long"),
    errno.ENOSPC: gettext_noop("No space left on device"),
    errno.EROFS: gettext_noop("Read-only file system"),
    errno.EIO: gettext_noop("Input/output error"),
}
"""What is said of the errors that files of users run into, by number; in English what POSIX systems say."""


def reason_of(error: OSError, wording: Wording) -> str:
    """Return why something could not be done with a file: in words of the language, or else as the system says it.

    >>> from bwise_kg.words import words
    >>> reason_of(FileNotFoundError(errno.ENOENT, "The system cannot find the file specified"), words("en"))
    'No such file or directory'
    >>> reason_of(OSError(errno.EXDEV, "Invalid cross-device link"), words("fr"))
    'Invalid cross-device link'
    """
    known = FREQUENT.get(error.errno or 0)
    return wording.gettext(known) if known else error.strerror or str(error)


def not_written(error: OSError, wording: Wording) -> str:
    """Return what is said of a file or folder that could not be written."""
    return wording.gettext("cannot be written (%(reason)s)", reason=reason_of(error, wording))
