package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a process leaves behind that is asked to end, by SIGTERM. */
class LastDutyTest {
    /** The process: it starts another, tells its number, and waits for it. */
    static final class Starting {
        private Starting() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Process started = new ProcessBuilder("sleep", "600").start();
            LastDuty duty = LastDuty.of("sleep", () -> {
                started.destroy();
                started.onExit().join();
            });
            if (arguments[0].equals("closed")) {
                duty.close();
            }
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write(Long.toString(started.pid()).getBytes(StandardCharsets.US_ASCII));
            }
            started.waitFor();
        }
    }

    @Test
    void whatItStartedEndsWithIt() throws IOException, InterruptedException {
        assertThat(isLeft("open")).isFalse();
    }

    @Test
    void whatWasDoneInOrderIsNotDoneAtTheEnd() throws IOException, InterruptedException {
        assertThat(isLeft("closed")).isTrue();
    }

    private static boolean isLeft(String how) throws IOException, InterruptedException {
        Process starting = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(starting.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        ProcessHandle started = ProcessHandle.of(Long.parseLong(told)).orElseThrow();
        try {
            starting.destroy();
            assertThat(starting.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return started.isAlive();
        } finally {
            started.destroy();
        }
    }
}
