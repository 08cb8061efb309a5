package io.gongmail.server.imap.scripts;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Scripts of which it is known, with the cause, that this server answers otherwise: {@code known-differences.txt}. They are run
 * all the same, in every locale: one that fails is reported with its cause, and one that passes has to be taken from the list.
 */
final class KnownDifferences implements InvocationInterceptor {
    private static final ExtensionContext.Namespace RUN = ExtensionContext.Namespace.create(KnownDifferences.class);

    private final Map<String, String> causes = read();

    private static Map<String, String> read() {
        Map<String, String> causes = new LinkedHashMap<>();
        try {
            for (String line : Resources.readLines(
                    Resources.getResource(KnownDifferences.class, "known-differences.txt"), StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> parts = Splitter.on(": ").limit(2).splitToList(line);
                    if (parts.size() < 2 || causes.put(parts.get(0), parts.get(1)) != null) {
                        throw new IllegalStateException("no cause, or listed twice: " + line);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return causes;
    }

    /** The scripts that are listed, as {@link #script} calls them. */
    static Set<String> scripts() {
        return Collections.unmodifiableSet(read().keySet());
    }

    /** A script by suite and test, without the locale in which James runs most of them three times. */
    static String script(Class<?> suite, Method test) {
        return suite.getSimpleName() + "." + test.getName().replaceFirst("(US|ITALY|Italy|IT|KOREA|Korea|KO)$", "");
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        ScriptReport report = context.getRoot()
                .getStore(RUN)
                .getOrComputeIfAbsent(ScriptReport.class, any -> new ScriptReport(), ScriptReport.class);
        String script = script(context.getRequiredTestClass(), context.getRequiredTestMethod());
        String name = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        Optional<String> cause = Optional.ofNullable(causes.get(script));
        @Nullable Throwable difference = null;
        try {
            test.proceed();
        } catch (Exception | AssertionError e) {
            difference = e;
        }
        report.add(name, difference, cause);
        if (difference != null && cause.isEmpty()) {
            throw difference;
        }
        if (difference == null && cause.isPresent()) {
            throw new AssertionError(script + " passes, and is listed as known to differ: " + cause.get());
        }
    }
}
