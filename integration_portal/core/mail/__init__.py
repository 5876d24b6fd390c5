"""Mail that survives a dead server: written to a queue in the caller's transaction, sent by `manage.py run_due`."""

from .queue import keep_file, queue_mail, repeat, withdraw
from .texts import MailKind, Placeholder, register

__all__ = ["MailKind", "Placeholder", "keep_file", "queue_mail", "register", "repeat", "withdraw"]
