"""A chat and a trigger's target: answers 200, and keeps one line of time and path for each request.

sink.py PORT FILE
"""

import http.server
import sys
import time

record = open(sys.argv[2], "a", buffering=1)


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        record.write(f"{time.time():.3f} {self.path}\n")
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Sink).serve_forever()
