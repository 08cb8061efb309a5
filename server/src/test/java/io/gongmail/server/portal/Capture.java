package io.gongmail.server.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a Chromium sent over every connection of its, before TLS sealed it: from its own log of the network. */
final class Capture {
    /** Of TLS before it is sealed; of TCP, where a connection had no TLS, as it went. */
    private static final Set<String> SENT = Set.of("SSL_SOCKET_BYTES_SENT", "SOCKET_BYTES_SENT");

    private Capture() {}

    /** What has a Chromium keep that log. */
    static String[] arguments(Path log) {
        return new String[] {"--log-net-log=" + log, "--net-log-capture-mode=Everything"};
    }

    /** All octets sent, after it was closed. */
    static byte[] sent(Path log) {
        try {
            JsonNode whole = new ObjectMapper().readTree(log.toFile());
            Set<Integer> types = new HashSet<>();
            Map<String, JsonNode> named = new HashMap<>();
            whole.path("constants")
                    .path("logEventTypes")
                    .fields()
                    .forEachRemaining(one -> named.put(one.getKey(), one.getValue()));
            SENT.forEach(name -> types.add(named.get(name).asInt()));
            // Each connection by itself: what one sent in two parts reads on.
            Map<Integer, ByteArrayOutputStream> connections = new HashMap<>();
            for (JsonNode event : whole.path("events")) {
                if (types.contains(event.path("type").asInt())) {
                    connections
                            .computeIfAbsent(event.path("source").path("id").asInt(), id -> new ByteArrayOutputStream())
                            .writeBytes(Base64.getDecoder()
                                    .decode(event.path("params").path("bytes").asText()));
                }
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            connections.values().forEach(one -> all.writeBytes(one.toByteArray()));
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
