package io.gongmail.server.tls;

/** What is spoken behind the gate, and so how a refusal is told. */
public enum MailProtocol {
    /** RFC 9051: refused by an untagged BYE. */
    IMAP,
    /** RFC 5321: refused by 554, or by 421 where trying again may help. */
    SMTP,
    /** RFC 4511: refused by the answer to the first request, and by a Notice of Disconnection. */
    LDAP,
    /** RFC 5804: refused by BYE. */
    MANAGESIEVE
}
