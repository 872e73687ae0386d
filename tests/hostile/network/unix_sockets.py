# base: reference
# incident: none
# score: same
# says: a pair of its own, connected to nothing else
import ctypes, os, socket
a, b = socket.socketpair()
libc = ctypes.CDLL(None, use_errno=True)
address = b"\1\0\0secret\0"
for number in (42, 49, 50, 43, 288):
    if libc.syscall(number, a.fileno(), address, len(address), 0) >= 0 or ctypes.get_errno() != 1:
        print("WON:", number, ctypes.get_errno())
for action in (lambda: a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b"\1\0\0\0")]), lambda: a.recvmsg(1, 100)):
    try:
        action()
        print("WON: descriptors can be passed")
    except OSError:
        pass
