"""A mail with attachments, as a mail program saves it."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP


def eml(subject: str, sender: str, files: tuple[tuple[str, bytes], ...], when: datetime) -> bytes:
    """RFC 5322 bytes; ``files`` are attached under their names; ``when`` is local time."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["From"] = f"{sender} <office@example.cn>"
    mail["To"] = "食安办 <shianban@example.cn>"
    mail["Date"] = when.strftime("%a, %d %b %Y %H:%M:%S +0800")
    mail["Message-ID"] = f"<{when:%Y%m%d%H%M%S}.{len(subject)}@example.cn>"
    mail.set_content(f"您好：\n\n附件为{subject}，请查收。\n\n{sender}\n", cte="base64")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    mail.set_boundary(f"----=_Part_{when:%Y%m%d%H%M%S}")
    return mail.as_bytes()
