package io.jsentinel.step;

/** Who understands every kind of input: a new kind does not compile until all of these know it. */
public interface Inputs {

    void onWoke(Input.Woke input);

    void onLinkUp(Input.LinkUp input);

    void onLinkDown(Input.LinkDown input);

    void onResolved(Input.Resolved input);

    void onAnswered(Input.Answered input);

    void onHeard(Input.Heard input);

    void onCommanded(Input.Commanded input);

    void onDrain(Input.Drain input);

    void onFileKept(Input.FileKept input);

    void onSaved(Input.Saved input);

    void onSaveFailed(Input.SaveFailed input);

    void onClusterTold(Input.ClusterTold input);

    void onScriptStarted(Input.ScriptStarted input);

    void onLeaseHeld(Input.LeaseHeld input);

    void onScriptEnded(Input.ScriptEnded input);
}
