"""Raw HTTP over sockets, signed webhooks, and a table of what was tried."""

import hashlib
import hmac
import json
import socket
import ssl
import time
import uuid


class Wire:
    """A server to talk to, in clear text or TLS."""

    def __init__(self, port, host="127.0.0.1", tls_name=None):
        self.address = (host, port)
        self.tls_name = tls_name

    def connect(self, source=None, timeout=10):
        family = socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        if source:
            connection.bind((source, 0))
        connection.connect(self.address)
        if not self.tls_name:
            return connection
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(connection, server_hostname=self.tls_name)

    def exchange(self, request, source=None, wait=1.5):
        """Everything that comes back, and whether the server closed the connection."""
        with self.connect(source) as connection:
            connection.settimeout(wait)
            received = b""
            try:
                connection.sendall(request)
                while data := connection.recv(65536):
                    received += data
                    # A whole answer, and nothing more within a short while, is an answer.
                    connection.settimeout(0.3)
                return received, True
            except socket.timeout:
                return received, False
            except OSError:
                return received, True

    def statuses(self, request, source=None, wait=1.5):
        """The status codes that come back, and whether the server closed the connection."""
        received, closed = self.exchange(request, source, wait)
        return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]], closed

    def status(self, request, source=None, wait=5):
        """The first status code, 0 for none; returns as soon as it is there."""
        with self.connect(source) as connection:
            connection.settimeout(wait)
            try:
                connection.sendall(request)
                return int((connection.recv(4096).split(b" ", 2) + [b"0", b"0"])[1] or 0)
            except (OSError, ValueError):
                return 0


def head(line, *fields, host="127.0.0.1"):
    """A request without a body; no Host where that is None."""
    lines = [f"{line} HTTP/1.1"] + ([f"Host: {host}"] if host else []) + list(fields)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def webhook(secret, *fields, path="/webhooks/cron", host="127.0.0.1", signature=None, close=False):
    """A signed webhook of a new execution."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    body = json.dumps({
        "cron_job_id": "550e8400-e29b-41d4-a716-446655440000", "cron_job_name": "Honest job",
        "execution_id": str(uuid.uuid4()), "status": "success", "executed_at": now, "response_code": 200,
        "response_time_ms": 245, "response_body": None, "error_message": None, "retry_attempt": 0,
        "next_retry_at": None,
    }).encode()
    signature = signature or hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return head(
        f"POST {path}", "Content-Type: application/json", f"X-A1Cron-Signature: {signature}",
        f"Content-Length: {len(body)}", *fields, *(["Connection: close"] if close else []), host=host,
    ) + body


class Table:
    """A Markdown table with a line for each attack."""

    def __init__(self):
        self.failed = 0
        self.started = time.monotonic()
        print("| attack | what it got | ok |\n|---|---|---|", flush=True)

    def row(self, attack, got, ok):
        self.failed += not ok
        print(f"| {attack} | {got} | {'ok' if ok else 'NO'} |", flush=True)

    def same(self, attack, got, expected, words=""):
        """A row that is right where both are equal."""
        text = f"{got}{words}" if got == expected else f"{got}, expected {expected}"
        self.row(attack, text, got == expected)
