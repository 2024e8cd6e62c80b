"""Posts signed webhooks and measures how long their answers take.

webhooks.py queue COUNT PORT SECRET_FILE PORT SECRET_FILE    the final failure of COUNT jobs, to each server
webhooks.py compare FILE PORT SECRET_FILE PORT SECRET_FILE   until standard input ends: a round every few seconds, in which each
    server in turn gets as many successes; a line of the median and the 99th percentile in milliseconds of both to FILE
webhooks.py ratio FILE    what the rounds say: medians, and the first server's over the second's
"""

import hashlib
import hmac
import http.client
import json
import select
import statistics
import sys
import time

IN_A_ROUND = 200
PAUSE = 10.0


class Server:
    def __init__(self, port, secret_file):
        self.connection = http.client.HTTPConnection("127.0.0.1", int(port))
        self.secret = open(secret_file).readline().strip().encode()

    def post(self, job, execution, status):
        """Milliseconds from the request to its answer."""
        is_success = status == "success"
        body = json.dumps(
            {
                "cron_job_id": job,
                "cron_job_name": f"Job {job}",
                "execution_id": execution,
                "status": status,
                "executed_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "response_code": 200 if is_success else 500,
                "response_time_ms": 245,
                "response_body": None,
                "error_message": None if is_success else "boom",
                "retry_attempt": 0,
                "next_retry_at": None,
            }
        ).encode()
        signature = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        start = time.monotonic()
        self.connection.request(
            "POST", "/webhooks/cron", body, {"content-type": "application/json", "x-a1cron-signature": signature}
        )
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        return (time.monotonic() - start) * 1000


def servers(arguments):
    return [Server(*arguments[index : index + 2]) for index in range(0, len(arguments), 2)]


def compare(path, both):
    serial = 0
    with open(path, "a", buffering=1) as file:
        while True:
            times = [[], []]
            # In small turns, so that whatever else the machine does meets both alike.
            for turn in range(IN_A_ROUND // 20):
                for index in (0, 1) if turn % 2 == 0 else (1, 0):
                    for _ in range(20):
                        serial += 1
                        times[index].append(both[index].post(f"steady-{serial % 50}", f"steady-{serial}", "success"))
            figures = []
            for values in times:
                values.sort()
                figures += [values[len(values) // 2], values[len(values) * 99 // 100]]
            file.write(" ".join(f"{figure:.3f}" for figure in figures) + "\n")
            if select.select([sys.stdin], [], [], PAUSE)[0]:
                return


def ratio(path):
    rounds = [[float(text) for text in line.split()] for line in open(path)]
    median = [statistics.median(column) for column in zip(*rounds)]
    ratios = sorted(a / b for a, _, b, _ in rounds)
    middle = statistics.median(ratios)
    quarters = ratios[len(ratios) // 4], ratios[len(ratios) * 3 // 4]
    print(
        f"{middle:.2f} {len(rounds)} rounds: {median[0]:.2f} ms against {median[2]:.2f} ms,"
        f" 99 % {median[1]:.1f} ms against {median[3]:.1f} ms;"
        f" half of the ratios from {quarters[0]:.2f} to {quarters[1]:.2f}"
    )


match sys.argv[1]:
    case "queue":
        for server in servers(sys.argv[3:]):
            for number in range(int(sys.argv[2])):
                server.post(f"job-{number}", f"job-{number}", "failure")
    case "compare":
        compare(sys.argv[2], servers(sys.argv[3:]))
    case "ratio":
        ratio(sys.argv[2])
