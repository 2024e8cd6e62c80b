"""A chat that takes every message: answers 200 after a short while and keeps one JSON line for each request.

sink.py PORT FILE
"""

import http.server
import json
import sys
import threading
import time

record = open(sys.argv[2], "a", buffering=1)
lock = threading.Lock()


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        alerts = [[a["fingerprint"], a["startsAt"], a["status"], a["labels"]["alertname"]] for a in body["alerts"]]
        entry = {
            "at": time.time(),
            "receiver": self.path.strip("/"),
            "id": self.headers["webhook-id"],
            "truncated": body["truncatedAlerts"],
            "alerts": alerts,
        }
        # On record before it is answered: what a sender was told is never missing here.
        with lock:
            record.write(json.dumps(entry) + "\n")
        # Long enough for a sender to be killed while it waits.
        time.sleep(0.02)
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Sink).serve_forever()
