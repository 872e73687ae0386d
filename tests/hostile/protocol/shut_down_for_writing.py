# base: reference
# incident: died
# score: 0
# slow: yes, a duplicate of shut_down
# says: the same for one direction
import socket
socket.socket(fileno=3).shutdown(socket.SHUT_WR)
