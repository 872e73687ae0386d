# base: reference
# incident: none
# score: same
# slow: yes, like kernel/denied_calls
# says: there is no terminal to type into
import fcntl, os, termios
for number in range(4):
    for request in (termios.TIOCSTI, termios.TIOCSCTTY, termios.TIOCSPGRP):
        try:
            fcntl.ioctl(number, request, b"x\0\0\0")
            print("WON: ioctl", request)
        except OSError:
            pass
for name in ("/dev/tty", "/dev/console", "/dev/ptmx", "/dev/pts/0", "/dev/kmsg", "/dev/mem", "/dev/shm", "/dev/random", "/dev/fuse", "/dev/kvm"):
    for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
        try:
            os.open(name, mode | os.O_NONBLOCK)
            print("WON:", name)
        except OSError:
            pass
