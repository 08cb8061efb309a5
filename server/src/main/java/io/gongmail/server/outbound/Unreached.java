package io.gongmail.server.outbound;

/** A server that did not come to take a message: nothing of it was said, and another may be tried. */
final class Unreached extends Exception {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final boolean permanent;

    /**
     * @param why its reply, or in our words
     * @param host whose reply it is; empty where it is none
     * @param permanent whether it takes no mail from us at all, as it says
     */
    Unreached(String why, String host, boolean permanent) {
        super(why);
        this.host = host;
        this.permanent = permanent;
    }

    static Unreached by(Reply reply, Target target) {
        return new Unreached(reply.told(), target.host(), false);
    }

    boolean isReply() {
        return !host.isEmpty();
    }

    boolean isPermanent() {
        return permanent;
    }

    Handed.Later later() {
        return new Handed.Later(why(), false, host);
    }

    Handed.Never never() {
        return new Handed.Never("5.0.0", why(), host);
    }

    private String why() {
        return String.valueOf(getMessage());
    }
}
