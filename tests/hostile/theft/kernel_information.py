# base: reference
# incident: none
# score: same
# says: nobody is root in the box
import os
if 0 in (os.getuid(), os.geteuid(), os.getgid(), os.getegid()) or 0 in os.getgroups():
    print("WON: root", os.getuid(), os.getgid(), os.getgroups())
