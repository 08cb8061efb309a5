package io.gongmail.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** {@code [server]}: names and folders. */
public record ServerConfig(String hostName, List<String> domains, URI portal, Path data, Mode mode) {
    static ServerConfig from(Section server) {
        return new ServerConfig(
                server.text("host-name", "mail.example", "The name this server greets with."),
                server.names("domains", "mail.example", "Domains whose mail is delivered here."),
                server.uri(
                        "portal",
                        "https://mail.example/",
                        "Where people are sent when something is wrong; part of every refusal."),
                server.path("data", "data", "The store. Only the server's own user may read it."),
                server.choice("mode", Mode.PRODUCTION, "In demo mode simulators are allowed."));
    }
}
