"""A fake S3 on loopback: one bucket, every request's signature checked as version 4 prescribes, in path style."""

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

BUCKET, REGION = "donghanh", "hcm"
KEY_ID, SECRET = "AKIDFORTESTS", "a-secret-of-the-bucket"
PAGE = 3


@dataclass(frozen=True, slots=True)
class Kept:
    content: bytes
    at: datetime


@dataclass
class FakeS3:
    """`away`: answers 503 to everything. `asked`: method and path of each request."""

    objects: dict[str, Kept] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    away: bool = False
    url: str = ""

    def __enter__(self) -> Self:
        handler = type("Bound", (Handler,), {"s3": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ALLOW_HTTP": "true",
        }


class Handler(BaseHTTPRequestHandler):
    s3: FakeS3
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self._serve(self._put)

    def do_GET(self) -> None:
        self._serve(self._get)

    def do_POST(self) -> None:
        self._serve(self._delete)

    def log_message(self, *_: object) -> None:
        return

    def _serve(self, work: Callable[[bytes], None]) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.s3.asked.append((self.command, self.path))
        if self.s3.away:
            return self._say(503, b"<Error><Code>SlowDown</Code></Error>")
        why = self._wrong(body)
        if why:
            self.s3.refused.append(why)
            return self._say(403, f"<Error><Code>{why}</Code></Error>".encode())
        return work(body)

    @property
    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").strip("/")

    def _put(self, body: bytes) -> None:
        self.s3.objects[self._name] = Kept(body, datetime.now(UTC))
        self._say(200, b"", ETag=_etag(body))

    def _get(self, _body: bytes) -> None:
        if not self._name:
            return self._list()
        kept = self.s3.objects.get(self._name)
        if kept is None:
            return self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
        modified = kept.at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        wanted = self.headers.get("Range", "").removeprefix("bytes=")
        if not wanted:
            return self._say(200, kept.content, **{"ETag": _etag(kept.content), "Last-Modified": modified})
        first, last = (int(part) for part in wanted.split("-"))
        part = kept.content[first : last + 1]
        span = f"bytes {first}-{first + len(part) - 1}/{len(kept.content)}"
        headers = {"ETag": _etag(kept.content), "Last-Modified": modified, "Content-Range": span}
        return self._say(206, part, **headers)

    def _delete(self, body: bytes) -> None:
        """Many at once; what is not there counts as deleted."""
        if urlsplit(self.path).query not in ("delete", "delete="):
            return self._say(501, b"NotImplemented")
        names = [element.text or "" for element in ElementTree.fromstring(body).iter() if element.tag.endswith("Key")]
        for name in names:
            self.s3.objects.pop(name, None)
        rows = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in names)
        return self._say(200, f"<DeleteResult>{rows}</DeleteResult>".encode())

    def _list(self) -> None:
        """So few a page that whoever asks must ask again."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if asked.get("list-type") != "2":
            return self._say(501, b"NotImplemented")
        after = asked.get("continuation-token", "")
        found = sorted(name for name in self.s3.objects if name.startswith(asked.get("prefix", "")) and name > after)
        page, more = found[:PAGE], len(found) > PAGE
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>{self.s3.objects[name].at:%Y-%m-%dT%H:%M:%S.%fZ}"
            f"</LastModified><Size>{len(self.s3.objects[name].content)}</Size></Contents>"
            for name in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        truncated = f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        return self._say(200, f"<ListBucketResult>{rows}{truncated}{token}</ListBucketResult>".encode())

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wrong(self, body: bytes) -> str:
        """What is wrong with the request's signature, in S3's words."""
        kind, _, rest = self.headers.get("Authorization", "").partition(" ")
        said = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        scope = said.get("Credential", "").partition("/")[2]
        moment = self.headers.get("x-amz-date", "")
        if kind != "AWS4-HMAC-SHA256" or scope != f"{moment[:8]}/{REGION}/s3/aws4_request":
            return "AccessDenied"
        if said["Credential"].partition("/")[0] != KEY_ID:
            return "InvalidAccessKeyId"
        if abs((datetime.now(UTC) - datetime.strptime(moment, "%Y%m%dT%H%M%S%z")).total_seconds()) > 900:
            return "RequestTimeTooSkewed"
        digest = self.headers.get("x-amz-content-sha256", "")
        if digest not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return "XAmzContentSHA256Mismatch"
        signature = sign(self._canonical(said["SignedHeaders"], digest), moment, scope)
        return "" if hmac.compare_digest(signature, said["Signature"]) else "SignatureDoesNotMatch"

    def _canonical(self, signed: str, digest: str) -> str:
        parts = urlsplit(self.path)
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
        )
        headers = "".join(f"{name}:{' '.join((self.headers[name] or '').split())}\n" for name in signed.split(";"))
        return "\n".join([self.command, parts.path, query, headers, signed, digest])


def sign(request: str, moment: str, scope: str) -> str:
    key = f"AWS4{SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    return hmac.digest(key, text.encode(), "sha256").hex()


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
