# base: reference
# incident: none
# score: same
# full: only a namespace gives the box a name of its own
# says: the box is called box, and not as the machine
import platform, socket
if {socket.gethostname(), platform.node()} != {"box"}:
    print("WON:", socket.gethostname())
