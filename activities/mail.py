"""A notice as a mail: plain text, references only, and a calendar part where it calls to a meeting (RFC 6047).

The same notice always gives the same mail, byte for byte: it may be sent twice, and is known again.
"""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from activities.calendar_files import calendar_file
from activities.outbox import Unsent

_TEXT = """\
{subject}

Case: {case}
About: {about}
For: {member}
Recorded: {recorded:%Y-%m-%d %H:%M}Z

Written by the service that keeps the case. It holds references and no content, and
nobody reads what is answered to it: what it is about is in the case.
"""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})*)")
"""RFC 5321, but for what is quoted or in brackets: the standard library's own parser stumbles over such."""
_METHODS = {"meeting-called": "REQUEST", "meeting-cancelled": "CANCEL"}


def mail_address(written: str, name: str = "") -> Address | None:
    """None where it is no mail address, or one that not every mail server understands."""
    found = _ADDRESS.fullmatch(written)
    return Address(name, *found.groups()) if found else None


def mail_of(unsent: Unsent, to: Address, sender: Address) -> EmailMessage:
    notice = unsent.notice
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{unsent.key}@{sender.domain}>"
    mail["Date"] = unsent.stored_at
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = notice.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        _TEXT.format(
            subject=notice.subject,
            case=unsent.key.case,
            about=notice.about,
            member=notice.to,
            recorded=unsent.recorded.recorded_at,
        )
    )
    if notice.is_for_a_calendar:
        invitation = calendar_file(unsent.recorded, notice.to)
        mail.add_alternative(invitation, subtype="calendar", params={"method": _METHODS[notice.kind]})
        mail.set_boundary(sha256(str(unsent.key).encode()).hexdigest())
    return mail
