package io.gongmail.server.notice;

/** A file that goes with a notice. Its octets are not to be changed. Immutable otherwise. */
public final class Enclosure {
    private static final int LONGEST_NAME = 100;

    private final String name;
    private final byte[] octets;

    private Enclosure(String name, byte[] octets) {
        this.name = name;
        this.octets = octets;
    }

    /** @param name as a browser or a message has it: of a path the last part counts, and of that what can be shown */
    public static Enclosure of(String name, byte[] octets) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\"]", "").strip();
        // The end tells what it is.
        String kept = clean.substring(Math.max(0, clean.length() - LONGEST_NAME));
        return new Enclosure(kept.isEmpty() ? "file" : kept, octets);
    }

    public String name() {
        return name;
    }

    public byte[] octets() {
        return octets;
    }
}
