package io.gongmail.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.gongmail.server.config.LogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * {@code log/gongmail.log}, besides what {@code conf/logback.xml} does: a new file each day and whenever one is full, the
 * old ones packed, the oldest deleted, so that all together stay within their bound. Levels are logback.xml's.
 */
final class LogFile implements AutoCloseable {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{1} %msg%n%rEx{12}";

    private final Logger root;
    private final RollingFileAppender<ILoggingEvent> file;

    private LogFile(Logger root, RollingFileAppender<ILoggingEvent> file) {
        this.root = root;
        this.file = file;
    }

    /** @throws IOException when the folder cannot be written to; the message names it */
    static LogFile open(LogConfig config) throws IOException {
        Path folder = Stores.privateFolder(config.folder());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LoggerContext context = root.getLoggerContext();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(folder.toString());
        file.setFile(folder.resolve("gongmail.log").toString());

        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(folder.resolve("gongmail.%d.%i.log.gz").toString());
        rolling.setMaxFileSize(new FileSize(config.fileSize().bytes()));
        rolling.setMaxHistory(config.days());
        rolling.setTotalSizeCap(new FileSize(config.totalSize().bytes()));
        rolling.setCleanHistoryOnStart(true);
        rolling.start();

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();

        file.setRollingPolicy(rolling);
        file.setEncoder(encoder);
        file.start();
        if (!file.isStarted()) {
            throw new IOException(folder + ": cannot be logged to");
        }
        root.addAppender(file);
        return new LogFile(root, file);
    }

    @Override
    public void close() {
        root.detachAppender(file);
        file.stop();
    }
}
