"""The dead man's switch: a word a minute while the clocks run, and never to an address inside our own network."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from databases import Sqlite

from bot.db.engine import Database, open_database
from bot.db.models import Workspace
from bot.dead_man import READ_MOST, DeadMan, Target, target_of
from bot.errors import SettingError
from bot.scheduler import Scheduler
from bot.work import Doors

TEAM, AT_ONCE, PATIENCE = "T1", timedelta(), 3.0
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Monitor:
    """Somebody outside, on the loopback, who is called: a real server that answers as it is told."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.heard: list[tuple[str, str | None]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = lambda request: reply(request, 200)
        monitor = self

        class Desk(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                monitor.heard.append((self.path, self.headers["Host"]))
                monitor.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer((address, port), Desk)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def url(self, path: str = "/hunter2", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def reply(request: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    monitor = Monitor()
    yield monitor
    monitor.close()


@pytest.fixture(autouse=True)
def no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    assert "hunter2" not in caplog.text


def wait_until(so: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < until
        time.sleep(0.005)


def said_once(dead_man: DeadMan) -> None:
    """One word is on its way, and has arrived or failed."""
    dead_man.beat()
    wait_until(lambda: not any(thread.name == "dead man" for thread in threading.enumerate()))
    dead_man.stop()


def test_a_beat_is_one_get_of_the_url_as_it_stands(monitor: Monitor, caplog: pytest.LogCaptureFixture) -> None:
    said_once(DeadMan(monitor.url("/hunter2/a%20b?key=1&b")))
    assert monitor.heard == [("/hunter2/a%20b?key=1&b", f"127.0.0.1:{monitor.port}")]
    assert not caplog.records


def test_beats_within_a_minute_are_one_word(monitor: Monitor) -> None:
    dead_man = DeadMan(monitor.url(), every=timedelta(seconds=0.5))
    began = time.monotonic()
    while time.monotonic() - began < 0.8:
        dead_man.beat()
        time.sleep(0.01)
    wait_until(lambda: len(monitor.heard) >= 2)
    assert len(monitor.heard) == 2
    dead_man.stop()


def test_a_monitor_that_is_slow_holds_up_no_beat_and_hears_one_word_at_a_time(monitor: Monitor) -> None:
    go_on = threading.Event()
    monitor.answer = lambda request: (go_on.wait(PATIENCE), reply(request, 200))[0]  # type: ignore[assignment, return-value]
    dead_man = DeadMan(monitor.url(), every=AT_ONCE)
    began = time.monotonic()
    for _ in range(50):
        dead_man.beat()
    assert time.monotonic() - began < 0.5
    wait_until(lambda: monitor.heard)
    go_on.set()
    dead_man.stop()
    assert len(monitor.heard) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(monitor: Monitor, status: int, caplog: pytest.LogCaptureFixture) -> None:
    monitor.answer = lambda request: reply(request, status, Location=monitor.url("/elsewhere"))
    said_once(DeadMan(monitor.url()))
    assert [path for path, _ in monitor.heard] == ["/hunter2"]
    assert f"({status})" in caplog.text


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_monitor_that_says_no_is_a_warning_and_no_more(
    monitor: Monitor, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.answer = lambda request: reply(request, status)
    said_once(DeadMan(monitor.url()))
    assert [(record.levelname, record.name) for record in caplog.records] == [("WARNING", "bot.dead_man")]


def test_nobody_there_is_a_warning_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    said_once(DeadMan(f"http://127.0.0.1:{port}/hunter2"))
    assert "ConnectionRefusedError" in caplog.text


def test_no_more_than_a_kilobyte_of_the_answer_is_read(monitor: Monitor, caplog: pytest.LogCaptureFixture) -> None:
    cut: list[bool] = []

    def pour(request: BaseHTTPRequestHandler) -> None:
        try:
            for _ in range(2_000):
                request.wfile.write(b"x" * 64 * READ_MOST)
        except OSError:
            cut.append(True)

    monitor.answer = pour
    said_once(DeadMan(monitor.url()))
    wait_until(lambda: cut)
    assert "no answer of HTTP" in caplog.text


def test_an_answer_in_drips_is_given_up_and_a_stop_hangs_up_at_once(monitor: Monitor) -> None:
    ended = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        try:
            while not ended.wait(0.02):
                request.wfile.write(b"H")
        except OSError:
            pass

    monitor.answer = drip
    dead_man = DeadMan(monitor.url(), every=AT_ONCE)
    dead_man.beat()
    wait_until(lambda: monitor.heard)
    began = time.monotonic()
    dead_man.stop()
    assert time.monotonic() - began < 0.5
    assert not any(thread.name == "dead man" for thread in threading.enumerate())
    dead_man.beat()
    ended.set()
    assert len(monitor.heard) == 1


def test_who_listens_and_never_answers_is_given_up_after_five_seconds(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dead_man = DeadMan(f"http://127.0.0.1:{silent.getsockname()[1]}/hunter2")
        began = time.monotonic()
        dead_man.beat()
        while any(thread.name == "dead man" for thread in threading.enumerate()):
            assert time.monotonic() - began < 7
            time.sleep(0.05)
        assert 4.9 < time.monotonic() - began < 6
    assert "TimeoutError" in caplog.text


def test_tls_is_asked_for_and_plain_words_are_not_taken_for_it(
    monitor: Monitor, caplog: pytest.LogCaptureFixture
) -> None:
    said_once(DeadMan(monitor.url().replace("http:", "https:")))
    assert monitor.heard == []
    assert "SSLError" in caplog.text


def test_the_name_is_asked_for_once_and_that_very_address_is_called() -> None:
    """A second answer that leads elsewhere is never heard. All of 127.0.0.0/8 is this machine."""
    asked: list[str] = []
    answers = iter([["127.0.0.2"], ["127.0.0.3"]])

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with closing(Monitor("127.0.0.2")) as there, closing(Monitor("127.0.0.3", there.port)) as elsewhere:
        said_once(DeadMan(there.url(host="localhost"), resolve))
        assert asked == ["localhost"]
        assert there.heard == [("/hunter2", f"localhost:{there.port}")]
        assert elsewhere.heard == []


INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",  # noqa: S104
    "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.88.99.1", "198.18.0.1",
    "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1",
    "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "100::1",
    "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_not_called(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Alone, or behind an address that may be called."""
    for answer in ([address], ["8.8.8.8", address]):
        caplog.clear()
        said_once(DeadMan("https://monitor.example/hunter2", lambda *_, said=answer: said))
        assert "its address may not be asked" in caplog.text


@pytest.mark.parametrize("address", INSIDE[:-1])
def test_an_address_inside_is_refused_before_the_start(address: str) -> None:
    if address in ("127.0.0.1", "127.8.8.8", "::1"):
        return  # it names this machine itself
    with pytest.raises(SettingError):
        target_of(f"https://{f'[{address}]' if ':' in address else address}/hunter2")


def test_a_name_of_this_machine_that_leads_outside_is_not_called(caplog: pytest.LogCaptureFixture) -> None:
    said_once(DeadMan("http://localhost/hunter2", lambda *_: ["8.8.8.8"]))
    assert "its address may not be asked" in caplog.text


def test_a_name_that_nobody_has_is_not_called(caplog: pytest.LogCaptureFixture) -> None:
    said_once(DeadMan("https://monitor.example/hunter2", lambda *_: []))
    assert "its address may not be asked" in caplog.text


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111"])
def test_an_address_of_the_world_may_be_called(address: str) -> None:
    target = Target("monitor.example", 443, "/", is_secure=True, is_here=False)
    assert target.may_be(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "monitor.example/hunter2", "//monitor.example/hunter2", "http://monitor.example/hunter2",
        "ftp://monitor.example/hunter2", "file:///etc/hunter2", "gopher://127.0.0.1/hunter2", "https:///hunter2",
        "https://", "https:hunter2", "https://user:hunter2@monitor.example/", "https://monitor.example@127.0.0.1/hunter2",
        "https://127.0.0.1\\@monitor.example/hunter2", "https://monitor.example\\.evil/hunter2",
        "https://monitor.example /hunter2", "https://monitor.example/hunter2\r\nHost: evil", "https://monitor.\nexample/",
        "https://monitor.example/hunter2\x00", "\x00https://monitor.example/hunter2", " https://monitor.example/hunter2",
        "https://mönitor.example/hunter2", "https://monitor。example/hunter2", "https://①②⑦.0.0.1/hunter2",
        "https://monitor.example:0/hunter2", "https://monitor.example:99999/hunter2", "https://monitor.example:x/hunter2",
        "https://2130706433/hunter2", "https://0x7f000001/hunter2", "https://0177.0.0.1/hunter2", "https://127.1/hunter2",
        "https://0/hunter2", "https://10.1/hunter2", "https://0x7f.1/hunter2", "http://127.1/hunter2",
        "https://[::ffff:7f00:1]/hunter2", "http://[::ffff:127.0.0.1]/hunter2", "https://[fe80::1%25eth0]/hunter2",
        "https://[::1/hunter2", "https://[v1.x]/hunter2", "http://localhost.evil.example/hunter2",
        "http://127.0.0.1.evil.example/hunter2", "http://localhost./hunter2", "https://%6c%6fcalhost/hunter2",
        "https://-/hunter2", "https://monitor.example/" + "hunter2" * 1000,
    ],
)  # fmt: skip
def test_a_url_that_plays_tricks_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        DeadMan(url)
    assert "DEAD_MAN_URL" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://monitor.example", "monitor.example", 443, "/"),
        ("HTTPS://Monitor.Example:8443/a/B?c=D#e", "monitor.example", 8443, "/a/B?c=D"),
        ("https://monitor.example?key", "monitor.example", 443, "/?key"),
        ("https://8.8.8.8/a", "8.8.8.8", 443, "/a"), ("https://[2606:4700::1111]/a", "2606:4700::1111", 443, "/a"),
        ("http://localhost/a", "localhost", 80, "/a"), ("http://[::1]:81/a", "::1", 81, "/a"),
    ],
)  # fmt: skip
def test_an_honest_url_is_taken_as_it_is_written(url: str, host: str, port: int, path: str) -> None:
    target = target_of(url)
    assert (target.host, target.port, target.path) == (host, port, path)
    assert host not in repr(target)
    shown = f"[{host}]" if ":" in host else host
    assert f"Host: {shown}".encode() in target.request


@pytest.fixture
def database(sqlite: Sqlite, tmp_path: Path) -> Iterator[Database]:
    database = open_database(sqlite.copy(tmp_path))
    with database.writing.begin() as session:
        session.add(Workspace(
            id=TEAM, name="Northwind", url="", bot_user_id="UBOT", watched_channel="C1", digest_channel="C1", leads=[],
            zone="UTC",
        ))  # fmt: skip
    yield database
    database.close()


def beat_of(database: Database, dead_man: DeadMan, chore: Callable[[], object] = lambda: None) -> None:
    doors = Doors(database, lambda: NOW, lambda: None)
    Scheduler([], doors, TEAM, threading.Event(), [chore], can_be_wound=False, worked=dead_man.beat).beat()


def test_a_beat_that_worked_is_told(monitor: Monitor, database: Database) -> None:
    dead_man = DeadMan(monitor.url())
    beat_of(database, dead_man)
    wait_until(lambda: monitor.heard)
    dead_man.stop()


def test_a_beat_that_broke_is_not_told(monitor: Monitor, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    dead_man = DeadMan(monitor.url())

    def break_down() -> None:
        raise ZeroDivisionError

    beat_of(database, dead_man, break_down)
    dead_man.stop()
    assert monitor.heard == []
    assert "a beat broke: ZeroDivisionError" in caplog.text


def test_a_beat_without_a_database_is_not_told(
    monitor: Monitor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    empty, dead_man = open_database(f"sqlite:///{tmp_path}/without_tables.db"), DeadMan(monitor.url())
    beat_of(empty, dead_man)
    empty.close()
    dead_man.stop()
    assert monitor.heard == []
    assert "the database does not answer" in caplog.text
