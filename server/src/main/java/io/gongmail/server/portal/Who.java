package io.gongmail.server.portal;

/** Who may use a route. */
enum Who {
    ANYONE,
    /** Whose session has opened an application, or resumed one by its secret. */
    APPLICANT,
    /** Who shows a good certificate that is bound to an active account. */
    OWNER,
    /** An owner who has shown the account's password in this session as well. */
    SIGNED_IN,
    /** An owner whose account decides on applications. */
    REVIEWER,
    /** An owner whose account administers the installation. */
    ADMINISTRATOR,
    /** An owner whose account helps others. */
    HELPDESK
}
