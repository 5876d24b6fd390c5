"""How gunicorn serves the portal: `gunicorn -c python:integration_portal.gunicorn_conf`.

Loopback only, because a reverse proxy speaks TLS in front of it. What differs between installations
comes from the environment: PORT or BIND, WEB_CONCURRENCY, WEB_THREADS, WEB_TIMEOUT, ACCESS_LOG.
"""

import os

wsgi_app = "integration_portal.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"

# Processes for the cores, threads for slow visitors: a thread waiting for a connection costs no process.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 8)
preload_app = True
timeout = int(os.environ.get("WEB_TIMEOUT") or 60)
graceful_timeout = 15
keepalive = 5

# A long filter fits into the request line; what is longer is refused with 400 before Django sees it.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190

# Everything is logged to stdout; the proxy usually keeps the access log, so ours is on request.
accesslog = "-" if os.environ.get("ACCESS_LOG", "").lower() in {"1", "on", "true", "yes"} else None
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "info")
control_socket_disable = True
