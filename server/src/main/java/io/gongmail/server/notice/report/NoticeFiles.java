package io.gongmail.server.notice.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sums of a notice as files for programs: the same figures under the same names. Thread-safe. */
public final class NoticeFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NoticeFiles() {}

    /** As {@link NoticeCsv} has it. */
    public static byte[] csv(NoticeSums sums) {
        StringBuilder csv = new StringBuilder();
        try {
            new NoticeCsv(csv).sums(sums);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One object. */
    public static byte[] json(NoticeSums sums) {
        try {
            return JSON.writeValueAsBytes(NoticeFacts.of(sums));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are JSON", e);
        }
    }
}
