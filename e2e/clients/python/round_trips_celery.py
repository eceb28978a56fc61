"""Starts a Celery worker, sends it tasks, inspects it, stops it. Ends with 0 when all hold."""

import os
import subprocess
import sys

from celery_tasks import add, application, fail_once

here = os.path.dirname(os.path.abspath(__file__))
command = [sys.executable, "-m", "celery", "-A", "celery_tasks", "worker", "--loglevel=WARNING", "--concurrency=1", "--pool=solo"]
worker = subprocess.Popen(command, cwd=here, stdin=subprocess.DEVNULL)
try:
    results = [add.delay(number, number) for number in range(20)]
    assert [result.get(timeout=40) for result in results] == [number * 2 for number in range(20)]
    assert fail_once.delay().get(timeout=20) == "second time"
    answers = application.control.inspect(timeout=5).ping()
    assert answers and list(answers.values()) == [{"ok": "pong"}], answers
    print("ok")
finally:
    worker.terminate()
    try:
        worker.wait(timeout=15)
    except subprocess.TimeoutExpired:
        worker.kill()
