package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A screen that nobody sees, for programs with windows. Whichever number is free is taken. */
final class Display implements AutoCloseable {
    private final Process server;
    private final String name;

    private Display(Process server, String name) {
        this.server = server;
        this.name = name;
    }

    static Display open(Path folder) throws IOException {
        Program.needed("Xvfb");
        Path number = Files.createTempFile(folder, "display", ".txt");
        Path log = folder.resolve("Xvfb.log");
        Process server = new ProcessBuilder(
                        "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset")
                .redirectOutput(number.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !server.isAlive() || Files.readString(number).endsWith("\n"));
        } catch (RuntimeException e) {
            server.destroyForcibly();
            throw e;
        }
        if (!server.isAlive()) {
            return fail("Xvfb: " + Files.readString(log));
        }
        return new Display(server, ":" + Files.readString(number).strip());
    }

    /** For the environment's DISPLAY. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        end(server);
    }

    /** A process and all it has started have ended after this: by themselves within some seconds, or by force. */
    static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        if (!haveEnded(all)) {
            all.forEach(ProcessHandle::destroyForcibly);
            haveEnded(all);
        }
    }

    /** As long as one of them runs, it may write to a folder that is deleted next. */
    private static boolean haveEnded(List<ProcessHandle> all) {
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(10, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
