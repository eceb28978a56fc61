"""A Celery application whose broker is the one under test; results come back over RPC (a reply queue each)."""

import os

from celery import Celery

application = Celery("tasks", broker=f"amqp://guest:guest@127.0.0.1:{os.environ['AMQP_PORT']}//", backend="rpc://")
application.conf.update(task_acks_late=True, worker_prefetch_multiplier=2, broker_connection_retry_on_startup=True)


@application.task(bind=True, max_retries=3)
def add(self, left, right):
    return left + right


@application.task(bind=True, max_retries=2, default_retry_delay=0)
def fail_once(self):
    if self.request.retries == 0:
        raise self.retry(countdown=0.2)
    return "second time"
