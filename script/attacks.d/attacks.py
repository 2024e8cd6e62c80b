"""Tries everything on a running server, and prints what each attack got.

attacks.py PID PORT WEBHOOK_PORT DATA_FOLDER BENCH_COMMAND...
"""

import os
import sys

import floods
import shapes
from wire import Table, Wire

pid, port, webhook_port, data = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
bench = sys.argv[5:]
secret = open(f"{data}/webhook_secret").read().strip()
token = open(f"{data}/admin_token").read().strip()
seconds = int(os.environ.get("ATTACK_SECONDS", "12"))

main, webhooks = Wire(port), Wire(webhook_port)
process = floods.Process(pid)
table = Table()
shapes.access(table, main, token)
shapes.sites(table, main)
shapes.paths(table, main, webhooks, secret)
shapes.signatures(table, main, secret)
shapes.smuggling(table, main)
shapes.sizes(table, main)
floods.half_closed(table, main, secret)
if seconds:
    floods.burst(table, main, secret)
    floods.unread(table, process, main)
    floods.floods(table, process, main, secret, bench, seconds)
table.row("and then: memory", f"{process.memory():.0f} MB", process.memory() < 250)
print(f"\n{table.failed} not as expected")
sys.exit(1 if table.failed else 0)
