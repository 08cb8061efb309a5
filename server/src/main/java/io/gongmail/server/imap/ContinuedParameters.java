package io.gongmail.server.imap;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.util.MimeParameterMapping;

/** Parameters of Content-Type that are encoded, or continued over several (RFC 2231 §3, §4), which mime4j leaves as they are. */
final class ContinuedParameters {
    private static final Pattern SECTION = Pattern.compile("\\*(\\d{1,9})\\*?$");

    private ContinuedParameters() {}

    /** Each whole and decoded, under its own name. */
    static Map<String, String> whole(Map<String, String> parameters) {
        if (parameters.keySet().stream().noneMatch(name -> name.indexOf('*') > 0)) {
            return parameters;
        }
        MimeParameterMapping whole = new MimeParameterMapping();
        parameters.entrySet().stream()
                .sorted(Comparator.comparingInt(parameter -> section(parameter.getKey())))
                .forEach(parameter -> whole.addParameter(parameter.getKey(), plain(parameter)));
        return whole.getParameters();
    }

    private static int section(String name) {
        Matcher section = SECTION.matcher(name);
        return section.find() ? Integer.parseInt(section.group(1)) : -1;
    }

    /** mime4j takes a plus for a blank. */
    private static String plain(Map.Entry<String, String> parameter) {
        return parameter.getKey().endsWith("*") ? parameter.getValue().replace("+", "%2B") : parameter.getValue();
    }
}
