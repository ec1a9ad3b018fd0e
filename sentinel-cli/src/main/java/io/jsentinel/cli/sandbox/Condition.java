package io.jsentinel.cli.sandbox;

/** Whether a process can be asked. */
enum Condition {
    /** It answers. */
    UP,
    /** It exists but does not answer in time. */
    SILENT,
    /** It was stopped with SIGSTOP. */
    FROZEN,
    /** It does not exist. */
    DOWN
}
