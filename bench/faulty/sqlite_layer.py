"""A layer between SQLite and its files that fails writes and syncs on demand: no root, no mount, no preload.

https://sqlite.org/c3ref/vfs.html: every file is opened by the VFS's `xOpen`, which gives it its table of methods; ours
puts a copy in its place in which `xWrite` and `xSync` ask the switches first.
"""

import _sqlite3
import ctypes
from collections.abc import Callable
from typing import Any

from bench.faulty.switches import Switches

FULL = 13
# SQLITE_IOERR_FSYNC
SYNC_FAILED = 10 | 4 << 8
METHODS = 18
WRITE, SYNC = 2, 4
Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Methods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("calls", ctypes.c_void_p * METHODS))


class File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(Methods)),)


class Vfs(ctypes.Structure):
    _fields_ = (
        *(("version", ctypes.c_int), ("size", ctypes.c_int), ("longest", ctypes.c_int)),
        *(("next", ctypes.c_void_p), ("name", ctypes.c_char_p), ("data", ctypes.c_void_p), ("open", ctypes.c_void_p)),
    )


# what SQLite holds pointers to must never be collected
_kept: list[object] = []


def install(switches: Switches) -> None:
    """Stands between SQLite and all files that this process opens from now on."""
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_initialize()
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    opens = Open(vfs.open)
    copies: dict[int, Any] = {}

    def opened(itself: int, name: int, file: int, flags: int, said: Any) -> int:
        result = int(opens(itself, name, file, flags, said))
        if result == 0:
            methods = ctypes.cast(file, ctypes.POINTER(File)).contents
            address = ctypes.addressof(methods.methods.contents)
            if address not in copies:
                copies[address] = _troubled(methods.methods.contents, switches)
            methods.methods = ctypes.pointer(copies[address])
        return result

    ours = Open(opened)
    _kept.extend((opens, ours, copies))
    vfs.open = ctypes.cast(ours, ctypes.c_void_p).value


def _troubled(methods: Methods, switches: Switches) -> Methods:
    copy = Methods.from_buffer_copy(methods)
    write, sync = Write(methods.calls[WRITE]), Sync(methods.calls[SYNC])

    def writes(file: int, content: int, size: int, at: int) -> int:
        return FULL if switches.get("disk_full") else int(write(file, content, size, at))

    def syncs(file: int, flags: int) -> int:
        return SYNC_FAILED if switches.takes_one("sync_errors") else int(sync(file, flags))

    for place, kind, call in ((WRITE, Write, writes), (SYNC, Sync, syncs)):
        ours = _callback(kind, call)
        copy.calls[place] = ctypes.cast(ours, ctypes.c_void_p).value
    return copy


def _callback(kind: Callable[[Any], Any], call: Callable[..., int]) -> Any:
    ours = kind(call)
    _kept.append(ours)
    return ours
