"""Holds the goldens of messages against what others publish; see script/check-messages."""

import importlib.util
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings

import jsonschema

warnings.filterwarnings("ignore", module="slack_sdk")

from slack_sdk.models.attachments import BlockAttachment
from slack_sdk.models.blocks import Block
from slack_sdk.models.messages.message import Message

TESTS = pathlib.Path("Tests/BelfryServerTests/Notify")


def goldens(folder, prefix=""):
    files = sorted((TESTS / folder).glob(prefix + "*.json"))
    if not files:
        raise SystemExit(f"no golden in {folder}")
    return [(file.name, json.loads(file.read_text())) for file in files]


def check_slack():
    """Every block and the message as a whole, by the limits Slack's own SDK knows."""
    found = goldens("Goldens", "slack-")
    for name, payload in found:
        blocks = Block.parse_all(payload.get("blocks", []))
        if len(blocks) != len(payload.get("blocks", [])):
            raise SystemExit(f"{name}: a block Slack's SDK does not know")
        attachments = []
        for attachment in payload.get("attachments", []):
            inner = Block.parse_all(attachment["blocks"])
            if len(inner) != len(attachment["blocks"]):
                raise SystemExit(f"{name}: a block Slack's SDK does not know")
            attachments.append(
                BlockAttachment(blocks=inner, color=attachment["color"], fallback=attachment["fallback"])
            )
        # Writes every block within, each of which holds its own limits then.
        Message(text=payload["text"], blocks=blocks, attachments=attachments).to_dict()
    return f"slack         {len(found)} messages, by slack_sdk"


def check_teams():
    """Every card, by the schema of the version it names."""
    schemas = pathlib.Path(importlib.util.find_spec("adaptive_cards").origin).parent / "schemas"
    found = goldens("Teams/Goldens")
    for name, payload in found:
        for attachment in payload["attachments"]:
            # What Teams adds to the format is not in its schema.
            card = {key: value for key, value in attachment["content"].items() if key != "msteams"}
            schema = json.loads((schemas / f"schema-{card['version']}.json").read_text())
            validator = jsonschema.validators.validator_for(schema)(schema)
            for error in validator.iter_errors(card):
                place = "/".join(map(str, error.absolute_path))
                raise SystemExit(f"{name}: {place}: {error.message[:300]}")
    return f"teams         {len(found)} cards, by Microsoft's schema"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_alertmanager():
    """Every request, as a real Alertmanager answers it and shows the alerts afterwards."""
    program = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    if program is None:
        if "--require" in sys.argv:
            raise SystemExit("there is no alertmanager (apt-get install prometheus-alertmanager)")
        return "alertmanager  not checked: it is not installed (apt-get install prometheus-alertmanager)"
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = pathlib.Path(folder) / "alertmanager.yml"
        configuration.write_text("route: {receiver: none}\nreceivers: [{name: none}]\n")
        process = subprocess.Popen(
            [
                program,
                f"--config.file={configuration}",
                f"--storage.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return post_all(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(timeout=20)


def post_all(base):
    wait_until_ready(base)
    # Times of goldens are long past; here everything begins now and lasts an hour.
    now = time.time()
    start, end = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + offset)) for offset in (-60, 3600))
    found = goldens("Alertmanager/Goldens")
    identities = set()
    for name, alerts in found:
        for alert in alerts:
            alert["startsAt"], alert["endsAt"] = start, end
            identities.add(json.dumps(alert["labels"], sort_keys=True))
        request = urllib.request.Request(
            f"{base}/api/v2/alerts",
            data=json.dumps(alerts).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            urllib.request.urlopen(request, timeout=20).read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{name}: Alertmanager answers {error.code} {error.read()[:300]}")
    shown = json.load(urllib.request.urlopen(f"{base}/api/v2/alerts", timeout=20))
    if len(shown) != len(identities):
        raise SystemExit(f"Alertmanager shows {len(shown)} alerts of {len(identities)}")
    return f"alertmanager  {len(found)} requests, {len(shown)} different alerts shown, by Alertmanager itself"


def wait_until_ready(base):
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{base}/-/ready", timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Alertmanager did not start")


for check in (check_slack, check_teams, check_alertmanager):
    print(check())
