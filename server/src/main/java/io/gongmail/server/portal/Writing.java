package io.gongmail.server.portal;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Writes answers: pages from their templates, and the cookies that go with them. Thread-safe. */
final class Writing {
    static final String LANGUAGE_COOKIE = "__Host-gongmail-language";

    private static final String LASTING = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Texts texts;
    private final Words words;
    private final Page.Grounds grounds;

    Writing(Texts texts, Words words, Page.Grounds grounds) {
        this.texts = texts;
        this.words = words;
        this.grounds = grounds;
    }

    void write(Answer answer, Visit visit, Context request) {
        if (answer instanceof Answer.Shown shown) {
            page(shown.status(), shown.template(), shown.view(), visit, request);
            shown.headers().forEach(request::header);
        } else if (answer instanceof Answer.Refused refused) {
            Sentence sentence = words.sentence(refused.code(), refused.facts());
            String number = refused.facts().getOrDefault("number", "");
            page(refused.status(), "wrong", new Views.Wrong(sentence, number, refused.status()), visit, request);
        } else if (answer instanceof Answer.SeeOther other) {
            cookies(visit, request);
            request.status(303).header("Location", other.to().toString()).result("");
        } else if (answer instanceof Answer.Octets octets) {
            cookies(visit, request);
            octets.headers().forEach(request::header);
            request.status(200).contentType(octets.type()).result(octets.octets());
        }
    }

    private void page(int status, String template, Object view, Visit visit, Context request) {
        Page page = new Page(texts, visit, grounds);
        Utf8ByteOutput output = new Utf8ByteOutput();
        templates.render(template + ".jte", Map.of("page", page, "view", view), output);
        cookies(visit, request);
        request.status(status).contentType("text/html; charset=utf-8").header("Content-Language", page.lang());
        request.result(output.toByteArray());
    }

    private static void cookies(Visit visit, Context request) {
        visit.cookie().ifPresent(id -> {
            String over = id.isEmpty() ? "; Max-Age=0" : "";
            request.res().addHeader("Set-Cookie", visit.door().cookie() + "=" + id + LASTING + over);
        });
        if (Language.of(visit.query("lang")).isPresent()) {
            request.res()
                    .addHeader(
                            "Set-Cookie",
                            LANGUAGE_COOKIE + "=" + visit.language().tag() + LASTING + "; Max-Age=31536000");
        }
    }

    /** Where a request comes from: the address that connected, whatever its headers say. */
    static InetAddress from(Context request) {
        Object remote = ServletContextRequest.getServletContextRequest(request.req())
                .getConnectionMetaData()
                .getRemoteSocketAddress();
        if (remote instanceof InetSocketAddress address && address.getAddress() != null) {
            return address.getAddress();
        }
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
