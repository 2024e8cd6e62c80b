"""Prints a webhook of a job whose name has everything a label must escape, 512 bytes long."""

import datetime
import json

NAME = "\"} 1\nevil_total{x=\"\\\\n\t\u2028🕯é"
now = datetime.datetime.now(datetime.timezone.utc)
name = NAME + "x" * (512 - len(NAME.encode()))
print(
    json.dumps(
        {
            "cron_job_id": "hostile",
            "cron_job_name": name,
            "execution_id": "hostile-1",
            "status": "success",
            "executed_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "response_code": 200,
            "response_time_ms": 245,
            "response_body": None,
            "error_message": None,
            "retry_attempt": 0,
            "next_retry_at": None,
        },
        ensure_ascii=False,
    )
)
