# base: reference
# incident: none|died|protocol
# score: at_most_same
# slow: yes, like resources/inodes
# says: nor can the kernel's memory be filled through pipes
import fcntl, os
try:
    while True:
        reader, writer = os.pipe()
        try:
            fcntl.fcntl(writer, 1031, 1 << 20)
            print("WON: F_SETPIPE_SZ")
        except OSError:
            pass
        os.set_blocking(writer, False)
        os.write(writer, bytes(1 << 16))
except OSError:
    pass
