package io.gongmail.pki.revocation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP, with a bound on the whole exchange and on what comes back; follows no redirects. Thread-safe. */
final class Http {
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    byte[] get(URI uri, Duration limit, int largest) throws IOException {
        return exchange(HttpRequest.newBuilder(uri).GET(), limit, largest);
    }

    byte[] post(URI uri, String type, byte[] body, Duration limit, int largest) throws IOException {
        return exchange(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                limit,
                largest);
    }

    private byte[] exchange(HttpRequest.Builder request, Duration limit, int largest) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.timeout(limit).build(), head -> new Bounded(largest));
        try {
            // The request's own limit ends at the head of the answer; this one holds for its body too.
            HttpResponse<byte[]> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String said = cause == null ? null : cause.getMessage();
            throw new IOException(
                    said != null
                            ? said
                            : cause == null ? "failed" : cause.getClass().getSimpleName(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true); // closes the connection where it is still open
        }
    }

    /** A body, up to a size. */
    private static final class Bounded implements BodySubscriber<byte[]> {
        private final int largest;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Bounded(int largest) {
            this.largest = largest;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (body.size() + part.remaining() > largest) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    whole.completeExceptionally(new IOException("larger than " + largest + " octets"));
                    return;
                }
                byte[] octets = new byte[part.remaining()];
                part.get(octets);
                body.write(octets, 0, octets.length);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(body.toByteArray());
        }
    }
}
