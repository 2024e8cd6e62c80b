"""A chat, or any address, that takes everything after a while: long enough for a sender to be killed while it waits.

chat.py PORT FILE writes a line for every request: its path and the id by which the sender says that it is the same again.
"""

import http.server
import sys
import threading
import time

record, lock = open(sys.argv[2], "ab", buffering=0), threading.Lock()


class Chat(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        id = self.headers["webhook-id"] or self.headers["idempotency-key"]
        # On record before it is answered: what a sender was told is never missing here.
        with lock:
            record.write(f"{self.path} {id}\n".encode())
        time.sleep(0.1)
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Chat).serve_forever()
