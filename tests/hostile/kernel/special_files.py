# base: reference
# incident: none
# score: same
# says: no link, no pipe, no device in the box
import os, stat
for action in (lambda: os.symlink("/usr", "/box/l"), lambda: os.link("/box/one_to_one/models.py", "/box/m"), lambda: os.mkfifo("/box/f"),
               lambda: os.mknod("/box/d", stat.S_IFBLK | 0o600, os.makedev(8, 0)), lambda: os.mknod("/box/c", stat.S_IFCHR | 0o600, os.makedev(1, 1)),
               lambda: os.chown("/box", 0, 0), lambda: os.chroot("/box"), lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.nice(-5)):
    try:
        action()
        print("WON: a special file")
    except OSError:
        pass
os.chmod("/box/one_to_one/models.py", 0o4755)
