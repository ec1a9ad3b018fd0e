package io.jsentinel.server;

import io.jsentinel.server.link.RedisLinks;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.net.Sessions;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Effects;

/** Carries out what the core wants: one method for each kind of effect. Runs on the event loop. */
final class EffectRunner implements Effects {

    private final RedisLinks links;
    private final Sessions sessions;
    private final ServerLog log;

    EffectRunner(RedisLinks links, Sessions sessions, ServerLog log) {
        this.links = links;
        this.sessions = sessions;
        this.log = log;
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        links.open(effect.link(), effect.to());
    }

    @Override
    public void send(Effect.Send effect) {
        links.send(effect.link(), effect.request());
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        // What was sent in the same step leaves first: the last order to a node that is then watched anew.
        links.flush();
        links.close(effect.link());
    }

    @Override
    public void reply(Effect.Reply effect) {
        sessions.reply(effect.client(), effect.answer());
    }

    @Override
    public void announce(Effect.Announce effect) {
        log.write(effect.event().type().level(), effect.event().toString());
        sessions.publish(effect.event());
    }

    @Override
    public void log(Effect.Log effect) {
        log.write(effect.level(), effect.text());
    }

    @Override
    public void setLogLevel(Effect.SetLogLevel effect) {
        log.setThreshold(ServerLog.threshold(effect.level()));
    }

    /** Everything of one step was said. */
    void finish() {
        links.flush();
    }
}
