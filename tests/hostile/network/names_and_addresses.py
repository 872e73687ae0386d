# base: reference
# incident: none
# score: same
# slow: yes, like network/sockets
# says: no name can be looked up, nothing on this machine be reached
import socket, urllib.request
for action in (lambda: socket.getaddrinfo("example.invalid", 80), lambda: socket.create_connection(("127.0.0.1", 22), 0.2),
               lambda: urllib.request.urlopen("http://127.0.0.1:80/", timeout=0.2), lambda: socket.create_server(("127.0.0.1", 0))):
    try:
        print("WON:", action())
    except OSError:
        pass
