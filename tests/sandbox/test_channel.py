"""Every way in which the other end of a channel can misbehave is one ``Lost``, in time."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from grader.core.errors import Lost
from grader.sandbox.channel import Channel, Output
from grader.sandbox.limits import default_limits
from grader.sandbox.subject import wire

LIMITS = default_limits()
PATIENCE = 0.4  # seconds that the judge waits in these tests


class Peer:
    """The other end, as a hostile subject would hold it."""

    def __init__(self, connection: socket.socket, printed: int) -> None:
        self.socket, self.printed = connection, printed

    def request(self) -> dict[str, object]:
        size = struct.unpack("!I", self.socket.recv(4, socket.MSG_WAITALL))[0]
        return wire.unpack(self.socket.recv(size, socket.MSG_WAITALL))

    def answer(self, **message: object) -> None:
        self.socket.sendall(wire.pack(message, 1 << 20))


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Peer]]:
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    yield Channel(ours, LIMITS, reader, Output(LIMITS)), Peer(theirs, writer)
    ours.close()
    theirs.close()
    os.close(reader)
    os.close(writer)


def exits_early(peer: Peer) -> None:
    peer.socket.close()


def closes_after_the_question(peer: Peer) -> None:
    peer.request()
    peer.socket.close()


def never_answers(peer: Peer) -> None:
    peer.request()


def never_reads(peer: Peer) -> None:
    del peer


def answers_another_question(peer: Peer) -> None:
    peer.answer(id=int(str(peer.request()["id"])) + 1, value=1)


def answers_with_true_for_a_number(peer: Peer) -> None:
    peer.request()
    peer.answer(id=True, value=1)


def answers_with_both(peer: Peer) -> None:
    peer.answer(id=peer.request()["id"], value=1, error={})


def answers_with_neither(peer: Peer) -> None:
    peer.answer(id=peer.request()["id"])


def half_a_frame(peer: Peer) -> None:
    peer.request()
    peer.socket.sendall(struct.pack("!I", 1000) + b"{")


def half_a_frame_and_gone(peer: Peer) -> None:
    half_a_frame(peer)
    peer.socket.close()


def a_frame_of_4_gib(peer: Peer) -> None:
    peer.request()
    peer.socket.sendall(b"\xff\xff\xff\xff")


def garbage(peer: Peer) -> None:
    peer.request()
    peer.socket.sendall(struct.pack("!I", 8) + b"\x00\xffgarbag")


def one_byte_at_a_time(peer: Peer) -> None:
    peer.request()
    for byte in struct.pack("!I", 1000) + b" " * 1000:
        time.sleep(PATIENCE / 8)
        try:
            peer.socket.sendall(bytes([byte]))
        except OSError:
            return


def floods_its_output(peer: Peer) -> None:
    try:
        for _ in range(LIMITS.output_flood_kb + 64):
            os.write(peer.printed, bytes(1024))
    except OSError:
        return


FAULTS: list[tuple[Callable[[Peer], None], str]] = [
    (exits_early, "closed"),
    (closes_after_the_question, "closed"),
    (never_answers, "deadline"),
    (never_reads, "deadline"),
    (answers_another_question, "protocol"),
    (answers_with_true_for_a_number, "protocol"),
    (answers_with_both, "protocol"),
    (answers_with_neither, "protocol"),
    (half_a_frame, "deadline"),
    (half_a_frame_and_gone, "closed"),
    (a_frame_of_4_gib, "protocol"),
    (garbage, "protocol"),
    (one_byte_at_a_time, "deadline"),
    (floods_its_output, "flood"),
]


@pytest.mark.parametrize(("fault", "why"), FAULTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_is_one_loss_in_time(ends: tuple[Channel, Peer], fault: Callable[[Peer], None], why: str) -> None:
    """The reason is named, and afterwards nothing more is asked."""
    channel, peer = ends
    thread = threading.Thread(target=fault, args=(peer,), daemon=True)
    thread.start()
    with pytest.raises(Lost) as lost:
        channel.ask("get", ["x" * (1 << 20)] if fault is never_reads else [], time.monotonic() + PATIENCE)
    assert lost.value.why == why
    with pytest.raises(Lost):
        channel.ask("get", [], time.monotonic() + PATIENCE)
    peer.socket.close()
    thread.join(5)
    assert not thread.is_alive()


def test_an_answer_to_no_question_is_a_protocol_fault(ends: tuple[Channel, Peer]) -> None:
    """What was sent before the judge asked is never taken for an answer."""
    channel, peer = ends
    peer.answer(id=1, value="forged")
    with pytest.raises(Lost, match="another question"):
        channel.ask("get", [], time.monotonic() + PATIENCE)


def test_a_second_answer_is_found_before_the_next_question(ends: tuple[Channel, Peer]) -> None:
    """Exactly one answer for each question: at once where both came together, else at the next question."""
    channel, peer = ends

    def twice() -> None:
        number = peer.request()["id"]
        peer.answer(id=number, value=1)
        peer.answer(id=number, value=2)

    def ask_twice() -> None:
        assert channel.ask("get", [], time.monotonic() + 5)["value"] == 1
        thread.join(5)
        channel.ask("get", [], time.monotonic() + PATIENCE)

    thread = threading.Thread(target=twice, daemon=True)
    thread.start()
    with pytest.raises(Lost, match="question"):
        ask_twice()


def test_output_is_kept_up_to_its_limit(ends: tuple[Channel, Peer]) -> None:
    """And the rest is counted, so that the report can say that it was cut."""
    output = Output(LIMITS)
    output.add(b"a" * (LIMITS.output_kb * 1024) + b"b")
    text, cut = output.take()
    assert (len(text), cut) == (LIMITS.output_kb * 1024, True)
    assert output.take() == ("", False)
