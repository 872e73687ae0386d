# base: reference
# incident: none
# score: same
# says: a call that nobody knows yet is refused too
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for number in range(450, 700):
    if number in (452, 462):
        continue
    ctypes.set_errno(0)
    if libc.syscall(number, -1, -1, -1, -1, -1, -1) >= 0 or ctypes.get_errno() not in (1, 22, 9):
        print("WON:", number, ctypes.get_errno())
