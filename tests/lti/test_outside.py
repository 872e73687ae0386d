"""Nothing that a platform names makes this server ask inside its own network, or wait for ever."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.lms.lti.outside import Answer, Forbidden, NoAnswer, Outside, is_public, origin

_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


class Listener:
    """A server of bytes on this machine. ``heard``: what each connection sent first."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self._answer, self.heard = answer, []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.ended = threading.Event()

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                made, _ = self._socket.accept()
                threading.Thread(target=self._one, args=(made,), daemon=True).start()

    def _one(self, made: socket.socket) -> None:
        with made, contextlib.suppress(OSError):
            self.heard.append(made.recv(65536))
            self._answer(made)

    def close(self) -> None:
        self.ended.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextlib.contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[Listener]:
    found = Listener(answer)
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.close()
        thread.join(5)


def says(*parts: bytes, every: float = 0.0) -> Callable[[socket.socket], None]:
    def answer(made: socket.socket) -> None:
        for part in parts:
            made.sendall(part)
            time.sleep(every)

    return answer


def ask(listener: Listener, seconds: float = 5.0) -> Answer:
    return Outside({listener.origin}, seconds=seconds).request("GET", f"{listener.origin}/x")


# -- which addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1",
        "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::7f00:1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::c0a8:101", "64:ff9b:1::1", "100::1", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_none_of_the_public_network(address) -> None:
    """The last one is Teredo's, with 127.0.0.1 behind it."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1"]
)
def test_addresses_of_the_public_network(address) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_what_wraps_an_address_is_as_public_as_it(inner) -> None:
    number = int(inner)
    for wrapped in (f"::ffff:{inner}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::", f"64:ff9b::{inner}"):
        assert is_public(wrapped) == is_public(str(inner))


@given(st.one_of(st.text(max_size=60), st.from_regex(r"https?://[\w.@:\[\]%/?#\\-]{0,40}", fullmatch=True)))
def test_any_text_is_an_address_or_refused(text) -> None:
    with contextlib.suppress(Forbidden):
        assert Outside().check(text) == text
        assert origin(text).startswith("https://")
        assert "@" not in origin(text)


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.test/", "ftp://platform.test/", "file:///etc/passwd", "gopher://platform.test/", "//p.test/",
        "https://", "https:///keys", "", "https://user@platform.test/", "https://user:word@platform.test/",
        "https://good.test\\@bad.test/", "https://platform.test:port/", "https://[::1/", "https://good.test\n.bad.test/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_even_tried(address) -> None:
    with pytest.raises(Forbidden):
        Outside().request("GET", address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_what_leads_inside_is_cut_when_it_is_connected(host) -> None:
    """Also a name, whatever it led to a moment ago. The listener hears not one byte."""
    with listening(says(_HEAD + b"\r\n")) as there, pytest.raises(Forbidden, match="public network"):
        Outside().request("GET", f"https://{host}:{there.port}/latest/meta-data")
    assert there.heard in ([], [b""])


def test_test_origins_are_let_through_to_the_letter() -> None:
    with listening(says(_HEAD + b"\r\n{}")) as there:
        outside = Outside({there.origin})
        assert outside.request("GET", f"{there.origin}/x").json() == {}
        for other in (f"http://localhost:{there.port}", f"http://127.0.0.1:{there.port + 1}", "http://127.0.0.1"):
            with pytest.raises(Forbidden, match="only https"):
                outside.request("GET", f"{other}/x")
        with pytest.raises(Forbidden, match="public network"):
            outside.request("GET", f"https://127.0.0.1:{there.port}/x")


# -- what is sent, and what comes ---------------------------------------------------------------------------


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with (
        listening(says(_HEAD + b"\r\n")) as inside,
        listening(says(b"HTTP/1.1 302 Found\r\nLocation: %s/x\r\n\r\n" % inside.origin.encode())) as there,
    ):
        assert ask(there).status == 302
    assert inside.heard == []


def test_the_environment_names_no_proxy_and_no_password(monkeypatch, tmp_path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with listening(says(_HEAD + b"\r\n")) as proxy, listening(says(_HEAD + b"\r\n")) as there:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        assert ask(there).ok
    assert proxy.heard == []
    assert b"authorization" not in there.heard[0].lower()


def test_an_answer_too_large_is_none() -> None:
    with listening(says(_HEAD + b"\r\n", *[b"x" * 65536] * 80)) as there, pytest.raises(NoAnswer, match="too large"):
        ask(there)


def test_an_answer_that_is_only_packed_small_is_none_either() -> None:
    packed = gzip.compress(b"\0" * (64 << 20))
    head = _HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with listening(says(head, packed)) as there, pytest.raises(NoAnswer, match="too large"):
        ask(there)


def _drip(there: list[Listener], first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def answer(made: socket.socket) -> None:
        made.sendall(first)
        while not there[0].ended.wait(0.1):
            made.sendall(piece)

    return answer


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (_HEAD + b"\r\n", b"x"),
        (_HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (_HEAD, b"X-More: y\r\n"),
        (b"", b"H"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "body of a length", "chunks", "headers", "status", "continue"],
)
def test_an_answer_that_drips_has_an_end(first, piece) -> None:
    """Each byte comes in time; together they would take hours."""
    holder: list[Listener] = []
    with listening(_drip(holder, first, piece)) as there:
        holder.append(there)
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            ask(there, seconds=1.0)
        assert time.monotonic() - began < 20


def test_half_of_an_answer_is_none() -> None:
    with listening(says(_HEAD + b"Content-Length: 10\r\n\r\nhalf")) as there, pytest.raises(NoAnswer):
        ask(there)


def test_no_answer_is_left_to_be_asked_again() -> None:
    with listening(says(b"")) as there, pytest.raises(NoAnswer):
        ask(there)
    with pytest.raises(NoAnswer):
        ask(there)  # nobody listens any more


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b"9" * 5000, b"{"])
def test_json_that_is_none_is_nothing(body) -> None:
    assert Answer(200, {}, body).json() is None
