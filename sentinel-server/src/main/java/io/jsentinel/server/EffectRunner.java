package io.jsentinel.server;

import io.jsentinel.server.link.RedisLinks;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.net.Sessions;
import io.jsentinel.server.script.ScriptRunner;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Effects;

/** Carries out what the core wants: one method for each kind of effect. Runs on the event loop. */
final class EffectRunner implements Effects {

    private final RedisLinks links;
    private final Sessions sessions;
    private final ServerLog log;
    private final ScriptRunner scripts;
    private final Runnable crash;

    /**
     * A runner of effects.
     *
     * @param links the connections to nodes and sentinels
     * @param sessions the clients
     * @param log the log
     * @param scripts the scripts of people
     * @param crash ends this process; does not return
     */
    EffectRunner(RedisLinks links, Sessions sessions, ServerLog log, ScriptRunner scripts, Runnable crash) {
        this.links = links;
        this.sessions = sessions;
        this.log = log;
        this.scripts = scripts;
        this.crash = crash;
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
        if (effect.event().type().isPublished()) {
            sessions.publish(effect.event());
        }
    }

    @Override
    public void startScript(Effect.StartScript effect) {
        scripts.start(effect.job(), effect.argv());
    }

    @Override
    public void killScript(Effect.KillScript effect) {
        scripts.kill(effect.job());
    }

    @Override
    public void crash(Effect.Crash effect) {
        crash.run();
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
