package io.jsentinel.step;

/** Who can carry out every kind of effect. */
public interface Effects {

    void openLink(Effect.OpenLink effect);

    void send(Effect.Send effect);

    void closeLink(Effect.CloseLink effect);

    void resolve(Effect.Resolve effect);

    void reply(Effect.Reply effect);

    void drained(Effect.Drained effect);

    void announce(Effect.Announce effect);

    void showRole(Effect.ShowRole effect);

    void holdLease(Effect.HoldLease effect);

    void startScript(Effect.StartScript effect);

    void killScript(Effect.KillScript effect);

    void keepFile(Effect.KeepFile effect);

    void crash(Effect.Crash effect);

    void log(Effect.Log effect);

    void setLogLevel(Effect.SetLogLevel effect);
}
