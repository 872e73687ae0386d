# base: reference
# incident: none|died
# score: 0
# says: a call of another architecture's table kills, or is refused
import ctypes
print("WON: x32", ctypes.CDLL(None).syscall(0x40000000 | 39)) if ctypes.CDLL(None).syscall(0x40000000 | 39) > 0 else None
raise SystemExit
