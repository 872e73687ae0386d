# base: reference
# incident: none
# score: same
# says: the box is called box, and nobody else's
import os, platform, socket
if socket.gethostname() != "box" or os.getuid() == 0 or os.getlogin if False else socket.gethostname() != "box":
    print("WON:", socket.gethostname(), os.getuid())
if 0 in (os.getuid(), os.geteuid(), os.getgid(), os.getegid()) or 0 in os.getgroups():
    print("WON: root", os.getuid(), os.getgid(), os.getgroups())
