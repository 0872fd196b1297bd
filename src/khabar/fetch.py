"""The only network code: one page, fetched when the user gives its link."""

from collections.abc import Iterator
from time import monotonic
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct

from khabar.errors import FetchError

_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_HEADERS = {
    "User-Agent": "khabar (news reader; fetches single pages on request)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
    "Accept-Language": "*",
}


class Fetched(Struct, frozen=True, kw_only=True):
    """A page as it came: the last address after redirects, its bytes and its media type."""

    url: str
    data: bytes
    content_type: str


def fetch(url: str, *, timeout: float = 20.0, max_bytes: int = 10_000_000) -> Fetched:
    """The page at an ``http`` or ``https`` address. ``timeout`` is in seconds, for the whole page; ``max_bytes`` counts
    after decompression.

    Raises ``FetchError`` for another kind of address, a failed connection, an error status, too many redirects, a page
    that is too large or slow, and for what is neither HTML nor text.
    """
    deadline = monotonic() + timeout
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False, headers=_HEADERS) as client:
            return _follow(client, url, deadline, max_bytes)
    except httpx.TimeoutException as error:
        raise FetchError(f"{url}: no answer within {timeout:g} seconds: try again later") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url}: cannot be fetched ({error or type(error).__name__}): check the link") from error


def _follow(client: httpx.Client, url: str, deadline: float, max_bytes: int) -> Fetched:
    address = url
    for _ in range(_REDIRECTS + 1):
        _check_address(address, url)
        with client.stream("GET", address) as response:
            target = response.headers.get("location")
            if response.status_code not in _MOVED or not target:
                return _read(response, url, deadline, max_bytes)
        address = urljoin(address, target)
    raise FetchError(f"{url}: redirected more than {_REDIRECTS} times: check the link")


def _check_address(address: str, url: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise FetchError(f"{url}: not a web address ({error})") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        through = "" if address == url else f" (redirected to {address})"
        raise FetchError(f"{url}: not a web address{through}: only http and https links are fetched")


def _read(response: httpx.Response, url: str, deadline: float, max_bytes: int) -> Fetched:
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"{url}: the site answered {response.status_code} {response.reason_phrase}: check the link")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in _TYPES:
        raise FetchError(f"{url}: the link leads to {kind}, not to a page: give a link to an article")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > max_bytes:
        raise FetchError(_too_large(url, max_bytes))
    data = b"".join(_chunks(response, url, deadline, max_bytes))
    return Fetched(url=str(response.url), data=data, content_type=kind or "text/html")


def _chunks(response: httpx.Response, url: str, deadline: float, max_bytes: int) -> Iterator[bytes]:
    """The body piece by piece, given up as soon as it is too long or too slow."""
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > max_bytes:
            raise FetchError(_too_large(url, max_bytes))
        if monotonic() > deadline:
            raise FetchError(f"{url}: the page came too slowly: try again later")
        yield chunk


def _too_large(url: str, max_bytes: int) -> str:
    return f"{url}: more than {max_bytes:,} bytes: no article is so long; check the link"
