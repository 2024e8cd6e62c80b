"""Thousands of connections at once, while an honest sender goes on."""

import json
import selectors
import socket
import subprocess
import threading
import time

from wire import head, webhook


class Process:
    """The attacked process, seen from outside."""

    def __init__(self, pid):
        self.pid = pid

    def memory(self):
        """Resident megabytes."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def connections(self, port):
        """Established connections that the system knows of on a port."""
        want = f":{port:04X}"
        with open("/proc/net/tcp") as table:
            return sum(1 for line in table if (f := line.split())[1].endswith(want) and f[3] == "01")


class Flood:
    """Keeps `count` connections open from many addresses, each writing `drip` a byte a second, until stopped.

    What the server closes is opened again at once, at most `again` times a second.
    """

    def __init__(self, port, count, addresses, drip=b"", again=500):
        self.port, self.count, self.drip, self.again = port, count, drip, again
        self.addresses = addresses
        self.opened = self.closed = self.answers = self.peak = 0
        self.longest = 0.0
        self.running = True
        self.open = {}
        self.thread = threading.Thread(target=self.run)
        self.selector = selectors.EpollSelector()
        self.thread.start()

    def connect(self):
        connection = socket.socket()
        connection.setblocking(False)
        # The port is chosen at connect, so that each address has all of them.
        connection.setsockopt(socket.SOL_IP, 24, 1)
        connection.bind((self.addresses[self.opened % len(self.addresses)], 0))
        connection.connect_ex(("127.0.0.1", self.port))
        self.opened += 1
        self.open[connection] = [time.monotonic(), 0]
        self.selector.register(connection, selectors.EVENT_READ)

    def drop(self, connection):
        self.closed += 1
        self.longest = max(self.longest, time.monotonic() - self.open.pop(connection)[0])
        self.selector.unregister(connection)
        connection.close()

    def run(self):
        began = time.monotonic()
        next_drip = began + 1
        while self.running:
            allowed = self.count + int((time.monotonic() - began) * self.again)
            for _ in range(min(200, self.count - len(self.open), allowed - self.opened)):
                self.connect()
            self.peak = max(self.peak, len(self.open))
            for key, _ in self.selector.select(0.005):
                try:
                    if key.fileobj.recv(4096):
                        self.answers += 1
                        continue
                except BlockingIOError:
                    continue
                except OSError:
                    pass
                self.drop(key.fileobj)
            if self.drip and time.monotonic() >= next_drip:
                next_drip += 1
                for connection, state in list(self.open.items()):
                    try:
                        connection.send(self.drip[state[1] % len(self.drip):][:1])
                        state[1] += 1
                    except BlockingIOError:
                        pass
                    except OSError:
                        self.drop(connection)

    def stop(self):
        self.running = False
        self.thread.join()
        for connection in self.open:
            connection.close()
        self.selector.close()


class Honest:
    """A sender with a connection for each webhook, `rate` a second, until stopped."""

    def __init__(self, wire, secret, rate=20, source="127.0.0.1"):
        self.wire, self.secret, self.rate, self.source = wire, secret, rate, source
        self.times, self.refused = [], 0
        self.running = True
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while self.running:
            began = time.monotonic()
            try:
                ok = self.wire.status(webhook(self.secret, close=True), self.source, wait=10) == 200
            except OSError:
                ok = False
            self.times.append(time.monotonic() - began)
            self.refused += not ok
            time.sleep(max(0, 1 / self.rate - (time.monotonic() - began)))

    def stop(self):
        self.running = False
        self.thread.join()
        worst = sorted(self.times)[int(len(self.times) * 0.99)] * 1000
        return len(self.times), self.refused, worst


def measure(bench, seconds):
    """One run of the load generator: webhooks a second, p99 in ms, what went wrong."""
    report = json.loads(subprocess.run(bench + ["--duration", f"{seconds}s"], stdout=subprocess.PIPE, check=True).stdout)
    return report["events_per_second"], report["latency_ms"]["p99"], report["errors"]


def attacks(port, addresses):
    """What is kept up while the honest sender is measured."""
    first = head("POST /webhooks/cron", "X-A: " + "a" * 4000)
    body = head("POST /webhooks/cron", "Content-Length: 60000")
    return [
        ("10,000 idle connections from 100 addresses, opened again when closed",
         lambda: Flood(port, 10_000, addresses[:100])),
        ("2,000 idle connections from one address", lambda: Flood(port, 2_000, addresses[:1])),
        ("1,500 heads, one byte a second, from 30 addresses", lambda: Flood(port, 1_500, addresses[:30], first)),
        ("600 heads, one byte a second, within the limits", lambda: Flood(port, 600, addresses[:30], first)),
        ("1,500 complete requests one byte a second, without end", lambda: Flood(port, 1_500, addresses[:30], body)),
    ]


def floods(table, process, main, secret, bench, seconds):
    """Each flood between two runs of the honest sender alone."""
    port = main.address[1]
    addresses = [f"127.0.{n // 250 + 1}.{n % 250 + 1}" for n in range(500)]
    peak_allowed = process.memory() + 48
    before = measure(bench, seconds)
    print(f"| (the honest sender alone) | {before[0]} webhooks/s, p99 {before[1]:.0f} ms | - |", flush=True)
    for name, start in attacks(port, addresses):
        memory = process.memory()
        flood = start()
        honest = Honest(main, secret)
        time.sleep(3)
        held = process.connections(port)
        during = measure(bench, seconds)
        most = process.memory()
        held = max(held, process.connections(port))
        fresh, refused, worst = honest.stop()
        flood.stop()
        time.sleep(1)
        after = measure(bench, seconds)
        alone = ((before[0] + after[0]) / 2, (before[1] + after[1]) / 2)
        ok = during[0] >= 0.9 * alone[0] and not during[2] and not refused and most < peak_allowed
        table.row(
            name,
            f"{flood.opened} opened, {flood.peak} at once, {flood.closed} closed, longest {flood.longest:.0f} s;"
            f" the server held {held}; honest rate {during[0] / alone[0]:.2f} × ({during[0]} webhooks/s, {len(during[2])}"
            f" kinds of error), p99 {during[1] / alone[1]:.1f} × ({during[1]:.0f} ms); {fresh} honest connections opened"
            f" meanwhile, {refused} refused, p99 {worst:.0f} ms; memory {memory:.0f}, {most:.0f}, {process.memory():.0f} MB",
            ok,
        )
        before = after


def burst(table, main, secret, count=2_000):
    """Honest senders that all come at once, each with a connection of its own, which sends as soon as it is there."""
    requests = [webhook(secret, close=True) for _ in range(count)]
    selector = selectors.EpollSelector()
    began = time.monotonic()
    accepted = lost = 0
    while (requests or selector.get_map()) and time.monotonic() - began < 60:
        if requests:
            connection = socket.socket()
            connection.setblocking(False)
            connection.connect_ex(main.address)
            selector.register(connection, selectors.EVENT_WRITE, requests.pop())
        for key, events in selector.select(0 if requests else 1):
            connection = key.fileobj
            try:
                if events & selectors.EVENT_WRITE:
                    connection.send(key.data)
                    selector.modify(connection, selectors.EVENT_READ)
                    continue
                got = connection.recv(4096)
                accepted += b" 200 OK" in got[:20]
                lost += b" 200 OK" not in got[:20]
            except OSError:
                lost += 1
            selector.unregister(connection)
            connection.close()
    lost += len(selector.get_map())
    table.row(f"{count} honest senders at once from one address, a connection each",
              f"{accepted} acknowledged, {lost} lost, {time.monotonic() - began:.1f} s", lost == 0)


def unread(table, process, main, seconds=8):
    """Clients that send requests without end and read no answer."""
    memory = process.memory()
    request = head("GET /webhooks/cron", host="belfry.example") * 500
    connections = [main.connect(f"127.0.3.{n + 1}") for n in range(50)]
    for connection in connections:
        connection.setblocking(False)
    sent, most, deadline = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        for connection in connections:
            try:
                sent += connection.send(request)
            except OSError:
                pass
        most = max(most, process.memory())
        time.sleep(0.01)
    for connection in connections:
        connection.close()
    time.sleep(1)
    table.row(f"50 connections that send requests for {seconds} s and read no answer",
              f"{sent / 1e6:.0f} MB of requests taken, then no more; memory {memory:.0f}, {most:.0f},"
              f" {process.memory():.0f} MB", most - memory < 64)


def half_closed(table, main, secret):
    """Connections one half of which is closed."""
    with main.connect() as connection:
        connection.sendall(webhook(secret))
        connection.shutdown(socket.SHUT_WR)
        got = connection.recv(4096)[:15]
    table.same("a sender that closes its half before the answer", got.decode(), "HTTP/1.1 200 OK")
    connections = [main.connect() for _ in range(200)]
    for connection in connections:
        connection.sendall(b"POST /webhooks/cron HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
        connection.shutdown(socket.SHUT_WR)
    began = time.monotonic()
    closed = 0
    for connection in connections:
        connection.settimeout(5)
        try:
            while connection.recv(4096):
                pass
            closed += 1
        except OSError:
            pass
        connection.close()
    table.row("200 connections half closed in the middle of a body",
              f"{closed} closed by the server within {time.monotonic() - began:.0f} s", closed == 200)
