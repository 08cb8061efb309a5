package io.gongmail.server.portal;

/** What a route takes with a request. */
enum Takes {
    /** Nothing but its address: it changes nothing that matters. */
    NOTHING,
    /** A form, with the token of its session. */
    FORM,
    /** A form that may bring a file, with the token of its session. */
    UPLOAD,
    /** The same, whose files may be larger than other forms are: such a one is read of those alone who may use the route. */
    FILES,
    /** What a program sends by itself, and has no session for: it changes nothing. */
    DOCUMENT
}
