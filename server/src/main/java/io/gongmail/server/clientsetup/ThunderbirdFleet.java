package io.gongmail.server.clientsetup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What whoever looks after many computers puts beside Thunderbird on each, so that a person types a name, an address and a password
 * and nothing else. By Thunderbird's policy templates and its preferences.
 */
public final class ThunderbirdFleet {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ThunderbirdFleet() {}

    /** Where settings are asked for, the domain's name behind it. */
    public static final String SETTINGS = "/setup/thunderbird/";

    private static Map<String, Object> preferences(MailService service) {
        Map<String, Object> preferences = new LinkedHashMap<>();
        // Before anything in the domain's own zone is asked.
        preferences.put(
                "mailnews.auto_config_url", service.portal().resolve(SETTINGS).toString());
        preferences.put("mailnews.auto_config.fetchFromExchange.enabled", false);
        preferences.put("mailnews.auto_config.guess.enabled", false);
        // We name the issuers that we take (RFC 8446 §4.2.4), so that only the right certificates are there to choose
        // from.
        preferences.put("security.default_personal_cert", "Select Automatically");
        return preferences;
    }

    /**
     * {@code policies.json}, for the folder {@code distribution} beside the program, or {@code /etc/thunderbird/policies}.
     * Certificates that the computer trusts are trusted by Thunderbird.
     */
    public static String policies(MailService service) {
        Map<String, Object> locked = new LinkedHashMap<>();
        preferences(service).forEach((name, value) -> locked.put(name, Map.of("Value", value, "Status", "default")));
        Map<String, Object> policies = new LinkedHashMap<>();
        policies.put("Certificates", Map.of("ImportEnterpriseRoots", true));
        policies.put("Preferences", locked);
        return json(Map.of("policies", policies));
    }

    /** The same preferences for versions that take none by policy: a file for {@code defaults/pref}, or {@code /etc/thunderbird/pref}. */
    public static String preferenceFile(MailService service) {
        return preferences(service).entrySet().stream()
                .map(each -> "pref(" + json(each.getKey()) + ", " + json(each.getValue()) + ");\n")
                .collect(Collectors.joining());
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // Texts and truth values alone.
        }
    }
}
