#!/usr/bin/env python3
"""Sends one official notice: notice.py HOST PORT CERTIFICATE.pem KEY.pem ANCHOR.pem FROM TO < message"""

import smtplib
import ssl
import sys

TAKEN, REFUSED, USAGE, LATER = 0, 1, 2, 75


def send(host, port, certificate, key, anchor, sender, recipient, message):
    """Returns the server's last reply, code and text."""
    tls = ssl.create_default_context(cafile=anchor)
    tls.load_cert_chain(certificate, key)
    with smtplib.SMTP_SSL(host, int(port), context=tls, timeout=300) as smtp:
        smtp.ehlo()
        # "=" is the empty name: the certificate alone says who it is (RFC 4422, appendix A).
        for command in ("AUTH EXTERNAL =", f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"):
            code, text = smtp.docmd(command)
            if code >= 400:
                return code, text
        return smtp.data(message)


def main(arguments):
    if len(arguments) != 7:
        print(__doc__, file=sys.stderr)
        return USAGE
    message = sys.stdin.buffer.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    try:
        code, text = send(*arguments, message)
    except smtplib.SMTPResponseException as refused:
        code, text = refused.smtp_code, refused.smtp_error
    except (OSError, smtplib.SMTPException) as failed:
        print(failed, file=sys.stderr)
        return LATER
    reply = f"{code} {text.decode('ascii', 'replace')}"
    if code == 250:
        print(reply)
        return TAKEN
    print(reply, file=sys.stderr)
    return LATER if code < 500 else REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
