"""A small store that speaks S3 and a small scanner that speaks clamd, on 127.0.0.1."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

WHEN = "2026-11-20T08:00:00.000Z"


class Bucket(ThreadingHTTPServer):
    """What was put into it, and whether it is in the mood."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.content: dict[str, bytes] = {}
        self.is_broken = False
        self.signed: list[str] = []

    @property
    def url(self) -> str:
        return f"s3://the-key:a%2Fsecret@127.0.0.1:{self.server_port}/papers?region=eu-west-3"


class _Door(BaseHTTPRequestHandler):
    server: Bucket

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_refused():
            self.server.content[self._key] = content
            self._answer(200)

    def do_GET(self) -> None:
        if self._is_refused():
            return
        if not self._key:
            self._answer(200, self._listed().encode())
        elif self._key in self.server.content:
            self._answer(200, self.server.content[self._key])
        else:
            self._answer(404)

    def do_DELETE(self) -> None:
        if not self._is_refused():
            self.server.content.pop(self._key, None)
            self._answer(204)

    @property
    def _key(self) -> str:
        return urlsplit(self.path).path.removeprefix("/papers").removeprefix("/")

    def _is_refused(self) -> bool:
        self.server.signed.append(self.headers.get("Authorization", ""))
        is_refused = self.server.is_broken  # once: the test goes on as soon as it is answered
        if is_refused:
            self._answer(500)
        return is_refused

    def _listed(self) -> str:
        entries = "".join(
            f'<Contents><Key>{escape(key)}</Key><LastModified>{WHEN}</LastModified><ETag>"x"</ETag>'
            f"<Size>{len(content)}</Size></Contents>"
            for key, content in self.server.content.items()
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>"

    def _answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Fri, 20 Nov 2026 08:00:00 GMT")
        self.end_headers()
        if content:
            self.wfile.write(content)

    def log_message(self, *_words: object) -> None: ...


class Scanner(socketserver.ThreadingTCPServer):
    """It finds `EICAR` and says what it is told to say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.seen: list[bytes] = []
        self.says: bytes | None = None

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Line(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)
        found = b"stream: Eicar-Test FOUND" if b"EICAR" in content else b"stream: OK"
        self.wfile.write((self.server.says if self.server.says is not None else found) + b"\0")


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
