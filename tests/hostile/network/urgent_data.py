# base: reference
# incident: none
# score: same
# says: urgent data overtakes what was sent before, and its part of the kernel has been a way out of other boxes
import socket
a, b = socket.socketpair()
channel = socket.fromfd(3, socket.AF_UNIX, socket.SOCK_STREAM)
for action in (lambda: a.send(b"x", socket.MSG_OOB), lambda: b.recv(1, socket.MSG_OOB | socket.MSG_DONTWAIT),
               lambda: channel.send(b"x", socket.MSG_OOB), lambda: channel.recv(1, socket.MSG_OOB | socket.MSG_DONTWAIT)):
    try:
        print("WON:", action())
    except PermissionError:
        pass
a.send(b"as it is")
if b.recv(100) != b"as it is":
    print("WON: nothing arrives at all")
