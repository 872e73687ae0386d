# base: reference
# incident: none
# score: same
# slow: yes, like network/sockets
# says: nobody can be served
import asyncio, http.server, socketserver, xmlrpc.server
for start in (lambda: http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler),
              lambda: socketserver.UnixStreamServer("./socket", socketserver.BaseRequestHandler),
              lambda: socketserver.UDPServer(("", 0), socketserver.BaseRequestHandler),
              lambda: xmlrpc.server.SimpleXMLRPCServer(("localhost", 0)),
              lambda: asyncio.run(asyncio.start_server(print, "127.0.0.1", 0)).sockets[0]):
    try:
        print("WON:", start())
    except (OSError, IndexError):
        pass
