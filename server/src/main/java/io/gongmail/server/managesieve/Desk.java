package io.gongmail.server.managesieve;

import io.gongmail.pki.Verdict;
import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.words.Words;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What the connections of one listener have in common.
 *
 * @param verdicts what the gate left of a connection's certificate
 * @param threads for what asks the database; rejects what it has no room for
 */
record Desk(
        ManageSieveConfig config,
        Function<Channel, Optional<Verdict.Accepted>> verdicts,
        Sasl sasl,
        LiveSessions sessions,
        Commands commands,
        Words words,
        ManageSieveCounters counters,
        Executor threads) {

    Optional<Verdict.Accepted> verdict(Channel channel) {
        return verdicts.apply(channel);
    }

    /** By the connection's TLS session. */
    static Optional<Verdict.Accepted> ofGate(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null
                ? Optional.empty()
                : GatedPipeline.verdictOf(tls.engine().getSession());
    }
}
