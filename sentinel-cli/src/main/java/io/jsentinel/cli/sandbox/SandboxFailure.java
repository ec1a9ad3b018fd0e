package io.jsentinel.cli.sandbox;

/** The reason why the sandbox has failed, in words for people. */
final class SandboxFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    SandboxFailure(String message) {
        super(message);
    }
}
