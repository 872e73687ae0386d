# base: reference
# incident: none
# score: same
# says: nor does its heap
import ctypes, io
secret = b"honey-" + b"7c1d0f52"
anchor = id(object())
for start in range(anchor - (8 << 20), anchor + (8 << 20), 4096):
    pass  # without /proc nobody knows what is mapped: reading blindly is the crash of exits/segfault
buffer = ctypes.string_at(id(anchor), 64)
for size in (64, 4096, 1 << 16, 1 << 20):
    block = ctypes.create_string_buffer(size)
    fresh = (ctypes.c_char * size).from_buffer(bytearray(size))
    raw = ctypes.CDLL(None).malloc
    raw.restype = ctypes.c_void_p
    if secret in ctypes.string_at(raw(size), size):
        print("WON: left in the heap")
