# base: reference
# incident: none
# score: same
# says: no family, no type
import errno, socket
for family in range(46):
    for kind in (1, 2, 3, 4, 5, 10):
        try:
            socket.socket(family, kind)
            print("WON: socket", family, kind)
        except OSError as error:
            if error.errno != errno.EPERM:
                print("WON: socket", family, kind, error)
