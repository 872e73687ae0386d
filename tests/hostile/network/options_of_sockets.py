# base: reference
# incident: none
# score: same
# says: a socket tells its kind, and neither who is at its other end nor lets anything be set
import os, socket
a, b = socket.socketpair()
channel = socket.fromfd(3, socket.AF_UNIX, socket.SOCK_STREAM)
SO_PEERPIDFD, SO_PEERSEC, SO_PEERGROUPS, SO_COOKIE, SO_ATTACH_FILTER, SO_LOCK_FILTER, SO_PEEK_OFF = 77, 31, 59, 57, 26, 44, 42
for ours in (a, channel):
    for option in (socket.SO_PEERCRED, SO_PEERPIDFD, SO_PEERSEC, SO_PEERGROUPS, SO_COOKIE, socket.SO_RCVBUF):
        try:
            print("WON: read", option, ours.getsockopt(socket.SOL_SOCKET, option, 64))
        except PermissionError:
            pass
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF, SO_ATTACH_FILTER, SO_LOCK_FILTER, SO_PEEK_OFF, socket.SO_PASSCRED):
        try:
            ours.setsockopt(socket.SOL_SOCKET, option, b"\1\0\0\0" * 4)
            print("WON: set", option)
        except PermissionError:
            pass
