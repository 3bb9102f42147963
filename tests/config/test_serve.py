from __future__ import annotations

import json
import signal
import socket
import time
import urllib.error
import urllib.request

import pytest

from tests.process import Malaqbiq

pytestmark = pytest.mark.process


def test_server_answers_health_and_stops_when_told(ready_malaqbiq: Malaqbiq) -> None:
    port = free_port()
    with ready_malaqbiq.started("serve", f"--bind=127.0.0.1:{port}", "--workers=1") as server:
        facts = json.loads(fetch(f"http://127.0.0.1:{port}/health"))
        assert facts["ok"] is True
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def fetch(url: str) -> bytes:
    """The body at an address, once its server is up."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
                return bytes(response.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")
