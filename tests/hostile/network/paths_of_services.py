# base: reference
# incident: none
# score: same
# slow: yes, like network/unix_sockets
# says: no service of the machine can be spoken to by its path or its abstract name
import socket
for name in ("/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/tmp/.X11-unix/X0",
             "/run/nscd/socket", "/dev/log", "\0/tmp/dbus", "\0", "./own"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            one = socket.socket(socket.AF_UNIX, kind)
            one.connect(name)
            print("WON:", name)
        except OSError:
            pass
