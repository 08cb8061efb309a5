package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.store.registry.ApplicationId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request, as a page sees it: checked by {@link Passage}, in a language, with its session. For one thread. */
final class Visit {
    private final Door door;
    private final String path;
    private final Map<String, String> parts;
    private final Map<String, String> query;
    private final InetAddress from;
    private final boolean acceptsGzip;
    private final Optional<PeerCertificate> presented;
    private final Sessions sessions;
    private final Rates attempts;
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private final List<Uploaded> uploads = new ArrayList<>();
    private byte[] document = new byte[0];
    private Language language = Language.KOREAN;
    private String sessionId = "";
    private Optional<Session> session = Optional.empty();
    private Optional<String> cookie = Optional.empty();
    private @Nullable CertificateHolder holder;

    Visit(
            Door door,
            String path,
            Map<String, String> parts,
            Map<String, List<String>> query,
            InetAddress from,
            boolean acceptsGzip,
            Optional<PeerCertificate> presented,
            Sessions sessions,
            Rates attempts) {
        this.door = door;
        this.path = path;
        this.parts = Map.copyOf(parts);
        this.query = new HashMap<>();
        query.forEach((name, values) -> this.query.put(name, values.isEmpty() ? "" : values.get(0)));
        this.from = from;
        this.acceptsGzip = acceptsGzip;
        this.presented = presented;
        this.sessions = sessions;
        this.attempts = attempts;
    }

    Door door() {
        return door;
    }

    /** Without query. */
    String path() {
        return path;
    }

    InetAddress from() {
        return from;
    }

    boolean acceptsGzip() {
        return acceptsGzip;
    }

    Language language() {
        return language;
    }

    void speak(Language chosen) {
        language = chosen;
    }

    /** The part of the path that the route calls {@code name}. */
    String part(String name) {
        return parts.getOrDefault(name, "");
    }

    /** Of the address; empty where it is missing. */
    String query(String name) {
        return query.getOrDefault(name, "");
    }

    /** Of the form, without blanks around; empty where it is missing. */
    String field(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    /** Of the form, as it was typed; the caller wipes it. */
    char[] secret(String name) {
        return fields.getOrDefault(name, "").toCharArray();
    }

    boolean hasField(String name) {
        return fields.containsKey(name);
    }

    /** A file of the form; empty where none was chosen. */
    Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).filter(octets -> octets.length > 0);
    }

    /** What a program sent. Its octets are not to be changed. */
    byte[] document() {
        return document;
    }

    void brings(byte[] sent) {
        document = sent;
    }

    /** Files of the form in that field, in their order; empty where none was chosen. */
    List<Uploaded> uploads(String field) {
        return uploads.stream().filter(file -> file.field().equals(field)).toList();
    }

    void brings(Uploaded file) {
        uploads.add(file);
    }

    void brings(Map<String, String> ofForm, Map<String, byte[]> filesOfForm) {
        fields.putAll(ofForm);
        files.putAll(filesOfForm);
    }

    /** What was presented at the certificate door; empty at the public one. Nothing in it is trusted yet. */
    Optional<PeerCertificate> presented() {
        return presented;
    }

    /** Whose account the certificate opens; empty where the route asks for nobody of the kind. */
    Optional<CertificateHolder> holder() {
        return Optional.ofNullable(holder);
    }

    void isOf(CertificateHolder found) {
        holder = found;
    }

    Optional<Session> session() {
        return session;
    }

    /** The session, opened where there is none yet. */
    Session sessionOrNew() {
        if (session.isEmpty()) {
            use(sessions.open(Presented.fingerprint(presented)));
        }
        return session.orElseThrow();
    }

    /** Finds the session that {@code id} opens. */
    void bringsSession(String id) {
        sessionId = id;
        session = id.isEmpty() ? Optional.empty() : sessions.find(id, Presented.fingerprint(presented));
    }

    /** The application of this session: a route for applicants has one. */
    ApplicationId application() {
        return session.flatMap(Session::application)
                .orElseThrow(() -> new IllegalStateException("the route is not for applicants"));
    }

    /** From now on this browser may see and go on with that application; the session's id is a new one. */
    void entitle(ApplicationId application) {
        use(sessions.open(sessionId, Presented.fingerprint(presented), application));
    }

    /** From now on this browser is signed in to that account; the session's id is a new one. */
    void enter(Session.Entered account) {
        use(sessions.enter(sessionId, Presented.fingerprint(presented), account));
    }

    /** The holder: a route for owners has one. */
    CertificateHolder.Owner owner() {
        return holder().filter(CertificateHolder.Owner.class::isInstance)
                .map(CertificateHolder.Owner.class::cast)
                .orElseThrow(() -> new IllegalStateException("the route is not for owners"));
    }

    /** Ends the session. */
    void leave() {
        sessions.close(sessionId);
        session = Optional.empty();
        cookie = Optional.of("");
    }

    private void use(Sessions.Opened opened) {
        sessionId = opened.id();
        session = Optional.of(opened.session());
        cookie = Optional.of(opened.id());
    }

    /** What the browser is to keep as its session's id: empty text for none. */
    Optional<String> cookie() {
        return cookie;
    }

    /** Counts an attempt at something secret; whether this network may make one more. */
    boolean mayAttempt() {
        return attempts.take(from);
    }
}
