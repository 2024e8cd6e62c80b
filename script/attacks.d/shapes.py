"""What one connection can try: tokens, hosts, other sites, paths, smuggling, sizes."""

import base64

from wire import head, webhook

EVIL = "https://evil.example"


def access(table, main, token):
    """Who gets at what is not public."""
    guarded = ["/metrics", "/", "/api/v1/jobs", "/api/v1/webhooks", "/api/v1/secrets", "/api/v2/alerts", "/api/v2/status"]

    def statuses(*fields, host="belfry.example", paths=guarded):
        return sorted({main.status(head(f"GET {path}", *fields, host=host)) for path in paths})

    basic = base64.b64encode(f"any:{token}".encode()).decode()
    table.same(f"no token, {len(guarded)} paths", statuses(), [401])
    table.same("wrong token", statuses("Authorization: Bearer wrong"), [401])
    table.same("the right token, as Bearer and as Basic password",
               statuses(f"Authorization: Bearer {token}") + statuses(f"Authorization: Basic {basic}"), [200, 200])
    many = [main.status(head("GET /metrics", f"Authorization: Bearer {n}", host="belfry.example"), "127.0.0.9")
            for n in range(40)]
    table.same("40 wrong tokens from one address", [many.count(401), many.count(429)], [20, 20], " (401, 429)")
    table.same("the right token from that address",
               main.status(head("GET /metrics", f"Authorization: Bearer {token}", host="belfry.example"), "127.0.0.9"), 200)
    table.same("loopback address and loopback Host, no proxy: the operator", statuses(host="localhost:8080"), [200])
    for host in ["belfry.example", "127.0.0.1.nip.io", "127.0.0.1@evil.example", "localhost.evil.example", "[::1].evil"]:
        table.same(f"tunnel or DNS rebinding: loopback address, Host `{host}`", statuses(host=host), [401])
    for field in ["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: http",
                  "Forwarded: for=127.0.0.1", "Via: 1.1 tunnel", "CF-Connecting-IP: 127.0.0.1"]:
        table.same(f"a proxy that rewrites Host to a loopback one: `{field}`", statuses(field, host="127.0.0.1"), [401])
    old = head("GET /metrics").replace(b"HTTP/1.1", b"HTTP/1.0")
    table.same("the same without any field, by HTTP/1.0 as nginx does by itself", main.status(old), 401)


def sites(table, main):
    """What a page of another site makes the operator's browser send."""
    posts = ["POST /-/reload", "POST /api/v1/secrets", "POST /api/v2/silences", "POST /api/v1/jobs/x/forget",
             "DELETE /api/v1/secrets/x"]
    for what, fields in [(f"Origin: {EVIL}", [f"Origin: {EVIL}"]), ("Origin: null", ["Origin: null"]),
                         ("Origin of another port", ["Origin: http://127.0.0.1:3000"]),
                         ("Sec-Fetch-Site: cross-site", ["Sec-Fetch-Site: cross-site"]),
                         ("Sec-Fetch-Site: same-site", ["Sec-Fetch-Site: same-site"])]:
        got = sorted({main.status(head(line, "Content-Length: 0", *fields)) for line in posts})
        table.same(f"cross-site request ({what}) to {len(posts)} addresses that change something", got, [403])
    for origin in ["http://127.0.0.1"]:
        got = main.status(head("POST /-/reload", "Content-Length: 0", f"Origin: {origin}"))
        table.same("the same from a page of this server: reload", got, 200)
    changing = ["/-/reload", "/api/v1/jobs/x/pause", "/api/v1/jobs/x/forget", "/api/v1/jobs/x/resume", "/webhooks/cron"]
    got = sorted({main.status(head(f"{method} {path}?confirm=1", "X-HTTP-Method-Override: POST"))
                  for path in changing for method in ["GET", "HEAD", "OPTIONS"]})
    table.row("GET, HEAD, OPTIONS to what changes something", got, set(got) <= {404, 405})
    got = sorted({main.status(head(f"{method} {path}")) for path in ["/", "/metrics", "/webhooks/cron", "/-/healthy"]
                  for method in ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE"]})
    table.row("TRACE, CONNECT, PUT, PATCH, DELETE", got, set(got) <= {400, 404, 405})


def paths(table, main, webhooks, secret):
    """Paths that resemble others."""
    tricks = ["//metrics", "/metrics/", "/./metrics", "/METRICS", "/%6detrics", "/metrics%2f", "/metrics;x", "/metrics%00",
              "/webhooks/../metrics", "/webhooks/cron/../../metrics", "/webhooks/%2e%2e/metrics",
              "/-/healthy/../../metrics", "/-/ready/..%2f..%2fmetrics", "/metrics\\", "/%2e%2e/%2e%2e/etc/passwd"]
    got = sorted({main.status(head(f"GET {path}", host="belfry.example")) for path in tricks})
    table.row(f"{len(tricks)} spellings of /metrics without a token", got, set(got) <= {400, 401, 404})
    tricks = ["//webhooks/cron", "/webhooks//cron", "/webhooks/cron/", "/Webhooks/cron", "/webhooks%2fcron",
              "/webhooks/%63ron", "/webhooks/cron;x", "/webhooks/cron%00", "/webhooks/../webhooks/cron"]
    got = sorted({main.status(webhook(secret, path=path)) for path in tricks})
    table.same(f"{len(tricks)} spellings of /webhooks/cron, signed", got, [404])
    private = ["/", "/metrics", "/-/healthy", "/-/ready", "/-/reload", "/api/v1/jobs", "/api/v2/status",
               "/webhooks/../metrics", "//metrics"]
    got = sorted({webhooks.status(head(f"{method} {path}")) for path in private for method in ["GET", "POST"]})
    table.same("everything else on webhook_port, with a loopback Host", got, [404])
    table.same("a signed webhook on webhook_port", webhooks.status(webhook(secret)), 200)
    table.same("GET of a webhook address", main.status(head("GET /webhooks/cron-success")), 405)


def signatures(table, main, secret):
    """Webhooks that nobody signed."""
    good = webhook(secret)
    for what, request in [
        ("no signature", head("POST /webhooks/cron", "Content-Type: application/json", "Content-Length: 2") + b"{}"),
        ("a signature of another secret", webhook("another secret")),
        ("a byte of the body changed", good.replace(b"Honest", b"Honesu")),
        ("two signatures", webhook(secret, f"X-A1Cron-Signature: {'0' * 64}")),
    ]:
        table.same(f"webhook, {what}", main.status(request), 401)
    series = 'belfry_webhook_requests_total{result="duplicate"}'
    before = counter(main, series)
    got = [main.status(good), main.status(good), counter(main, series) - before]
    table.same("webhook, captured and sent again", got, [200, 200, 1], " (status, status, counted as duplicate)")
    table.same("webhook, gzip", main.status(webhook(secret, "Content-Encoding: gzip")), 415)


def counter(main, series):
    """A number of /metrics."""
    text, _ = main.exchange(head("GET /metrics?collect[]=self", "Connection: close"), wait=5)
    return int(float(next(line.split()[-1] for line in text.decode().splitlines() if line.startswith(series))))


def smuggling(table, main):
    """Heads and bodies that two servers in a row could read differently, each followed by a second request."""
    second = head("GET /-/healthy")
    chunked = "Transfer-Encoding: chunked"
    shapes = [
        ("Content-Length twice, different", ["Content-Length: 2", "Content-Length: 3"], b"{}"),
        ("Content-Length twice, equal", ["Content-Length: 2", "Content-Length: 2"], b"{}"),
        ("Content-Length: 2, 2", ["Content-Length: 2, 2"], b"{}"),
        ("Content-Length: +2, -2, 0x2, empty, 10^20", None, b"{}"),
        ("Content-Length and Transfer-Encoding, both orders", None, b"0\r\n\r\n"),
        ("Transfer-Encoding: xchunked", ["Transfer-Encoding: xchunked"], b"0\r\n\r\n"),
        ("Transfer-Encoding: chunked, identity", ["Transfer-Encoding: chunked, identity"], b"0\r\n\r\n"),
        ("Transfer-Encoding: gzip, chunked", ["Transfer-Encoding: gzip, chunked"], b"0\r\n\r\n"),
        ("Transfer-Encoding twice", [chunked, chunked], b"0\r\n\r\n"),
        ("Transfer-Encoding with a vertical tab", ["Transfer-Encoding: \x0bchunked"], b"0\r\n\r\n"),
        ("obs-fold in any field", ["X-A: b\r\n c"], b""),
        ("obs-fold in Transfer-Encoding", ["Transfer-Encoding:\r\n chunked"], b"0\r\n\r\n"),
        ("space before the colon", ["X-A : b"], b""),
        ("bare LF between fields", ["X-A: b\nX-B: c"], b""),
        ("bare CR in a value", ["X-A: b\rc"], b""),
        ("NUL in a value", ["X-A: b\0c"], b""),
        ("empty field name", [": b"], b""),
        ("Host twice", ["Host: evil.example"], b""),
        ("chunk size -2, 0x2, 17 digits", None, b""),
        ("chunk with bare LF", [chunked], b"2\n{}\n0\n\n"),
        ("chunk longer than its size", [chunked], b"2\r\n{}XX0\r\n\r\n"),
    ]
    for name, fields, body in shapes:
        if "+2" in name:
            variants = [([f"Content-Length:{v}"], body) for v in [" +2", " -2", " 0x2", "", " " + "9" * 20]]
        elif "both orders" in name:
            variants = [(f, body) for f in (["Content-Length: 5", chunked], [chunked, "Content-Length: 5"])]
        elif "17 digits" in name:
            variants = [([chunked], s + b"\r\n{}\r\n0\r\n\r\n") for s in (b"-2", b"0x2", b"f" * 17)]
        else:
            variants = [(fields, body)]
        got = set()
        for fields, body in variants:
            for line in ["POST /webhooks/cron", "POST /metrics"]:
                statuses, closed = main.statuses(head(line, *fields) + body + second)
                got.add((tuple(statuses), closed))
                # Where a body breaks whose head was right, closing is all that is left, perhaps after the answer.
                if body and (line, closed) == ("POST /metrics", True) and statuses in ([], [405]):
                    got.discard((tuple(statuses), True))
        row(table, f"smuggling: {name}", got)
    for name, raw in [
        ("no Host", head("GET /-/healthy", host=None)),
        ("absolute-form target", head("GET http://127.0.0.1/metrics")),
        ("bare LF everywhere", head("GET /-/healthy").replace(b"\r\n", b"\n")),
        ("chunks in HTTP/1.0", head("POST /webhooks/cron", chunked).replace(b"1.1", b"1.0") + b"0\r\n\r\n"),
        ("CONNECT and a second request", head("CONNECT evil.example:80")),
        ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("TLS to the clear-text port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 500),
    ]:
        statuses, closed = main.statuses(raw + second)
        row(table, f"smuggling: {name}", {(tuple(statuses), closed)})


def row(table, name, got):
    """400, closed, and no answer to the second request; one set member for each way it was sent."""
    ok = got <= {((400,), True)}
    what = "closed" if "chunk " in name and "encoding" not in name.lower() else "400, closed"
    table.row(name, f"{what}, the request behind it not read" if ok else sorted(got), ok)


def sizes(table, main):
    """Heads and bodies that are too large."""
    for what, request in [
        ("a header field of 1 MB", head("GET /-/healthy", f"X-A: {'a' * 1_048_576}")),
        ("1 MB in 100 fields", head("GET /-/healthy", *[f"X-{n}: {'a' * 10_480}" for n in range(100)])),
        ("101 fields", head("GET /-/healthy", *[f"X-{n}: a" for n in range(101)])),
        ("a target of 1 MB", head(f"GET /{'a' * 1_048_576}")),
        ("a field of 1 MB behind a webhook's chunks",
         head("POST /webhooks/cron", "Transfer-Encoding: chunked") + b"0\r\nX-A: " + b"a" * 1_048_576 + b"\r\n\r\n"),
    ]:
        table.same(what, outcome(main, request), "431, closed")
    announced = head("POST /webhooks/cron", "Content-Length: 1000000000")
    table.same("a body of 1 GB, announced", outcome(main, announced), "413, closed")
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    endless = head("POST /webhooks/cron", "Transfer-Encoding: chunked") + chunk * 640
    table.same("a body of 10 MB in chunks, not announced", outcome(main, endless), "413, closed")


def outcome(main, request):
    """The statuses of a request in words."""
    statuses, closed = main.statuses(request, wait=5)
    return ", ".join([*map(str, statuses), "closed" if closed else "open"])
