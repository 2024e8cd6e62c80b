"""What a proxy in front of Belfry lets through, who is judged, and who is taken for this machine.

proxies.py NAME TLS_PORT PORT WEBHOOK_PORT DATA_FOLDER MODE

MODE says how the proxy is set up: `documented` as docs/reverse-proxy.md says, `port` with the client's port behind its
address, `bare` without any header, in front of a Belfry that knows of no proxy.
"""

import sys

from wire import Table, Wire, head, webhook

name, tls_port, port, webhook_port, data, mode = sys.argv[1:7]
secret = open(f"{data}/webhook_secret").read().strip()
token = open(f"{data}/admin_token").read().strip()
proxy = Wire(int(tls_port), tls_name="belfry.example")
proxy6 = Wire(int(tls_port), host="::1", tls_name="belfry.example")
direct = Wire(int(port))
webhooks = Wire(int(webhook_port))
ALLOWED, OTHER = "127.0.0.2", "127.0.0.3"
HOST = f"belfry.example:{tls_port}"

table = Table()


def posted(wire, *fields, source=None):
    return wire.status(webhook(secret, *fields, host=HOST), source)


def forged(value):
    return [f"X-Forwarded-For: {value}"]


def judged():
    """Addresses by allowed_sources: 127.0.0.2 and ::1 are in it, 127.0.0.1 is the trusted proxy."""
    table.same(f"{name}: signed webhook from an allowed address", posted(proxy, source=ALLOWED), 200)
    table.same(f"{name}: from another", posted(proxy, source=OTHER), 403)
    table.same(f"{name}: from an allowed IPv6 address", posted(proxy6), 200)
    values = [ALLOWED, f"{ALLOWED}, {ALLOWED}", f"{ALLOWED}, 127.0.0.1", "::1", f"::ffff:{ALLOWED}", f"{ALLOWED}:80",
              "[::1]:443", f'"{ALLOWED}"', "unknown", "_hidden", ", ,", "", "9" * 2000, f"{ALLOWED};", "a1cron"]
    got = {value: posted(proxy, *forged(value), source=OTHER) for value in values}
    table.same(f"{name}: another address with {len(values)} forged X-Forwarded-For (prepended, lists, IPv6, ports, garbage)",
               sorted(set(got.values())), [403])
    several = [f"X-Forwarded-For: {ALLOWED}", f"x-forwarded-for: {ALLOWED}", "X-Forwarded-For: 127.0.0.1"]
    table.same(f"{name}: another address with three X-Forwarded-For fields", posted(proxy, *several, source=OTHER), 403)
    others = [f"Forwarded: for={ALLOWED}", f"X-Real-IP: {ALLOWED}", f"X-Client-IP: {ALLOWED}"]
    table.same(f"{name}: another address with Forwarded, X-Real-IP, X-Client-IP", posted(proxy, *others, source=OTHER), 403)
    got = sorted({posted(proxy, *forged(value), source=ALLOWED) for value in values})
    table.same(f"{name}: an allowed address with the same forgeries", got, [200])
    got = [posted(wire, *forged(ALLOWED), source=OTHER) for wire in (webhooks, direct)]
    table.same("past the proxy, from an address that is not trusted, X-Forwarded-For forged", got, [403, 403])


def operator():
    """The admin token behind a proxy."""
    guarded = ["/metrics", "/", "/api/v1/jobs", "/api/v2/status"]

    def got(*fields, host=HOST, wire=proxy, paths=guarded):
        return sorted({wire.status(head(f"GET {path}", *fields, host=host)) for path in paths})

    table.same(f"{name}: no token", got(), [401])
    for host in ["127.0.0.1", "localhost:8080", "[::1]:8080"]:
        expected = {(401,), (403,), (404,), (421,), (200,)}
        statuses = tuple(got(host=host))
        # Caddy answers a host it does not serve with 200 and no body: nothing of Belfry's is in it.
        body = proxy.exchange(head("GET /metrics", host=host))[0]
        table.row(f"{name}: no token, Host `{host}`", list(statuses), statuses in expected and b"belfry_" not in body)
    fields = ["X-Forwarded-Host: localhost", "X-Forwarded-Proto: http", "X-Forwarded-For: 127.0.0.1"]
    table.same(f"{name}: no token, {', '.join(fields)}", got(*fields), [401])
    table.same(f"{name}: the right token", got(f"Authorization: Bearer {token}"), [200])
    tricks = ["/webhooks/../metrics", "/webhooks/%2e%2e/metrics", "//metrics", "/webhooks/..%2fmetrics", "/%6detrics"]
    statuses = got(paths=tricks)
    table.row(f"{name}: {len(tricks)} spellings of /metrics", statuses, set(statuses) <= {301, 308, 400, 401, 404})


def sites():
    """Browsers behind the proxy."""
    bearer = f"Authorization: Bearer {token}"

    def post(*fields):
        return proxy.status(head("POST /-/reload", "Content-Length: 0", bearer, *fields, host=HOST))

    table.same(f"{name}: POST with the token from a page of belfry.example", post(f"Origin: https://{HOST}"), 200)
    table.same(f"{name}: POST with the token from a page of another site",
               [post("Origin: https://evil.example"), post("Sec-Fetch-Site: cross-site")], [403, 403])


def framing():
    """What the proxy makes of requests that two servers could read differently."""
    second = head("GET /metrics", host="localhost")
    for what, fields, body in [
        ("Content-Length and Transfer-Encoding", ["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        ("Transfer-Encoding: xchunked", ["Transfer-Encoding: xchunked"], b"0\r\n\r\n"),
        ("Content-Length twice", ["Content-Length: 2", "Content-Length: 3"], b"{}"),
        ("Host twice", ["Host: localhost"], b""),
        ("space before the colon", ["X-A : b"], b""),
        ("obs-fold", ["X-A: b\r\n c"], b""),
    ]:
        received, _ = proxy.exchange(head("POST /webhooks/cron", *fields, host=HOST) + body + second)
        first = received[9:12].decode()
        table.row(f"{name}: smuggling, {what}", f"{first or 'closed'}, nothing of /metrics",
                  first != "200" and b"belfry_" not in received)
    big = head("POST /webhooks/cron", "Content-Length: 100000", host=HOST) + b" " * 100_000
    # 502 where Caddy notices while it passes the body on that Belfry has refused it and closed.
    table.row(f"{name}: a body over 64 KiB", got := proxy.status(big, ALLOWED), got == 413 or (name, got) == ("Caddy", 502))


if mode == "documented":
    judged()
    operator()
    sites()
    framing()
elif mode == "port":
    table.same(f"{name}, address and port in X-Forwarded-For: allowed, another, allowed IPv6",
               [posted(proxy, source=ALLOWED), posted(proxy, source=OTHER), posted(proxy6)], [200, 403, 200])
else:
    got = sorted({proxy.status(head(f"GET {path}", host=host)) for path in ["/metrics", "/api/v1/jobs"]
                  for host in ["belfry.example", "127.0.0.1", "localhost"]})
    table.same(f"{name}, set up without any header, Belfry without external_url: no token", got, [401])
    table.same("the operator on this machine, past the proxy", direct.status(head("GET /metrics", host="127.0.0.1")), 200)
print()
sys.exit(1 if table.failed else 0)
