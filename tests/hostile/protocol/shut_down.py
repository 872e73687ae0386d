# base: reference
# incident: died
# score: 0
# slow: yes, like protocol/closed
# says: a channel that was shut down is the end of the program
import socket
socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)
