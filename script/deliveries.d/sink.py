"""A chat that takes RATE requests in every second of the clock, 0 for all of them, and answers 429 to the others.

sink.py PORT RATE FILE writes the id of every request it has taken to FILE, in order.
"""

import http.server
import sys
import threading
import time

rate, record = int(sys.argv[2]), open(sys.argv[3], "ab", buffering=0)
lock, window = threading.Lock(), [0, 0]


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        with lock:
            second = int(time.time())
            if window[0] != second:
                window[:] = [second, 0]
            accepted = rate == 0 or window[1] < rate
            if accepted:
                window[1] += 1
                record.write((self.headers["webhook-id"] + "\n").encode())
        self.send_response(200 if accepted else 429)
        if not accepted:
            self.send_header("retry-after", "1")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Sink).serve_forever()
