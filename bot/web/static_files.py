"""Styles, scripts, fonts and icons: read once, packed once, kept by browsers for a year under their version."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
PACKED = {".css", ".js", ".svg", ".txt"}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    packed: bytes | None
    type: str


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The version is a hash of everything, and part of the address, so that modules find each other beside them."""

    files: dict[str, StaticFile]
    version: str

    @property
    def base(self) -> str:
        return f"/static/{self.version}"

    async def get(self, request: web.Request) -> web.Response:
        file = self.files.get(request.match_info["name"])
        if file is None or request.match_info["version"] != self.version:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOR_EVER, "Content-Type": file.type}
        if file.type.startswith("text/"):
            headers["Content-Type"] += "; charset=utf-8"
        if file.packed is None:
            return web.Response(body=file.content, headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=file.content, headers=headers)
        return web.Response(body=file.packed, headers={**headers, "Content-Encoding": "gzip"})


@cache
def static_files() -> StaticFiles:
    """Reads them all, once in a process."""
    files: dict[str, StaticFile] = {}
    whole = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.suffix in TYPES):
        content = path.read_bytes()
        name = path.relative_to(FOLDER).as_posix()
        whole.update(name.encode() + b"\0" + content)
        packed = gzip.compress(content, mtime=0) if path.suffix in PACKED else None
        files[name] = StaticFile(content, packed, TYPES[path.suffix])
    return StaticFiles(files, whole.hexdigest()[:12])
