"""The dead man's switch: somebody outside hears once a minute that the clocks run, and speaks up when they do not.

Its URL is a secret, and comes from outside: it is never logged, and leads nowhere inside our own network.
"""

import ipaddress
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from bot.errors import SettingError

log = logging.getLogger(__name__)
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host, as text. Asked once for each word, and nobody else is asked."""
EVERY, WITHIN = timedelta(minutes=1), timedelta(seconds=5)
READ_MOST = 1_024
WRITTEN = re.compile(r"[!-\[\]-~]{1,2000}", re.ASCII)
"""No space, no control character and no backslash: what one reader of URLs drops, another takes for a slash."""
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+:[0-9a-f:.]*", re.ASCII)
NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")
"""What a resolver may take for an address of version 4, however it is written."""
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
GLOBAL_V6 = ipaddress.ip_network("2000::/3")
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2002::/16", "3fff::/20")
)
"""Global by the book, and yet the inside of a cloud, or a way back to an address of version 4."""
WRONG = "DEAD_MAN_URL must be a whole https:// address, such as https://your-monitor.example/your-key."


@dataclass(frozen=True)
class Target:
    """Where the word goes. Its parts may not be printed either."""

    host: str = field(repr=False)
    port: int = field(repr=False)
    path: str = field(repr=False)
    is_secure: bool
    is_here: bool
    """The URL itself names this machine: then, and only then, it may be this machine, and without TLS."""

    @property
    def request(self) -> bytes:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == (443 if self.is_secure else 80) else f":{self.port}"
        lines = (f"GET {self.path} HTTP/1.1", f"Host: {host}{port}", "User-Agent: first-call", "Connection: close")
        return "\r\n".join((*lines, "", "")).encode("ascii")

    def may_be(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if ip.version == 6 and ip.ipv4_mapped:
            return False
        if self.is_here:
            return ip.is_loopback
        if ip.is_multicast or not ip.is_global or (ip.version == 6 and ip not in GLOBAL_V6):
            return False
        return not any(ip in network for network in NEVER if network.version == ip.version)


def target_of(url: str) -> Target:
    """Raises SettingError, which does not quote it."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise SettingError(WRONG) from None
    is_secure, is_here = parts.scheme == "https", _is_here(host)
    plain = "@" not in parts.netloc and ("[" in parts.netloc) == (":" in host) and port != 0
    well_formed = WRITTEN.fullmatch(url) and HOST.fullmatch(host) and plain
    if not well_formed or parts.scheme not in ("https", "http") or not (is_secure or is_here):
        raise SettingError(WRONG)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(host, port or (443 if is_secure else 80), path, is_secure=is_secure, is_here=is_here)
    if (_is_address(host) or NUMBER.fullmatch(host)) and not target.may_be(host):
        raise SettingError(WRONG)
    return target


class DeadMan:
    """`beat` never waits: what it sends, it sends in a thread of its own, one at a time."""

    def __init__(self, url: str, resolve: Resolve | None = None, every: timedelta = EVERY) -> None:
        self._target, self._resolve, self._every = target_of(url), resolve or addresses_of, every.total_seconds()
        self._last: float | None = None
        self._thread: threading.Thread | None = None
        self._line: socket.socket | None = None
        self._lock, self._stopping = threading.Lock(), False

    def beat(self) -> None:
        """The clocks ran."""
        now, on_its_way = time.monotonic(), self._thread is not None and self._thread.is_alive()
        if self._stopping or on_its_way or (self._last is not None and now - self._last < self._every):
            return
        self._last = now
        self._thread = threading.Thread(target=self._send, name="dead man", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up on whoever does not answer."""
        with self._lock:
            self._stopping = True
            if self._line:
                with suppress(OSError):  # it may have hung up itself
                    socket.socket.shutdown(self._line, socket.SHUT_RDWR)
        if self._thread:
            self._thread.join(1)

    def _send(self) -> None:
        try:
            status = self._ask(time.monotonic() + WITHIN.total_seconds())
        except (OSError, ValueError) as error:  # a name that cannot be a name is a ValueError
            status = type(error).__name__
        if not status.startswith("2") and not self._stopping:
            log.warning("the dead man's switch did not take our word (%s)", status)

    def _ask(self, until: float) -> str:
        """The status of the answer, or a word for why there is none."""
        addresses = list(self._resolve(self._target.host, self._target.port))
        if not addresses or not all(self._target.may_be(address) for address in addresses):
            return "its address may not be asked"
        plain = socket.create_connection((addresses[0], self._target.port), _left(until))
        with self._held(plain):
            line = plain
            if self._target.is_secure:
                plain.settimeout(_left(until))
                line = self._held(ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host))
            with line:
                return _status(line, self._target.request, until)

    def _held(self, line: socket.socket) -> socket.socket:
        """So that a stop can hang up."""
        with self._lock:
            if self._stopping:
                line.close()
                raise ConnectionAbortedError
            self._line = line
        return line


def addresses_of(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _status(line: socket.socket, request: bytes, until: float) -> str:
    line.settimeout(_left(until))
    line.sendall(request)
    said = b""
    while b"\n" not in said and len(said) < READ_MOST:
        line.settimeout(_left(until))
        more = line.recv(READ_MOST - len(said))
        if not more:
            break
        said += more
    found = STATUS.match(said)
    return found[1].decode() if found else "no answer of HTTP"


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1") or (_is_address(host) and host.startswith("127."))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
