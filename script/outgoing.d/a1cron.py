"""A1Cron as its documentation has it, as far as triggers need it: a list of jobs, and a trigger that answers when the job is done.

a1cron.py PORT BELFRY_PORT SECRET_FILE FILE writes a line for every job started: the job and its execution. A job takes a while, reports
by a signed webhook, again and again until somebody answers 200, and is then answered.
"""

import hashlib
import hmac
import http.client
import http.server
import itertools
import json
import sys
import threading
import time

belfry_port, secret_file = int(sys.argv[2]), sys.argv[3]
record, lock, numbers = open(sys.argv[4], "ab", buffering=0), threading.Lock(), itertools.count(1)
JOBS = {f"crn_{number}": f"Processing {number}" for number in range(4)} | {"crn_report": "Daily Report"}


def report(webhook):
    """Delivers a webhook, however long that takes."""
    body = json.dumps(webhook).encode()
    signature = hmac.new(open(secret_file).readline().strip().encode(), body, hashlib.sha256).hexdigest()
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", belfry_port, timeout=10)
            connection.request(
                "POST",
                "/webhooks/cron-success",
                body,
                {"content-type": "application/json", "x-a1cron-signature": signature},
            )
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.2)


class A1Cron(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        jobs = [{"id": id, "name": name, "is_active": True} for id, name in JOBS.items()]
        page = {"page": 1, "limit": 100, "total_items": len(jobs), "total_pages": 1}
        self.answer({"data": jobs, "pagination": page})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        job = self.path.split("/")[-1]
        with lock:
            execution = f"exe_{next(numbers)}"
            record.write(f"{job} {execution}\n".encode())
        time.sleep(0.15)
        webhook = {
            "cron_job_id": job,
            "cron_job_name": JOBS[job],
            "execution_id": execution,
            "status": "success",
            "executed_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "response_code": 200,
            "response_time_ms": 150,
            "response_body": "{}",
            "error_message": None,
            "retry_attempt": 0,
            "next_retry_at": None,
        }
        threading.Thread(target=report, args=(webhook,), daemon=True).start()
        self.answer({"data": webhook})

    def answer(self, document):
        body = json.dumps(document).encode()
        try:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), A1Cron).serve_forever()
