# base: reference
# incident: none
# score: same
# says: no link, no pipe, no device in the box
import os, stat
for action in (lambda: os.symlink("/usr", "./l"), lambda: os.link("./one_to_one/models.py", "./m"), lambda: os.mkfifo("./f"),
               lambda: os.mknod("./d", stat.S_IFBLK | 0o600, os.makedev(8, 0)), lambda: os.mknod("./c", stat.S_IFCHR | 0o600, os.makedev(1, 1)),
               lambda: os.chown(".", 0, 0), lambda: os.chroot("."), lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.nice(-5)):
    try:
        action()
        print("WON: a special file")
    except OSError:
        pass
os.chmod("./one_to_one/models.py", 0o4755)
