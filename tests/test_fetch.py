import gzip
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from khabar.errors import FetchError
from khabar.fetch import fetch

PAGE = "<html><body><h1>\u062e\u0628\u0631</h1></body></html>".encode()


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/").replace("-", "_")
        getattr(self, f"serve_{name}", self.serve_missing)()

    def answer(self, status=200, body=b"", **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def serve_page(self):
        self.answer(body=PAGE, Content_Type="text/html; charset=utf-8")

    def serve_packed(self):
        self.answer(body=gzip.compress(b"x" * 500_000), Content_Type="text/html", Content_Encoding="gzip")

    def serve_moved(self):
        self.answer(302, Location="/page")

    def serve_loop(self):
        self.answer(302, Location="/loop")

    def serve_to_file(self):
        self.answer(302, Location="file:///etc/hostname")

    def serve_picture(self):
        self.answer(body=b"\x89PNG", Content_Type="image/png")

    def serve_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(20):
            time.sleep(0.1)
            self.wfile.write(b"<p>more</p>")
            self.wfile.flush()

    def serve_silent(self):
        time.sleep(1)

    def serve_missing(self):
        self.answer(404)

    def log_message(self, *args):
        pass

    def handle(self):
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_fetch_gives_the_page(site):
    found = fetch(f"{site}/page")
    assert (found.data, found.content_type, found.url) == (PAGE, "text/html", f"{site}/page")


def test_fetch_follows_a_redirect_and_names_the_last_address(site):
    assert fetch(f"{site}/moved").url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("missing", "404", id="error-status"),
        pytest.param("loop", "redirected more than", id="endless-redirect"),
        pytest.param("to-file", "only http and https", id="redirect-to-a-file"),
        pytest.param("picture", "image/png", id="picture"),
        pytest.param("packed", "more than", id="large-after-decompression"),
        pytest.param("slow", "too slowly", id="drip"),
        pytest.param("silent", "no answer", id="silence"),
    ],
)
def test_fetch_says_what_went_wrong(site, path, message):
    with pytest.raises(FetchError, match=message):
        fetch(f"{site}/{path}", timeout=0.5, max_bytes=100_000)


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://example.org/a", "report.txt", "http://", "http://[1", ""]
)
def test_fetch_refuses_other_addresses(url):
    with pytest.raises(FetchError):
        fetch(url)


def test_fetch_says_that_nobody_answers(site):
    with pytest.raises(FetchError, match="cannot be fetched"):
        fetch("http://127.0.0.1:9/", timeout=2)
